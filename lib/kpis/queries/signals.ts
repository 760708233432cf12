import "server-only";
import { now } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import type { Area } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/sql";
import { type SignalSummary, toSignalRow } from "../signal-row";
import { SUMMARY_COLUMNS, SUMMARY_TABLES } from "./rows";

/** Open signals, the worst first. At most `limit`. */
export async function listSignals(sql: Sql, filter: { area?: Area; departmentIds?: readonly string[]; kpiId?: string }, limit = 8) {
  const rows = await sql.query<SignalSummary>(Prisma.sql`
    SELECT ${SUMMARY_COLUMNS}, g.id::text AS "signalId", g.rules, g.tone, g.state::text AS "signalState", g.period_start::text AS "signalPeriod",
      to_json(g.opened_at)#>>'{}' AS "openedAt", count(*) OVER ()::int AS "signalCount"
    FROM ${SUMMARY_TABLES} JOIN signal g ON g.kpi_id = k.id AND g.kind = 'process' AND g.state <> 'closed'
    WHERE k.archived_at IS NULL
      ${filter.area === undefined ? Prisma.empty : Prisma.sql`AND k.areas @> ARRAY[${filter.area}::area]`}
      ${filter.departmentIds === undefined ? Prisma.empty : Prisma.sql`AND k.department_id = ANY (${[...filter.departmentIds]}::uuid[])`}
      ${filter.kpiId === undefined ? Prisma.empty : Prisma.sql`AND k.id = ${filter.kpiId}::uuid`}
    ORDER BY (g.tone = 'worse') DESC, g.severity DESC, k.code LIMIT ${limit}`);
  return { rows: rows.map((row) => toSignalRow(row, now().toISOString())), total: rows[0]?.signalCount ?? 0 };
}
