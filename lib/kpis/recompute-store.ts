import "server-only";
import { Prisma } from "@/lib/db/client";
import { identifier } from "@/lib/db/identifier";
import type { Sql } from "@/lib/db/sql";

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

/** Every department's subtree, itself included; null for the company itself: all records. */
export async function departmentTree(sql: Sql): Promise<{ below: (id: string) => string[] | null }> {
  const rows = await sql.query<{ id: string; parent: string | null }>(
    Prisma.sql`SELECT id::text, parent_id::text AS parent FROM department`,
  );
  const children = Map.groupBy(rows, (row) => row.parent);
  const roots = new Set((children.get(null) ?? []).map((row) => row.id));
  const subtree = (id: string): string[] => [id, ...(children.get(id) ?? []).flatMap((row) => subtree(row.id))];
  return { below: (id) => (roots.has(id) ? null : subtree(id)) };
}

let tables = 0;

/**
 * Replaces the current versions of computed KPIs by what `fill` puts into the table it is given (kpi_id, period_start, numerator,
 * denominator, value, state), only where something differs; a period it does not fill has no current version after it.
 * Answers how many versions are new.
 */
export async function newVersions(
  sql: Sql,
  kpiIds: readonly string[],
  at: Date,
  importId: bigint | null,
  fill: (computed: Prisma.Sql) => Promise<void>,
): Promise<number> {
  tables += 1;
  const computed = identifier(`computed_${tables}`);
  await sql.query(Prisma.sql`CREATE TEMPORARY TABLE ${computed} (kpi_id uuid, period_start date, numerator numeric(30, 10), denominator numeric(30, 10),
    value numeric(30, 10), state measurement_state, PRIMARY KEY (kpi_id, period_start)) ON COMMIT DROP`);
  await fill(computed);
  await sql.query(Prisma.sql`UPDATE measurement AS m SET superseded_at = greatest(m.recorded_at, ${at}::timestamptz)
    WHERE m.kpi_id = ANY (${[...kpiIds]}::uuid[]) AND m.series = 'actual' AND m.superseded_at IS NULL AND NOT EXISTS (
      SELECT FROM ${computed} AS c WHERE c.kpi_id = m.kpi_id AND c.period_start = m.period_start AND c.value IS NOT DISTINCT FROM m.value
        AND c.numerator IS NOT DISTINCT FROM m.numerator AND c.denominator IS NOT DISTINCT FROM m.denominator AND c.state = m.state)`);
  const [written] = await sql.query<{ count: number }>(Prisma.sql`
    WITH added AS (
      INSERT INTO measurement (kpi_id, series, period_start, value, numerator, denominator, state, version, import_id, recorded_at)
      SELECT c.kpi_id, 'actual', c.period_start, c.value, c.numerator, c.denominator, c.state, 1 + coalesce((
        SELECT max(h.version) FROM measurement h WHERE h.kpi_id = c.kpi_id AND h.period_start = c.period_start AND h.series = 'actual' AND h.superseded_at IS NOT NULL), 0),
        ${importId}::bigint, ${at}::timestamptz
      FROM ${computed} AS c WHERE NOT EXISTS (SELECT FROM measurement m
        WHERE m.kpi_id = c.kpi_id AND m.series = 'actual' AND m.period_start = c.period_start AND m.superseded_at IS NULL)
      RETURNING 1)
    SELECT count(*)::int AS count FROM added`);
  return written?.count ?? 0;
}
