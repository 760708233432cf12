import "server-only";
import type { AsyncLocalStorage } from "node:async_hooks";
import { performance } from "node:perf_hooks";

type Asked = Moment & { away: boolean };

/** The current request, as noted by scripts/unavailable.mjs; none in a job, a command line or a test. */
const asked = () => (globalThis as { cooAsked?: AsyncLocalStorage<Asked> }).cooAsked?.getStore();

/** Answers are promised within 3 s; the rest is for detecting the problem and rendering the answer. */
const WAIT_MS = 1_600;
/** Requests that last longer than any page (a stream, an import) get the normal limit again. */
const PAGE_MS = 10_000;
const LEAST_MS = 400;
/** For jobs and command lines, which nobody sits in front of. */
export const LONGEST_WAIT_MS = 20_000;

/** Time this process has been idle, in milliseconds. */
export const idleTime = (): number => performance.eventLoopUtilization().idle;

export type Moment = { began: number; idle: number };
export const thisMoment = (): Moment => ({ began: performance.now(), idle: idleTime() });

/**
 * Time waited since `began`, in milliseconds. Time in which this process itself was busy counts a third: connections are late because of
 * that, and giving up would make it worse.
 */
export const elapsedSince = ({ began, idle }: Moment): number => Math.max(idleTime() - idle, (performance.now() - began) / 3);

/** Milliseconds to wait for a connection or a lock: within a request, what is left of its time, shared by all its transactions. */
export function waitBudget(): number {
  const request = asked();
  if (!request) return LONGEST_WAIT_MS;
  if (performance.now() - request.began > PAGE_MS) return WAIT_MS;
  return Math.round(Math.max(LEAST_MS, WAIT_MS - elapsedSince(request)));
}

/** Notes that the database left this request without an answer: it is answered with 503, whatever error it ends in. */
export function markDatabaseAway(): void {
  const request = asked();
  if (request) request.away = true;
}
