import "server-only";
import type { Pool, PoolClient } from "pg";
import type { Viewer } from "@/lib/auth/viewer";
import { pinnedNow } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { db, Prisma, pool, signInPool, type Tx } from "./client";
import { isOutage, isRetryable } from "./failures";
import { onClient, type Sql } from "./sql";

/**
 * For whom the row-level policies of the database answer: one person, or the installation itself (sign-in, jobs, first start). The audit
 * log names whoever this says: the person; the installation; or, where the installation works for somebody (`systemFor`), them.
 */
export type Scope = Viewer | "system" | { actsFor: Viewer };

/** The installation's scope, in somebody's name: what they may do has been decided, and reaches rows that nobody reads by themself. */
export const systemFor = (actor: Viewer | "system"): Scope => (actor === "system" ? "system" : { actsFor: actor });

/**
 * In a transaction of the installation that finds out on its way who acts, as a sign-in does: from here on it acts for them. In a
 * person's own transaction it changes nothing, since that one is theirs.
 */
export const actFor = (sql: Sql, viewer: Viewer): Promise<unknown> =>
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
    set_config('app.now', ${pinnedNow()}, true), set_config('plan_cache_mode', ${plans === "kept" ? "force_generic_plan" : "auto"}, true)`;
};

const ATTEMPTS = 6;

async function attempt<T>(run: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await run();
    } catch (error) {
      if (isRetryable(error) && n < ATTEMPTS) {
        await new Promise((done) => setTimeout(done, Math.random() * 20 * 2 ** n)); // jitter, or the same writers meet again
        continue;
      }
      if (isOutage(error) || isRetryable(error))
        throw new AppError("UNAVAILABLE", "The database does not answer in time. Nothing was changed; try again in a moment.");
      throw error;
    }
  }
}

/**
 * One read of a page: every query inside sees the same moment. Row-level policies answer for `scope`.
 * Throws UNAVAILABLE when the database does not answer.
 */
export function reading<T>(scope: Scope, run: (tx: Tx) => Promise<T>, plans: Plans = "fresh"): Promise<T> {
  return attempt(() =>
    db.$transaction(
      async (tx) => {
        await tx.$queryRaw(setScope(scope, plans));
        return run(tx);
      },
      { isolationLevel: "RepeatableRead", maxWait: 5_000, timeout: 15_000 },
    ),
  );
}

/**
 * One write, with its audit row, all or nothing. `run` may be called again after a serialization failure or deadlock, so it has no
 * effect outside the transaction. `isolation` "Serializable" where an invariant spans rows; otherwise lock what you change.
 */
export function writing<T>(
  scope: Scope,
  run: (tx: Tx) => Promise<T>,
  isolation: "ReadCommitted" | "Serializable" = "ReadCommitted",
  plans: Plans = "fresh",
): Promise<T> {
  return attempt(() =>
    db.$transaction(
      async (tx) => {
        await tx.$queryRaw(setScope(scope, plans));
        return run(tx);
      },
      // What is the database's own default need not be said each time.
      { ...(isolation !== "ReadCommitted" && { isolationLevel: isolation }), maxWait: 5_000, timeout: 30_000 },
    ),
  );
}

/** A transaction on a bare connection, for COPY and long set-based work. `statementTimeoutMs` 0 lifts the limit. */
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
  attempt(() => onConnection(signInPool, "system", (client) => run(onClient(client))));

async function onConnection<T>(from: Pool, scope: Scope, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await from.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    const set = setScope(scope);
    await client.query(set.text, set.values);
    const result = await run(client);
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
    throw error;
  } finally {
    client.release(failure);
  }
}

/** Ends the statement another connection of ours is in, in one round trip; between two statements it does nothing. */
export const cancelStatement = (pid: number) => pool.query("SELECT pg_cancel_backend($1::int)", [pid]);
