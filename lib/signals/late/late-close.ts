import "server-only";
import { dayOf } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/**
 * Closes the late signals of these KPIs, whose values have arrived, and those of a source if no KPI in its department or below is late any
 * more on the day of `at`; each with its event, in the transaction of the value. `kpiIds` must not be late. Returns how many were closed.
 */
export async function closeLateSignals(sql: Sql, kpiIds: readonly string[], at: Date): Promise<number> {
  if (kpiIds.length === 0) return 0;
  const day = dayOf(at);
  const [closed] = await sql.query<{ n: number }>(Prisma.sql`
    WITH RECURSIVE source AS (SELECT g.id, g.record_kind_id, g.department_id FROM signal g WHERE g.kind = 'source' AND g.state <> 'closed'
        AND g.record_kind_id IN (SELECT k.record_kind_id FROM kpi k WHERE k.id = ANY (${[...kpiIds]}::uuid[]))),
    below (id, department_id) AS (SELECT id, department_id FROM source
      UNION ALL SELECT below.id, d.id FROM below JOIN department d ON d.parent_id = below.department_id),
    ended AS (UPDATE signal AS g SET state = 'closed', closed_at = ${at}::timestamptz, version = version + 1
      WHERE g.state <> 'closed' AND ((g.kind = 'late' AND g.kpi_id = ANY (${[...kpiIds]}::uuid[]))
        OR (g.id IN (SELECT id FROM source) AND NOT EXISTS (SELECT FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id
            WHERE k.record_kind_id = g.record_kind_id AND k.archived_at IS NULL AND s.late_from <= ${day}::date
              AND k.department_id IN (SELECT b.department_id FROM below b WHERE b.id = g.id))))
      RETURNING g.id, g.kind),
    told AS (INSERT INTO signal_event (signal_id, at, step, text)
      SELECT id, ${at}::timestamptz, 'closed', CASE kind WHEN 'source' THEN 'The records came in.' ELSE 'The value came in.' END FROM ended)
    SELECT count(*)::int AS n FROM ended`);
  return closed?.n ?? 0;
}
