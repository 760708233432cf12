import "server-only";
import type { Pool, PoolClient } from "pg";
import { pinnedNow } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { db, Prisma, pool, signInPool, type Tx } from "./client";
import { isOutage, isRetryable } from "./failures";
import type { Reader } from "./reader";
import { onClient, type Sql } from "./sql";
import { Unanswered, whileAnswering } from "./waiting/answering";
import { LONGEST_WAIT_MS, markDatabaseAway, waitBudget } from "./waiting/asked";

/**
 * For whom the row-level policies of the database answer: one person, or the installation itself (sign-in, jobs, first start). The audit
 * log names whoever this says: the person; the installation; or, where the installation works for somebody (`systemFor`), them.
 */
export type Scope = Reader | "system" | { actsFor: Reader };

/** The installation's scope, in somebody's name: what they may do has been decided, and reaches rows that nobody reads by themself. */
export const systemFor = (actor: Reader | "system"): Scope => (actor === "system" ? "system" : { actsFor: actor });

/**
 * In a transaction of the installation that finds out on its way who acts, as a sign-in does: from here on it acts for them. In a
 * person's own transaction it changes nothing, since that one is theirs.
 */
export const setActor = (sql: Sql, viewer: Reader): Promise<unknown> =>
  sql.query(Prisma.sql`SELECT set_config('app.actor', ${viewer.personId}, true)`);

const settingsOf = (scope: Scope) =>
  scope === "system" || "actsFor" in scope
    ? {
        viewer: "",
        actor: scope === "system" ? "system" : scope.actsFor.personId,
        departments: "{}",
        system: "on",
        everything: "off",
        administrator: "off",
        business: "off",
      }
    : {
        viewer: scope.personId,
        actor: "",
        departments: `{${scope.readable.join(",")}}`,
        system: "off",
        everything: scope.everything ? "on" : "off",
        administrator: scope.administrator ? "on" : "off",
        business: scope.business ? "on" : "off",
      };

/**
 * "kept": each statement is planned once for each connection, for whatever values; "fresh": the database weighs that against planning for
 * the values at hand. Behind row policies a plan costs more than the answer, for statements that find their rows by a key.
 */
export type Plans = "kept" | "fresh";

const setScope = (scope: Scope, plans: Plans = "fresh") => {
  const s = settingsOf(scope);
  return Prisma.sql`SELECT set_config('app.viewer', ${s.viewer}, true), set_config('app.actor', ${s.actor}, true),
    set_config('app.departments', ${s.departments}, true),
    set_config('app.system', ${s.system}, true), set_config('app.everything', ${s.everything}, true),
    set_config('app.administrator', ${s.administrator}, true), set_config('app.business', ${s.business}, true),
    set_config('app.now', ${pinnedNow()}, true), set_config('plan_cache_mode', ${plans === "kept" ? "force_generic_plan" : "auto"}, true),
    set_config('lock_timeout', ${String(Math.min(waitBudget(), LONGEST_LOCK_MS))}, true)`;
};

const LONGEST_LOCK_MS = 3_000;
const ATTEMPTS = 6;

/** What one try of a transaction has come to, for whoever stops waiting for it. */
type Try = { begun: () => void; givenUp: boolean; committing: boolean };

/** Says once, to whoever answers the request, that it was the database. */
function unavailable(committing = false): AppError {
  markDatabaseAway();
  return new AppError(
    "UNAVAILABLE",
    committing
      ? "The database did not answer in time. It may have been saved anyway: check before you send it again."
      : "The database does not answer in time. Nothing was changed; try again in a moment.",
  );
}

async function attempt<T>(run: (own: Try) => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    const own: Try = { begun: () => {}, givenUp: false, committing: false };
    try {
      return await whileAnswering((begun) => run(Object.assign(own, { begun })));
    } catch (error) {
      own.givenUp = true;
      if (isRetryable(error) && n < ATTEMPTS) {
        await new Promise((done) => setTimeout(done, Math.random() * 20 * 2 ** n)); // jitter, or the same writers meet again
        continue;
      }
      if (isRetryable(error)) throw unavailable(); // it said itself that nothing came of it
      if (isOutage(error)) throw unavailable(own.committing);
      throw error;
    }
  }
}

function checkWaitedFor(own: Try): void {
  if (own.givenUp) throw new Unanswered();
}

/** What was given up was answered as not done: so it is not done either, should the database come to itself. */
function toCommit(own: Try): void {
  checkWaitedFor(own);
  own.committing = true;
}

async function open(own: Try, tx: Tx, scope: Prisma.Sql): Promise<void> {
  checkWaitedFor(own);
  own.begun();
  await tx.$queryRaw(scope);
}

/**
 * One read of a page: every query inside sees the same moment. Row-level policies answer for `scope`.
 * Throws UNAVAILABLE when the database does not answer.
 */
export function reading<T>(scope: Scope, run: (tx: Tx) => Promise<T>, plans: Plans = "fresh"): Promise<T> {
  return attempt((own) =>
    db.$transaction(
      async (tx) => {
        await open(own, tx, setScope(scope, plans));
        return run(tx);
      },
      { isolationLevel: "RepeatableRead", maxWait: LONGEST_WAIT_MS, timeout: 15_000 },
    ),
  );
}

/**
 * One write, with its audit row, all or nothing. `run` may be called again after a serialization failure or deadlock, so it has no
 * effect outside the transaction. Lock what you change.
 * Throws UNAVAILABLE when the database does not answer; its message says whether something may have been changed.
 */
export function writing<T>(scope: Scope, run: (tx: Tx) => Promise<T>, plans: Plans = "fresh"): Promise<T> {
  return attempt((own) =>
    db.$transaction(
      async (tx) => {
        await open(own, tx, setScope(scope, plans));
        const result = await run(tx);
        toCommit(own);
        return result;
      },
      { maxWait: LONGEST_WAIT_MS, timeout: 30_000 },
    ),
  );
}

/** A connection of the pool, in a transaction for that scope. Throws UNAVAILABLE; a connection that comes later goes back. */
async function begin(from: Pool, scope: Scope): Promise<PoolClient> {
  let givenUp = false;
  try {
    return await whileAnswering(async (begun) => {
      const client = await from.connect();
      try {
        if (givenUp) throw new Unanswered();
        begun();
        const set = setScope(scope);
        await client.query("BEGIN");
        await client.query(set.text, set.values);
        if (givenUp) throw new Unanswered();
        return client;
      } catch (error) {
        client.release(true);
        throw error;
      }
    }, from);
  } catch (error) {
    givenUp = true;
    throw isOutage(error) ? unavailable() : error;
  }
}

/**
 * A transaction on a bare connection, for COPY and long set-based work. `statementTimeoutMs` 0 lifts the limit. Throws UNAVAILABLE when no
 * connection is had, or when the database did not answer the commit: its message says that it may have been done.
 */
export function bulkWriting<T>(scope: Scope, run: (client: PoolClient) => Promise<T>, statementTimeoutMs = 0): Promise<T> {
  return onConnection(pool, scope, async (client) => {
    await client.query("SELECT set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', '0', true)", [
      String(statementTimeoutMs),
    ]);
    return run(client);
  });
}

/**
 * A transaction of the installation for somebody who has not signed in yet, on connections of its own: however many ask, nobody's page
 * waits for one of them. Throws UNAVAILABLE when the database does not answer.
 */
export const beforeSignIn = <T>(run: (sql: Sql) => Promise<T>): Promise<T> =>
  attempt((own) => {
    own.begun(); // the connection is waited for below
    return onConnection(signInPool, "system", (client) => run(onClient(client)), own);
  });

async function onConnection<T>(from: Pool, scope: Scope, run: (client: PoolClient) => Promise<T>, own?: Try): Promise<T> {
  const client = await begin(from, scope);
  let failure: Error | undefined;
  let committing = false;
  try {
    const result = await run(client);
    if (own) toCommit(own);
    committing = true;
    await client.query("COMMIT");
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    await client.query("ROLLBACK").then(
      () => {
        failure = undefined;
      },
      () => {},
    ); // a connection that cannot roll back is thrown away
    throw committing && isOutage(error) ? unavailable(true) : error;
  } finally {
    client.release(failure);
  }
}

/** Ends the statement another connection of ours is in, in one round trip; between two statements it does nothing. */
export const cancelStatement = (pid: number) => pool.query("SELECT pg_cancel_backend($1::int)", [pid]);
