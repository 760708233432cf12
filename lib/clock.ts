import "server-only";
import { env } from "@/lib/env";

const startedAt = Date.now();
const LAST_INSTANT = "T23:59:59.999Z";

/**
 * The business clock. In a demonstration it starts at the pinned instant whenever the process starts and runs to the end of that
 * day, so that what is saved later is later, and today never changes.
 */
export function now(): Date {
  if (env.CLOCK === undefined) return new Date();
  const pinned = new Date(env.CLOCK);
  const endOfDay = new Date(pinned.toISOString().slice(0, 10) + LAST_INSTANT);
  return new Date(Math.min(pinned.getTime() + Date.now() - startedAt, endOfDay.getTime()));
}

/** Today by the business clock, "YYYY-MM-DD" in UTC. */
export const today = (): string => now().toISOString().slice(0, 10);

/** Real time, for what guards access: sessions, links and sign-in limits run out by it even where the business clock is pinned. */
export const realNow = (): Date => new Date();
