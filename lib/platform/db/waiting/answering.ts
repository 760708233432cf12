import "server-only";
import net from "node:net";
import pg from "pg";
import { env } from "@/lib/env";
import { pool, signInPool } from "../client";
import { elapsedSince, idleTime, thisMoment, waitBudget } from "./asked";

/** A transaction may take this long before anybody checks whether the database still answers; after that it is checked repeatedly. */
const LOOK_MS = 700;
const TICK_MS = 100;
/** How long the check may go unanswered: while this process is otherwise idle, and in any case. */
const ANSWER_MS = 1_200;
const LONGEST_ANSWER_MS = 6_000;
const FRESH_MS = 300;
const AWAY_LOOK_MS = 500;
/** After this much silence the connections in use are given up, because their answers will not come any more. */
const GIVEN_UP_MS = 5_000;

/** The database did not answer. lib/platform/db/failures.ts treats it as an outage. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  readonly code = "ETIMEDOUT";
  constructor() {
    super("the database does not answer");
  }
}

/** Connections that are in use. */
const inUse = new Set<pg.PoolClient>();
for (const one of [pool, signInPool]) {
  one.on("acquire", (client) => inUse.add(client));
  one.on("release", (_, client) => inUse.delete(client));
}

/** Throws Unanswered if nothing arrives in time. An answer that has arrived counts, even if this process had no time to read it. */
async function inTime<T>(coming: Promise<T>): Promise<T> {
  const { began, idle } = thisMoment();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setInterval(() => {
      if (idleTime() - idle >= ANSWER_MS || performance.now() - began >= LONGEST_ANSWER_MS) setImmediate(() => fail(new Unanswered()));
    }, TICK_MS);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearInterval(timer);
  }
}

/** An error sent by PostgreSQL itself, except that it is shutting down or starting. */
const isAnswer = (error: unknown) => error instanceof pg.DatabaseError && !/^(57P0[123]|08)/.test(error.code ?? "");

/**
 * Whether the database answers at all. From its own connection, a slow statement looks the same as a hanging database; asking on an idle
 * connection tells the two apart. While the database is away it is asked twice a second, and other requests do not wait for it.
 */
class Presence {
  #client: pg.Client | null = null;
  #looking: Promise<boolean> | null = null;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #awaySince: number | null = null;

  get isAway(): boolean {
    return this.#awaySince !== null;
  }

  /** Checks, or joins a check in progress. Never throws. */
  look(): Promise<boolean> {
    if (!this.isAway && performance.now() - this.#answeredAt < FRESH_MS) return Promise.resolve(true);
    this.#looking ??= this.#ask().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #ask(): Promise<boolean> {
    const began = performance.now();
    const answers = await this.#hears();
    if (answers) {
      this.#answeredAt = performance.now();
      this.#awaySince = null;
    } else if (this.#awaySince === null) {
      this.#awaySince = began;
      this.#watch();
    }
    return answers;
  }

  #watch() {
    const timer = setTimeout(async () => {
      if (await this.look()) return;
      if (performance.now() - (this.#awaySince ?? 0) > GIVEN_UP_MS)
        for (const client of inUse) if (client instanceof pg.Client) client.end().catch(() => {});
      this.#watch();
    }, AWAY_LOOK_MS);
    timer.unref();
  }

  /** Asks on the connection kept for this, or on a new one if it was lost. */
  async #hears(): Promise<boolean> {
    const kept = this.#client;
    if (kept) {
      const outcome = await this.#asks(kept);
      if (outcome !== "lost") return outcome === "answers";
    }
    const client = new pg.Client({
      connectionString: env.DATABASE_URL,
      application_name: "coo-command-center presence",
      connectionTimeoutMillis: LONGEST_ANSWER_MS,
    });
    client.on("error", () => this.#forget(client));
    client.on("end", () => this.#forget(client));
    this.#client = client;
    const outcome = await this.#asks(client, client.connect());
    if (client.connection.stream instanceof net.Socket) client.connection.stream.unref(); // so that a finished command can exit
    return outcome === "answers";
  }

  async #asks(client: pg.Client, connected: Promise<unknown> = Promise.resolve()): Promise<"answers" | "silent" | "lost"> {
    try {
      await inTime(connected.then(() => client.query("SELECT 1")));
      return "answers";
    } catch (error) {
      this.#forget(client);
      client.end().catch(() => {});
      return isAnswer(error) ? "answers" : error instanceof Unanswered ? "silent" : "lost";
    }
  }

  #forget(client: pg.Client) {
    if (this.#client === client) this.#client = null;
  }
}

// One per process: otherwise each reload in development would open another.
const held = globalThis as unknown as { cooPresence?: Presence };
held.cooPresence ??= new Presence();
export const presence = held.cooPresence;

/**
 * Waits for database work. It may take as long as `waitBudget` allows to begin (no connection may be free), and then any time as long as
 * the database answers at all. Throws Unanswered if it does not, immediately if that is already known; the work itself is not stopped.
 * `run` signals when it has begun; its connection is one of `from`.
 */
export async function whileAnswering<T>(run: (begun: () => void) => Promise<T>, from: pg.Pool = pool): Promise<T> {
  if (presence.isAway) throw new Unanswered();
  const [longest, since] = [waitBudget(), thisMoment()];
  let timer: NodeJS.Timeout | undefined;
  let [waiting, over] = [true, false];
  let looked = since.began;
  const silent = new Promise<never>((_, fail) => {
    const look = async () => {
      // While the pool has room a connection is on its way; the check below finds out whether it arrives.
      if (waiting && from.waitingCount > 0 && elapsedSince(since) >= longest) return fail(new Unanswered());
      const now = performance.now();
      if (now - looked >= LOOK_MS) {
        looked = now;
        if (!(await presence.look())) return fail(new Unanswered());
      }
      if (!over) timer = setTimeout(look, TICK_MS);
    };
    timer = setTimeout(look, TICK_MS);
  });
  silent.catch(() => {});
  const work = run(() => {
    waiting = false;
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, silent]);
  } finally {
    over = true;
    clearTimeout(timer);
  }
}
