import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { dayOf } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { notifyKpis } from "@/lib/platform/live/notify";
import { mapInPieces } from "@/lib/platform/work/in-pieces";
import type { KpiAnnotation, KpiPoint } from "../chart/chart-limits";
import type { DatedTarget } from "../summary/status";
import { type SummaryKpi, summarise } from "../summary/summary";
import { type SummaryWritten, summariesWritten } from "./summaries-written";

/** KPIs per batch: their points pass through memory as text. */
const BATCH = 200;

type Loaded = SummaryKpi & {
  id: string;
  aggregation: string;
  targets: DatedTarget[] | null;
  annotations: KpiAnnotation[] | null;
  /** "2014-05-01,66.5,133,200,f;..." in order of period */
  points: string | null;
};

/**
 * Writes the kpi_summary row of every given KPI, and notifies listeners in the same transaction as well as open pages. Returns how many.
 */
export async function writeSummaries(sql: Sql, kpiIds: readonly string[], at: Date, calendar: FiscalCalendar): Promise<number> {
  const day = dayOf(at);
  let written = 0;
  for (let from = 0; from < kpiIds.length; from += BATCH) {
    const loaded = await load(sql, kpiIds.slice(from, from + BATCH));
    const rows = await mapInPieces(loaded, ({ id, targets, annotations, points, aggregation, ...kpi }) => ({
      ...summarise(kpi, targets ?? [], readPoints(points), annotations ?? [], day, calendar),
      kpiId: id,
      unit: kpi.unit,
      aggregation,
    }));
    if (rows.length === 0) continue;
    await store(sql, rows, at);
    await summariesWritten.happened(sql, { rows, at });
    await notifyKpis(
      sql,
      rows.map((row) => row.kpiId),
    );
    written += rows.length;
  }
  return written;
}

const load = (sql: Sql, ids: readonly string[]) =>
  sql.query<Loaded>(Prisma.sql`
    SELECT k.id::text, k.unit, k.aggregation::text, k.frequency::text, k.direction::text, k.chart::text, k.baseline_points AS "baselinePoints", k.minimum::float8, k.maximum::float8,
      k.due_days AS "dueDays", k.due_working_days AS "dueWorkingDays", k.starts_on::text AS "startsOn", k.ends_on::text AS "endsOn", k.archived_at IS NOT NULL AS archived,
      (SELECT json_agg(json_build_object('fromOn', t.from_on, 'floor', t.floor::float8, 'ceiling', t.ceiling::float8) ORDER BY t.from_on)
        FROM target t WHERE t.kpi_id = k.id AND t.superseded_at IS NULL) AS targets,
      (SELECT json_agg(json_build_object('onDate', a.on_date, 'kind', a.kind))
        FROM annotation a WHERE a.kind <> 'note' AND (a.kpi_id = k.id OR (a.kpi_id IS NULL AND a.department_id = k.department_id))) AS annotations,
      -- || and no concat_ws, which looks its types up for every row: a tenth of the time over a thousand points.
      (SELECT string_agg(m.period_start::text || ',' || coalesce(m.value::text, '') || CASE WHEN k.chart IN ('p', 'laney_p', 'u', 'c')
          THEN ',' || coalesce(m.numerator::text, '') || ',' || coalesce(m.denominator::text, '') || ',' ELSE ',,,' END || left(m.state::text, 1), ';' ORDER BY m.period_start)
        FROM measurement m WHERE m.kpi_id = k.id AND m.series = 'actual' AND m.superseded_at IS NULL) AS points
    FROM kpi k WHERE k.id = ANY (${[...ids]}::uuid[])`);

const STATES: Record<string, KpiPoint["state"]> = { f: "final", p: "provisional", e: "estimated", m: "missing" };
const number = (text: string | undefined) => (text === undefined || text === "" ? null : Number(text));

function readPoints(text: string | null): KpiPoint[] {
  if (text === null) return [];
  return text.split(";").map((part) => {
    const [period = "", value, numerator, denominator, state = ""] = part.split(",");
    return {
      period,
      value: number(value),
      numerator: number(numerator),
      denominator: number(denominator),
      state: STATES[state] ?? "final",
    };
  });
}

/** Value, state and age of the latest period come from its measurement, so that no digit passes through floating point. */
async function store(sql: Sql, rows: readonly SummaryWritten[], at: Date): Promise<void> {
  const json = JSON.stringify(
    rows.map(({ target, signal: _, quietPoints: __, limitsFrom: ___, ...row }) => ({
      ...row,
      floor: target?.floor ?? null,
      ceiling: target?.ceiling ?? null,
    })),
  );
  await sql.query(Prisma.sql`
    INSERT INTO kpi_summary (kpi_id, latest_period, latest_value, latest_state, latest_at, target_floor, target_ceiling, status, late_from, variation, assurance,
      mean, lower, upper, provisional_limits, autocorrelation, rules, need, points, spark, computed_at)
    SELECT s."kpiId", s."latestPeriod", m.value, m.state, m.recorded_at, s.floor, s.ceiling, s.status, s."lateFrom", s.variation, s.assurance,
      s.mean, s.lower, s.upper, s."provisionalLimits", s.autocorrelation, s.rules, s.priority, s.points, s.spark, ${at}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS s ("kpiId" uuid, "latestPeriod" date, floor numeric, ceiling numeric, status text, "lateFrom" date, variation text,
      assurance text, mean float8, lower float8, upper float8, "provisionalLimits" boolean, autocorrelation float8, rules text[], priority float8, points int, spark jsonb)
    -- One at a time by its index, whatever the planner believes about the rows of a JSON text.
    LEFT JOIN LATERAL (SELECT c.value, c.state, c.recorded_at FROM measurement c
      WHERE c.kpi_id = s."kpiId" AND c.series = 'actual' AND c.period_start = s."latestPeriod" AND c.superseded_at IS NULL LIMIT 1) m ON true
    ON CONFLICT (kpi_id) DO UPDATE SET latest_period = excluded.latest_period, latest_value = excluded.latest_value, latest_state = excluded.latest_state,
      latest_at = excluded.latest_at, target_floor = excluded.target_floor, target_ceiling = excluded.target_ceiling, status = excluded.status,
      late_from = excluded.late_from, variation = excluded.variation, assurance = excluded.assurance, mean = excluded.mean, lower = excluded.lower,
      upper = excluded.upper, provisional_limits = excluded.provisional_limits, autocorrelation = excluded.autocorrelation, rules = excluded.rules,
      need = excluded.need, points = excluded.points, spark = excluded.spark, computed_at = excluded.computed_at`);
}
