import "server-only";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/env";
import { Prisma, PrismaClient } from "@/lib/platform/db/generated/client";

/** Statements whose plan the server keeps, per connection. A query composed in more ways than this is planned each time. */
const KEPT = 400;

/** Kinds of statement that have a plan. */
const PLANNED = /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE|\()/i;

/**
 * Names statements, so that each connection plans them once: with row-level policies, planning a page's statements takes longer than
 * running them.
 */
function statementNames() {
  const names = new Map<string, string>();
  return ({ sql }: { sql: string }): string => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= KEPT || !PLANNED.test(sql)) return "";
    const name = createHash("sha256").update(sql).digest("base64url").slice(0, 22);
    names.set(sql, name);
    return name;
  };
}

/** Connections for requests before sign-in; no page waits for them. */
const FOR_SIGN_IN = 2;

function makePool(max: number) {
  // Without these limits one slow query or a stopped database would hold every request forever.
  const pool = new pg.Pool({
    connectionString: env.DATABASE_URL,
    max,
    allowExitOnIdle: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    lock_timeout: 3_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: "coo-command-center",
    options: "-c jit=off", // compiling a statement that runs for milliseconds costs more than it saves
  });
  pool.on("error", () => {}); // an idle connection was closed by the server; the pool replaces it
  return pool;
}

function create() {
  const pool = makePool(Number(env.DATABASE_POOL));
  return {
    pool,
    signInPool: makePool(FOR_SIGN_IN),
    db: new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }) }),
  };
}

// One pool per process: otherwise each reload in development would open another.
const held = globalThis as unknown as { cooDatabase?: ReturnType<typeof create> };
held.cooDatabase ??= create();
export const { pool, signInPool, db } = held.cooDatabase;

export { Prisma };
export type Tx = Parameters<Parameters<typeof db.$transaction>[0]>[0];
