import "server-only";
import { now } from "@/lib/clock";
import { companyOf } from "@/lib/company/queries";
import { SUMMARY_COLUMNS, SUMMARY_TABLES } from "@/lib/kpis/queries/rows";
import { Prisma } from "@/lib/platform/db/client";
import type { Area } from "@/lib/platform/db/generated/client";
import type { Sql } from "@/lib/platform/db/sql";
import { type SignalSummary, toSignalRow } from "../row";

/** Open signals, the worst first. At most `limit`. */
export async function listSignals(sql: Sql, filter: { area?: Area; departmentIds?: readonly string[]; kpiId?: string }, limit = 8) {
  // Found with narrow rows; only listed ones are joined to their details.
  const rows = await sql.query<SignalSummary & { company: unknown }>(Prisma.sql`
    WITH worst AS MATERIALIZED (
      SELECT g.id, g.kpi_id, g.tone, g.severity, k.code, count(*) OVER ()::int AS total
      FROM signal g JOIN kpi_summary s ON s.kpi_id = g.kpi_id JOIN kpi k ON k.id = g.kpi_id
      WHERE g.kind = 'process' AND g.state <> 'closed' AND NOT s.archived
        ${filter.area === undefined ? Prisma.empty : Prisma.sql`AND s.areas @> ARRAY[${filter.area}::area]`}
        ${filter.departmentIds === undefined ? Prisma.empty : Prisma.sql`AND s.department_id = ANY (${[...filter.departmentIds]}::uuid[])`}
        ${filter.kpiId === undefined ? Prisma.empty : Prisma.sql`AND s.kpi_id = ${filter.kpiId}::uuid`}
      ORDER BY (g.tone = 'worse') DESC, g.severity DESC, k.code LIMIT ${limit}
    )
    SELECT ${SUMMARY_COLUMNS}, g.id::text AS "signalId", g.rules, g.tone, g.state::text AS "signalState", g.period_start::text AS "signalPeriod",
      to_json(g.opened_at)#>>'{}' AS "openedAt", w.total AS "signalCount",
      (SELECT value FROM setting WHERE key = 'company') AS company
    FROM worst w JOIN signal g ON g.id = w.id JOIN (${SUMMARY_TABLES}) ON k.id = w.kpi_id
    ORDER BY (w.tone = 'worse') DESC, w.severity DESC, w.code`);
  const { calendar } = companyOf(rows[0]?.company);
  return { rows: rows.map((row) => toSignalRow(row, now().toISOString(), calendar)), total: rows[0]?.signalCount ?? 0 };
}
