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
 * Whom the row-level policies apply to: one person, or the installation itself (sign-in, jobs, first start). The audit log names the same
 * actor: the person, the installation, or the person the installation works for (`systemFor`).
 */
export type Scope = Reader | "system" | { actsFor: Reader };

/** The installation's scope on behalf of a person: for changes already authorised that touch rows no person can read directly. */
export const systemFor = (actor: Reader | "system"): Scope => (actor === "system" ? "system" : { actsFor: actor });

/**
 * For a transaction of the installation that learns only later who acts, such as a sign-in: from here on it acts for that person. It has no
 * effect in a person's own transaction.
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
 * "kept": each statement is planned once per connection, for any values. "fresh": the database decides between that and planning for the
 * current values. With row policies, planning a statement that finds its rows by key takes longer than running it.
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

/** State of one attempt at a transaction. The caller may stop waiting before it ends. */
type Try = { begun: () => void; givenUp: boolean; committing: boolean };

/** Records for the request that the database was the cause, and returns the error to throw. */
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
        await new Promise((done) => setTimeout(done, Math.random() * 20 * 2 ** n)); // random delay, or the same writers would collide again
        continue;
      }
      if (isRetryable(error)) throw unavailable(); // the database itself reported that nothing was saved
      if (isOutage(error)) throw unavailable(own.committing);
      throw error;
    }
  }
}

function checkWaitedFor(own: Try): void {
  if (own.givenUp) throw new Unanswered();
}

/**
 * Marks the transaction as committing. Throws if nobody waits for it any more: do not commit if the caller has already been told it failed.
 */
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
 * One read of a page: all queries in it see the same moment. Row-level policies apply for `scope`. Throws UNAVAILABLE if the database does
 * not answer.
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
 * One write with its audit row, all or nothing. `run` may be called again after a serialization failure or deadlock, so it must have no
 * effect outside the transaction. Lock the rows you change. Throws UNAVAILABLE if the database does not answer; its message says whether
 * something may have been saved.
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

/**
 * A connection from the pool, in a transaction for that scope. Throws UNAVAILABLE; a connection that arrives too late is returned to the
 * pool.
 */
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
 * A transaction on a bare connection, for COPY and long set-based work. `statementTimeoutMs` 0 removes the limit. Throws UNAVAILABLE if no
 * connection is available, or if the database did not answer the commit; the message then says that it may have been saved.
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
 * A transaction of the installation for somebody who has not signed in yet, on separate connections: however many people sign in, no page
 * waits for one of them. Throws UNAVAILABLE if the database does not answer.
 */
export const beforeSignIn = <T>(run: (sql: Sql) => Promise<T>): Promise<T> =>
  attempt((own) => {
    own.begun(); // waiting for the connection happens below
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
    ); // a connection that cannot roll back is discarded
    throw committing && isOutage(error) ? unavailable(true) : error;
  } finally {
    client.release(failure);
  }
}

/** Cancels the statement running on another of our connections, in one round trip; does nothing between two statements. */
export const cancelStatement = (pid: number) => pool.query("SELECT pg_cancel_backend($1::int)", [pid]);
