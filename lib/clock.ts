import "server-only";
import { env } from "@/lib/env";

let startedAt = Date.now();
let pin = env.CLOCK;
const LAST_INSTANT = "T23:59:59.999Z";

/**
 * The business clock. In a demonstration it starts at the pinned instant whenever the process starts and runs to the end of that
 * day, so that what is saved later is later, and today never changes.
 */
export function now(): Date {
  if (pin === undefined) return new Date();
  const pinned = new Date(pin);
  const endOfDay = new Date(pinned.toISOString().slice(0, 10) + LAST_INSTANT);
  return new Date(Math.min(pinned.getTime() + Date.now() - startedAt, endOfDay.getTime()));
}

/** For the loader of the demonstration alone, whose history is written down on several mornings: the clock starts again at `instant`. */
export function startClockAt(instant: string): void {
  pin = instant;
  startedAt = Date.now();
}

/** Today by the business clock, "YYYY-MM-DD" in UTC. */
export const today = (): string => now().toISOString().slice(0, 10);

/** Real time, for what guards access: sessions, links and sign-in limits run out by it even where the business clock is pinned. */
export const realNow = (): Date => new Date();
