import "server-only";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { makeTurns, type TurnLimits } from "./turns";

/** Of the connections that pages answer by, never more than a third are at heavy work: whoever opens a page finds one. */
const IN_ALL = Math.max(1, Math.min(3, Math.floor(Number(env.DATABASE_POOL) / 3)));
const LIMITS: TurnLimits = { perPerson: 1, inAll: IN_ALL, waitingPerPerson: 8, waitingInAll: 40, waitMs: 20_000 };

const tooMany = () =>
  new AppError("TOO_MANY", "The server is busy with computations at the moment. Nothing was changed; try again in a moment.");
const replaced = () => new AppError("TOO_MANY", "Replaced by a newer request.");

// One for each process: reloads in development would otherwise begin counting anew at every save.
const held = globalThis as unknown as { cooHeavy?: ReturnType<typeof makeTurns> };
held.cooHeavy ??= makeTurns(LIMITS, { tooMany, replaced });
const turns = held.cooHeavy;

/** What takes long: it is done in turns, so that the rest of the server goes on. */
export type HeavyKind = "preview" | "definition" | "undo" | "settings" | "looking back" | "file" | "export";

type How = {
  /** A later one of the same person ends this one. */
  replaces?: boolean;
  /** It waits and is not refused: part of something that has begun, such as an export, or usually done at once. */
  patient?: boolean;
  /** After so long it is ended, with the sentence as the reason. */
  limit?: { ms: number; sentence: string };
};

/**
 * Runs heavy work when it is its turn: one of a person at a time, a few in all in this process, the others wait up to 20 s. `run` is
 * given a signal and ends when it is aborted (lib/platform/db/waiting/cancel.ts ends a transaction); it must not hold a connection before.
 * Throws TOO_MANY when too much waits or a newer one took its place, UNAVAILABLE after its limit.
 */
export function heavy<T>(viewer: Viewer, kind: HeavyKind, run: (signal: AbortSignal) => Promise<T>, how: How = {}): Promise<T> {
  const { limit, ...asked } = how;
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

/** How much is under way and waiting in this process. */
export const heavyCount = turns.count;

/** For a page, which cannot answer 429: what was asked, or the sentence with which it was refused. */
export const orSentence = <T>(asked: Promise<T>): Promise<T | string> =>
  asked.catch((error: unknown) => {
    if (error instanceof AppError && error.code === "TOO_MANY") return error.message;
    throw error;
  });
