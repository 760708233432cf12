import "server-only";
import type { IsoDate } from "@/lib/calendar/dates";
import { endOfDay, startOfDay, wallClock } from "@/lib/calendar/time-zone";
import { env } from "@/lib/env";

let startedAt = Date.now();
let pin = env.CLOCK;
let zone = "UTC";

/**
 * The business clock. In a demonstration it starts at the pinned instant whenever the process starts and runs to the end of that
 * day, so that what is saved later is later, and today never changes.
 */
export function now(): Date {
  if (pin === undefined) return new Date();
  const pinned = Date.parse(pin);
  return new Date(Math.min(pinned + Date.now() - startedAt, lastInstant(pin)));
}

/** The same as ISO instant where it is not the real time; otherwise empty. For the database, whose own clock is the real one. */
export const pinnedNow = (): string => (pin === undefined ? "" : now().toISOString());

/** Of the pinned day, where the company is. */
const lastInstant = (pinned: string): number => Date.parse(endOfDay(wallClock(pinned, zone).day, zone));

/** For the loader of the demonstration alone, whose history is written down on several mornings: the clock starts again at `instant`. */
export function startClockAt(instant: string): void {
  pin = instant;
  startedAt = Date.now();
}

/**
 * From here on the business days of this process are those of `timeZone` (IANA name). Called with what the settings hold by whoever
 * begins something: each request where it looks up its viewer, each job, each script. One installation is one company, so requests
 * beside each other say the same.
 */
export function setBusinessZone(timeZone: string): void {
  zone = timeZone;
}

/** The company's time zone, by which today is told and times are printed. */
export const businessZone = (): string => zone;

/** The company's day at an instant, "YYYY-MM-DD". */
export const dayOf = (at: Date | string): IsoDate => wallClock(at, zone).day;

/** Today by the business clock where the company is, "YYYY-MM-DD". */
export const today = (): IsoDate => dayOf(now());

/** The first instant of today where the company is: what was written since then was written today. */
export const todayBegan = (): string => startOfDay(today(), zone);

/** Real time, for what guards access: sessions, links and sign-in limits run out by it even where the business clock is pinned. */
export const realNow = (): Date => new Date();
