import "server-only";
import { Prisma } from "./client";
import type { Sql } from "./sql";

/**
 * Runs `run` as the installation itself inside the caller's transaction, then gives the caller's scope back: what follows from a value is
 * written wherever it belongs, also where the person who entered the value may not read. `run` must not hand rows to the caller.
 * `plans` "kept": its statements are planned once per connection, whatever their values, until the transaction ends. For a value or a
 * few: with row-level policies planning takes five times as long as running. Long set-based work is better planned each time.
 */
export async function asInstallation<T>(sql: Sql, run: () => Promise<T>, plans: "kept" | "auto" = "auto"): Promise<T> {
  const set = (value: string) => sql.query(Prisma.sql`SELECT set_config('app.system', ${value}, true)`);
  // What held is read first (OFFSET 0 keeps it so), all in one statement: it stands before every recorded value. And compiling a
  // statement that runs once costs more than it saves.
  const [before] = await sql.query<{
    system: string | null;
  }>(Prisma.sql`SELECT held.system, set_config('app.system', 'on', true), set_config('jit', 'off', true),
      set_config('plan_cache_mode', ${plans === "kept" ? "force_generic_plan" : "auto"}, true)
    FROM (SELECT current_setting('app.system', true) AS system OFFSET 0) AS held`);
  let result: T;
  try {
    result = await run();
  } catch (error) {
    await set(before?.system ?? "").catch(() => {}); // an aborted transaction refuses, and its end restores it
    throw error;
  }
  await set(before?.system ?? "");
  return result;
}
