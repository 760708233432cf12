import "server-only";
import { dayOf } from "@/lib/clock";
import type { SummaryWritten } from "@/lib/kpis/recompute/summaries-written";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { closeLateSignals } from "../late/late-close";
import type { OpenSignal } from "./life";
import { moveSignals } from "./move";

/**
 * Updates the signals of KPIs whose summary was just written, in the same transaction: opens, changes or closes them according to their
 * charts, and closes late signals whose value has arrived.
 */
export async function followSummaries(sql: Sql, { rows, at }: { rows: readonly SummaryWritten[]; at: Date }): Promise<void> {
  const day = dayOf(at);
  const open = await openOf(
    sql,
    rows.map((row) => row.kpiId),
  );
  await moveSignals(
    sql,
    rows.map((row) => ({ ...row, open: open.get(row.kpiId)?.open ?? null })),
    at,
  );
  await closeLateSignals(
    sql,
    rows.filter((row) => open.get(row.kpiId)?.lateSignal && (row.lateFrom === null || row.lateFrom > day)).map((row) => row.kpiId),
    at,
  );
}

/** `lateSignal`: a signal about its own lateness, or its source's, is open. */
type Open = { kpiId: string; open: OpenSignal | null; lateSignal: boolean };

async function openOf(sql: Sql, kpiIds: readonly string[]): Promise<Map<string, Open>> {
  const rows = await sql.query<Open>(Prisma.sql`
    SELECT k.id::text AS "kpiId",
      (SELECT json_build_object('id', g.id, 'state', g.state, 'tone', g.tone, 'level', g.level, 'reach', g.reach, 'periodStart', g.period_start, 'lastPeriod', g.last_period,
          'quietPoints', g.quiet_points, 'recoveredFrom', CASE WHEN g.state = 'verified' THEN (
            SELECT e.before->>'state' FROM signal_event e WHERE e.signal_id = g.id AND e.step = 'verified' ORDER BY e.id DESC LIMIT 1) END)
        FROM signal g WHERE g.kpi_id = k.id AND g.kind = 'process' AND g.state <> 'closed' FOR UPDATE) AS open,
      EXISTS (SELECT FROM signal g WHERE g.kind = 'late' AND g.kpi_id = k.id AND g.state <> 'closed')
        OR EXISTS (SELECT FROM signal g WHERE g.record_kind_id = k.record_kind_id AND g.state <> 'closed') AS "lateSignal"
    FROM kpi k WHERE k.id = ANY (${[...kpiIds]}::uuid[])`);
  return new Map(rows.map((row) => [row.kpiId, row]));
}
