import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/env";
import { Prisma, PrismaClient } from "./generated/client";

function create() {
  // Without these limits one slow query or a stopped database would hold every request for ever.
  const pool = new pg.Pool({
    connectionString: env.DATABASE_URL,
    max: Number(env.DATABASE_POOL),
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    lock_timeout: 3_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: "coo-command-center",
  });
  pool.on("error", () => {}); // an idle connection that the server closed; the pool replaces it
  return { pool, db: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

// One pool per process: reloads in development would otherwise open another at every save.
const held = globalThis as unknown as { cooDatabase?: ReturnType<typeof create> };
held.cooDatabase ??= create();
export const { pool, db } = held.cooDatabase;

export { Prisma };
export type Tx = Parameters<Parameters<typeof db.$transaction>[0]>[0];
