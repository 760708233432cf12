import "server-only";
import type { AsyncLocalStorage } from "node:async_hooks";
import { performance } from "node:perf_hooks";

type Asked = Moment & { away: boolean };

/** The request that is being answered, as scripts/unavailable.mjs notes it; none in a job, a command line or a test. */
const asked = () => (globalThis as { cooAsked?: AsyncLocalStorage<Asked> }).cooAsked?.getStore();

/** An answer is promised within 3 s; the rest of that is for finding out and for drawing it. */
const WAIT_MS = 1_600;
/** What takes longer than any page does (a stream, an import) waits like anybody again. */
const PAGE_MS = 10_000;
const LEAST_MS = 400;
/** For jobs and command lines, which nobody sits in front of. */
export const LONGEST_WAIT_MS = 20_000;

/** How long this process has had nothing to do, in milliseconds. */
export const idleTime = (): number => performance.eventLoopUtilization().idle;

export type Moment = { began: number; idle: number };
export const thisMoment = (): Moment => ({ began: performance.now(), idle: idleTime() });

/**
 * How long somebody has waited since, in milliseconds. Time in which this process itself had work to do counts a third: connections are
 * late then because of that, and giving up would make it worse.
 */
export const elapsedSince = ({ began, idle }: Moment): number => Math.max(idleTime() - idle, (performance.now() - began) / 3);

/** Milliseconds to wait for a connection or a lock: within a request what is left of its time, shared by all its transactions. */
export function waitBudget(): number {
  const request = asked();
  if (!request) return LONGEST_WAIT_MS;
  if (performance.now() - request.began > PAGE_MS) return WAIT_MS;
  return Math.round(Math.max(LEAST_MS, WAIT_MS - elapsedSince(request)));
}

/** Notes that the database left this request without an answer: whatever error it ends in, it is answered 503. */
export function markDatabaseAway(): void {
  const request = asked();
  if (request) request.away = true;
}
