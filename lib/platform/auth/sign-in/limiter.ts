import "server-only";
import { AppError } from "@/lib/errors";
import { BUSY } from "./busy";

/** How many with one key (an account, a network) may be at the door at the same time, including those inside. */
export type Place = { key: string; most: number };

/** Lets a few in at once, keeps a bounded number waiting in order, and refuses the rest at once. */
export type Limiter = {
  /** Runs `run` in turn. Throws TOO_MANY, before doing anything, if too many are there already. */
  enter<T>(places: readonly Place[], run: () => Promise<T>): Promise<T>;
};

export function makeLimiter({ inside, waiting }: { inside: number; waiting: number }): Limiter {
  let running = 0;
  const queue: (() => void)[] = [];
  const there = new Map<string, number>();

  async function inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (running >= inside) await new Promise<void>((turn) => queue.push(turn));
    else running++;
    try {
      return await run();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  }

  return {
    async enter(places, run) {
      const full = running >= inside && queue.length >= waiting;
      if (full || places.some(({ key, most }) => (there.get(key) ?? 0) >= most)) throw new AppError("TOO_MANY", BUSY);
      for (const { key } of places) there.set(key, (there.get(key) ?? 0) + 1);
      try {
        return await inTurn(run);
      } finally {
        for (const { key } of places) {
          const left = (there.get(key) ?? 1) - 1;
          if (left > 0) there.set(key, left);
          else there.delete(key);
        }
      }
    },
  };
}

const makeLimiters = () => ({
  /** argon2id uses a processor for 30 ms: more than one per core only slows everybody down. */
  hashing: makeLimiter({ inside: 2, waiting: 60 }),
  /** Sign-ins from unknown browsers. One at a time, so that a flood leaves a processor for the pages. */
  strangers: makeLimiter({ inside: 1, waiting: 40 }),
  /** Sign-ins from known browsers, kept apart so that a flood from unknown ones does not block them. */
  known: makeLimiter({ inside: 1, waiting: 20 }),
  /** One-time links, which set a password. */
  links: makeLimiter({ inside: 1, waiting: 20 }),
  /** Asking for a link by mail. */
  resets: makeLimiter({ inside: 1, waiting: 40 }),
});

// One of each per process: pages and routes are bundled separately and would otherwise count separately.
const held = globalThis as unknown as { cooLimiters?: ReturnType<typeof makeLimiters> };
held.cooLimiters ??= makeLimiters();
export const limiters = held.cooLimiters;
