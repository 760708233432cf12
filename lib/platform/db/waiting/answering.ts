import "server-only";
import net from "node:net";
import pg from "pg";
import { env } from "@/lib/env";
import { pool, signInPool } from "../client";
import { elapsedSince, idleTime, thisMoment, waitBudget } from "./asked";

/** A transaction that takes so long is no reason to doubt; after that somebody asks, again and again. */
const LOOK_MS = 700;
const TICK_MS = 100;
/** How long the question whether it is there may go unanswered while this process has nothing else to do, and at the longest. */
const ANSWER_MS = 1_200;
const LONGEST_ANSWER_MS = 6_000;
const FRESH_MS = 300;
const AWAY_LOOK_MS = 500;
/** After so long a silence the connections in use are given up: what they wait for does not come any more. */
const GIVEN_UP_MS = 5_000;

/** The database did not answer. Read as an outage by lib/platform/db/failures.ts. */
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

/** Throws Unanswered when nothing came in time. What has arrived by then counts, even if this process had no time to look at it. */
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

/** An error that PostgreSQL itself sent, other than that it is going down or coming up. */
const isAnswer = (error: unknown) => error instanceof pg.DatabaseError && !/^(57P0[123]|08)/.test(error.code ?? "");

/**
 * Whether the database answers at all. A statement that takes long looks from its own connection like a database that holds still; asked
 * on a connection that does nothing else, the two are told apart. While it is away it is asked twice a second, and nobody else waits for it.
 */
class Presence {
  #client: pg.Client | null = null;
  #looking: Promise<boolean> | null = null;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #awaySince: number | null = null;

  get isAway(): boolean {
    return this.#awaySince !== null;
  }

  /** Asks, or joins who is asking. Never throws. */
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

  /** On the connection kept for it; where that was lost, on a new one. */
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
    if (client.connection.stream instanceof net.Socket) client.connection.stream.unref(); // a command that is done ends
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

// One per process: reloads in development would otherwise open another at every save.
const held = globalThis as unknown as { cooPresence?: Presence };
held.cooPresence ??= new Presence();
export const presence = held.cooPresence;

/**
 * Waits for work of the database: for its beginning as long as `waitBudget` allows (a connection may not be had), and then, however long it
 * takes, for as long as the database answers at all. Throws Unanswered when it does not, at once where that is known already; the work
 * itself is not stopped. `run` says when it has begun; its connection is one of `from`.
 */
export async function whileAnswering<T>(run: (begun: () => void) => Promise<T>, from: pg.Pool = pool): Promise<T> {
  if (presence.isAway) throw new Unanswered();
  const [longest, since] = [waitBudget(), thisMoment()];
  let timer: NodeJS.Timeout | undefined;
  let [waiting, over] = [true, false];
  let looked = since.began;
  const silent = new Promise<never>((_, fail) => {
    const look = async () => {
      // While there is room in the pool a connection is on its way, and whether one comes at all is asked below.
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
