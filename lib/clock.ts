import "server-only";
import type { IsoDate } from "@/lib/calendar/dates";
import { endOfDay, startOfDay, wallClock } from "@/lib/calendar/time-zone";
import { env } from "@/lib/env";

let startedAt = Date.now();
let pin = env.CLOCK;
let zone = "UTC";

/**
 * The business clock. In a demonstration it starts at the pinned instant whenever the process starts and runs to the end of that day, so
 * that later saves have later times, and today never changes.
 */
export function now(): Date {
  if (pin === undefined) return new Date();
  const pinned = Date.parse(pin);
  return new Date(Math.min(pinned + Date.now() - startedAt, lastInstant(pin)));
}

/** The same as an ISO instant if it is not the real time; otherwise empty. For the database, whose own clock is the real one. */
export const pinnedNow = (): string => (pin === undefined ? "" : now().toISOString());

/** Last instant of the pinned day, in the company's time zone. */
const lastInstant = (pinned: string): number => Date.parse(endOfDay(wallClock(pinned, zone).day, zone));

/** Only for the loader of the demonstration, which records its history on several mornings: restarts the clock at `instant`. */
export function startClockAt(instant: string): void {
  pin = instant;
  startedAt = Date.now();
}

/**
 * Sets the time zone (IANA name) that decides this process's business days. Called with the stored setting at the start of each request
 * (when it looks up its viewer), each job, and each script. One installation is one company, so parallel requests set the same value.
 */
export function setBusinessZone(timeZone: string): void {
  zone = timeZone;
}

/** The company's time zone, for the current day and for printed times. */
export const businessZone = (): string => zone;

/** The company's day at an instant, "YYYY-MM-DD". */
export const dayOf = (at: Date | string): IsoDate => wallClock(at, zone).day;

/** Today by the business clock in the company's time zone, "YYYY-MM-DD". */
export const today = (): IsoDate => dayOf(now());

/** The first instant of today in the company's time zone. */
export const todayBegan = (): string => startOfDay(today(), zone);

/** Real time, for access control: sessions, links and sign-in limits use it even if the business clock is pinned. */
export const realNow = (): Date => new Date();
