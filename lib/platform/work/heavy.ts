import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { makeRate } from "./rate";
import { makeTurns, type TurnLimits } from "./turns";

/** Heavy work uses at most a third of the connections that serve pages, so that opening a page always finds one. */
const IN_ALL = Math.max(1, Math.min(3, Math.floor(Number(env.DATABASE_POOL) / 3)));
const LIMITS: TurnLimits = { perPerson: 1, inAll: IN_ALL, waitingPerPerson: 8, waitingInAll: 40, waitMs: 20_000 };

/**
 * Per person, work that replaces its like: more than a form asks for while somebody types. Each start ends the one before it, which would
 * otherwise cost as much as many that finish; waiting costs nothing, and slows a program that asks again after each answer.
 */
const RATE = { burst: 20, perSecond: 2, waitMs: 10_000 };

const tooMany = () =>
  new AppError("TOO_MANY", "The server is busy with computations at the moment. Nothing was changed; try again in a moment.");
const replaced = () => new AppError("TOO_MANY", "Replaced by a newer request.");

// One per process: otherwise each reload in development would start counting from zero.
const make = () => ({ turns: makeTurns(LIMITS, { tooMany, replaced }), rate: makeRate(RATE), newest: new Map<string, symbol>() });
const held = globalThis as unknown as { cooHeavy?: ReturnType<typeof make> };
held.cooHeavy ??= make();
const { turns, rate, newest } = held.cooHeavy;

/** Work that takes long. It runs in turns, so that the rest of the server keeps working. */
export type HeavyKind = "preview" | "definition" | "undo" | "settings" | "looking back" | "file" | "export";

type How = {
  /** A newer request of the same person replaces this one: 20 begin at once, then two a second. */
  replaces?: boolean;
  /** Waits instead of being refused: for parts of work that has begun, such as an export, or work that is usually quick. */
  patient?: boolean;
  /** Stopped after this time, with the sentence as the reason. */
  limit?: { ms: number; sentence: string };
};

/**
 * Runs heavy work in turns: one per person at a time, a few in total in this process; the others wait up to 20 s. `run` gets a signal and
 * must stop when it is aborted (lib/platform/db/waiting/cancel.ts ends a transaction); it must not hold a connection before it starts.
 * Work that replaces its like may wait up to 10 s before that, for its rate. Throws TOO_MANY if too much is waiting, beyond the rate, or if
 * a newer request replaced it; UNAVAILABLE after its limit.
 */
export async function heavy<T>(viewer: Viewer, kind: HeavyKind, run: (signal: AbortSignal) => Promise<T>, how: How = {}): Promise<T> {
  const { limit, ...asked } = how;
  if (how.replaces) await atItsRate(`${viewer.personId} ${kind}`);
  return turns.turn({ who: viewer.personId, kind, ...asked }, async (replacedBy) => {
    if (limit === undefined) return run(replacedBy);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new AppError("UNAVAILABLE", limit.sentence)), limit.ms);
    try {
      return await run(AbortSignal.any([replacedBy, late.signal]));
    } finally {
      clearTimeout(timer);
    }
  });
}

/** Number running and waiting in this process. */
export const heavyCount = turns.count;

/** For a page, which cannot answer 429: the result, or the sentence of the refusal. */
export const orSentence = <T>(asked: Promise<T>): Promise<T | string> =>
  asked.catch((error: unknown) => {
    if (error instanceof AppError && error.code === "TOO_MANY") return error.message;
    throw error;
  });

/** Waits until it may begin; whoever asked again meanwhile looks at the newer one only. */
async function atItsRate(key: string): Promise<void> {
  const ms = rate.wait(key);
  if (ms === null) throw tooMany();
  const own = Symbol();
  newest.set(key, own);
  if (ms > 0) await pause(ms);
  if (newest.get(key) !== own) throw replaced();
  newest.delete(key);
}
