import "server-only";
import { getCompany } from "@/lib/company/queries";
import type { AsOf } from "@/lib/kpis/as-of";
import { onDate } from "@/lib/kpis/queries/as-of";
import type { KpiSummaryRow } from "@/lib/kpis/summary/row";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { SignalState } from "../life/states";
import { stepOf, stepsThat } from "../life/steps";
import { type SignalRow, toSignalRow } from "../row";

type OpenSignal = {
  signalId: string;
  kpiId: string;
  rules: string[];
  tone: "better" | "worse" | "neutral";
  signalState: SignalState;
  signalPeriod: string;
  openedAt: string;
  signalCount: number;
};

/** Steps that change the state; others leave it unchanged, and undone steps are ignored. */
const MOVING = stepsThat(({ after }) => after !== null);

type Kind = "process" | "late";

/**
 * The signals of these KPIs that were open at a moment, each in its state at that time; the worst first, at most `limit`. Rules and
 * direction are the current ones, because they are not stored per day.
 */
export async function signalsAsOf(
  sql: Sql,
  kpiIds: readonly string[],
  asOf: AsOf,
  kinds: readonly Kind[] = ["process"],
  limit = 8,
): Promise<OpenSignal[]> {
  const rows = await sql.query<OpenSignal & { step: string | null; follows: string }>(Prisma.sql`
    SELECT g.id::text AS "signalId", g.kpi_id::text AS "kpiId", g.rules, g.tone, g.state::text AS "signalState", g.period_start::text AS "signalPeriod",
      to_json(g.opened_at)#>>'{}' AS "openedAt", count(*) OVER ()::int AS "signalCount", l.step,
      coalesce((SELECT n.before->>'state' FROM signal_event n WHERE n.signal_id = g.id AND n.id > l.id AND n.before ? 'state' ORDER BY n.id LIMIT 1), g.state::text) AS follows
    FROM signal g LEFT JOIN LATERAL (
      SELECT e.id, e.step FROM signal_event e WHERE e.signal_id = g.id AND e.at <= ${asOf.at}::timestamptz AND e.step = ANY (${MOVING}::text[])
          AND NOT EXISTS (SELECT FROM signal_event u WHERE u.signal_id = g.id AND u.id > e.id AND u.at <= ${asOf.at}::timestamptz
            AND ((u.step = 'undone' AND u.text = e.step) OR (u.step = 'returned' AND e.step IN ('recovered', 'verified'))))
        ORDER BY e.id DESC LIMIT 1) AS l ON true
    WHERE g.kpi_id = ANY (${[...kpiIds]}::uuid[]) AND g.kind::text = ANY (${[...kinds]}::text[])
      AND g.opened_at <= ${asOf.at}::timestamptz AND (g.closed_at IS NULL OR g.closed_at > ${asOf.at}::timestamptz)
    ORDER BY (g.tone = 'worse') DESC, g.severity DESC, g.id LIMIT ${limit}`);
  return rows.map(({ step, follows, ...row }) => ({ ...row, signalState: stepOf(step ?? "opened")?.after?.(follows) ?? "open" }));
}

/** The open signals of the given KPIs for a list, with the line and limits of that day. */
export async function signalRowsAsOf(
  sql: Sql,
  rows: readonly KpiSummaryRow[],
  asOf: AsOf,
  limit = 8,
): Promise<{ rows: SignalRow[]; total: number }> {
  const { calendar } = await getCompany(sql);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const open = await signalsAsOf(sql, [...byId.keys()], asOf, ["process"], limit);
  return {
    rows: open.flatMap(({ kpiId, ...signal }) => {
      const row = byId.get(kpiId);
      return row ? [onDate(toSignalRow({ ...row, ...signal }, asOf.at, calendar), asOf)] : [];
    }),
    total: open[0]?.signalCount ?? 0,
  };
}
