import "server-only";
import { env } from "@/lib/env";
import { pool } from "@/lib/platform/db/client";
import { presence } from "@/lib/platform/db/waiting/answering";

const PATIENCE_MS = 2_500;

/** Whether requests can be served, and if not a reason that reveals nothing. */
export type Readiness = "ready" | "database" | "migrations";

async function missingMigrations(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  const applied = new Set(rows.map((row) => row.name));
  return env.BUILD_MIGRATIONS.split(",").filter((name) => name !== "" && !applied.has(name));
}

/**
 * "ready" if the database answers within 2.5 s and has every migration this build was made for; "database" if it does not answer;
 * "migrations" if one is missing. Never throws.
 */
export async function readiness(): Promise<Readiness> {
  if (presence.isAway) return "database";
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error("late")), PATIENCE_MS);
  });
  try {
    return (await Promise.race([missingMigrations(), late])).length === 0 ? "ready" : "migrations";
  } catch {
    return "database";
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Whether pages cannot be shown because the database is away. Asks only when this process has no connection, as after the database stopped;
 * otherwise it costs nothing, and the first request left without an answer tells the next ones.
 */
export const isDatabaseAway = async (): Promise<boolean> => presence.isAway || (pool.totalCount === 0 && !(await presence.look()));
