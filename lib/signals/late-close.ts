import "server-only";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";

/**
 * Closes the late signals of these KPIs, whose value has landed, and those of a source none of whose KPIs is late any more on the day of
 * `at`; each with its event, in the transaction that brought the value. `kpiIds` must not be late. Answers how many were closed.
 */
export async function closeLate(sql: Sql, kpiIds: readonly string[], at: Date): Promise<number> {
  if (kpiIds.length === 0) return 0;
  const day = at.toISOString().slice(0, 10);
  const [closed] = await sql.query<{ n: number }>(Prisma.sql`
    WITH ended AS (UPDATE signal AS g SET state = 'closed', closed_at = ${at}::timestamptz, version = version + 1
      WHERE g.state <> 'closed' AND ((g.kind = 'late' AND g.kpi_id = ANY (${[...kpiIds]}::uuid[]))
        OR (g.kind = 'source' AND g.record_kind_id IN (SELECT k.record_kind_id FROM kpi k WHERE k.id = ANY (${[...kpiIds]}::uuid[]))
          AND NOT EXISTS (SELECT FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id
            WHERE k.record_kind_id = g.record_kind_id AND k.archived_at IS NULL AND s.late_from <= ${day}::date)))
      RETURNING g.id, g.kind),
    told AS (INSERT INTO signal_event (signal_id, at, step, text)
      SELECT id, ${at}::timestamptz, 'closed', CASE kind WHEN 'source' THEN 'The records came in.' ELSE 'The value came in.' END FROM ended)
    SELECT count(*)::int AS n FROM ended`);
  return closed?.n ?? 0;
}
