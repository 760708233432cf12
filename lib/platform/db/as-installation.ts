import "server-only";
import { Prisma } from "./client";
import type { Sql } from "./sql";

/**
 * Runs `run` with the installation's scope inside the caller's transaction, then restores the caller's scope. Consequences of a value must
 * be written wherever they belong, even where the person who entered the value may not read. `run` must not return rows to the caller.
 * `plans` "kept": statements are planned once per connection, whatever their values, until the transaction ends. Use it for one or a few
 * values: with row-level policies planning takes five times as long as running. Long set-based work is better planned each time.
 */
export async function asInstallation<T>(sql: Sql, run: () => Promise<T>, plans: "kept" | "auto" = "auto"): Promise<T> {
  const set = (value: string) => sql.query(Prisma.sql`SELECT set_config('app.system', ${value}, true)`);
  // Reads the current settings first (OFFSET 0 ensures the order) in the same statement as the change, because it runs before every
  // recorded value. JIT is off: compiling a statement that runs once costs more than it saves.
  const [before] = await sql.query<{
    system: string | null;
  }>(Prisma.sql`SELECT held.system, set_config('app.system', 'on', true), set_config('jit', 'off', true),
      set_config('plan_cache_mode', ${plans === "kept" ? "force_generic_plan" : "auto"}, true)
    FROM (SELECT current_setting('app.system', true) AS system OFFSET 0) AS held`);
  let result: T;
  try {
    result = await run();
  } catch (error) {
    await set(before?.system ?? "").catch(() => {}); // an aborted transaction refuses this, and its end restores the settings anyway
    throw error;
  }
  await set(before?.system ?? "");
  return result;
}
