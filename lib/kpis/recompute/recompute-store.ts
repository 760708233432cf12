import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

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

/**
 * Replaces the current versions of computed KPIs with the rows of `computed` (kpi_id, period_start, numerator, denominator, value, state),
 * only where they differ; a period missing there has no current version afterwards. Returns how many versions are new. One statement
 * without a temporary table: the web server's role may not create one, and it is not worth one for a single value.
 */
export async function newVersions(
  sql: Sql,
  kpiIds: readonly string[],
  at: Date,
  importId: bigint | null,
  computed: Prisma.Sql,
): Promise<number> {
  // A full join is never done row by row, however few rows the planner expects. Every part sees the previous state. The unique index needs
  // the old versions to end before the new ones begin; asking for the count of the old ones ensures that.
  const [written] = await sql.query<{ count: number }>(Prisma.sql`
    WITH compared AS MATERIALIZED (
      SELECT c.kpi_id, c.period_start, c.numerator, c.denominator, c.value, c.state, m.id AS current_id, m.version,
        coalesce(c.state = m.state, false) AND c.value IS NOT DISTINCT FROM m.value AND c.numerator IS NOT DISTINCT FROM m.numerator
          AND c.denominator IS NOT DISTINCT FROM m.denominator AS same
      FROM (${computed}) AS c FULL JOIN (
        SELECT * FROM measurement WHERE kpi_id = ANY (${[...kpiIds]}::uuid[]) AND series = 'actual' AND superseded_at IS NULL) AS m
        ON m.kpi_id = c.kpi_id AND m.period_start = c.period_start),
    gone AS (
      UPDATE measurement AS m SET superseded_at = greatest(m.recorded_at, ${at}::timestamptz)
      FROM compared AS c WHERE m.id = c.current_id AND NOT c.same RETURNING 1),
    added AS (
      INSERT INTO measurement (kpi_id, series, period_start, value, numerator, denominator, state, version, import_id, recorded_at)
      SELECT c.kpi_id, 'actual', c.period_start, c.value, c.numerator, c.denominator, c.state, 1 + greatest(c.version, (
        SELECT max(h.version) FROM measurement h WHERE h.kpi_id = c.kpi_id AND h.period_start = c.period_start AND h.series = 'actual' AND h.superseded_at IS NOT NULL), 0),
        ${importId}::bigint, ${at}::timestamptz
      FROM compared AS c WHERE c.kpi_id IS NOT NULL AND NOT c.same AND (SELECT count(*) FROM gone) >= 0
      RETURNING 1)
    SELECT count(*)::int AS count FROM added`);
  return written?.count ?? 0;
}
