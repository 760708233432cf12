import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import { periodOf } from "@/lib/calendar/periods";
import type { KpiRow } from "@/lib/charts/view";
import { today } from "@/lib/clock";
import { companyOf } from "@/lib/company/queries";
import type { AsOf } from "@/lib/kpis/as-of";
import { Measure } from "@/lib/kpis/compute/measure";
import { fieldLabels } from "@/lib/kpis/compute/record-fields";
import { daysInside, drillDownRecords } from "@/lib/kpis/drill-down";
import { amountText, conditionsText } from "@/lib/kpis/kpi-page";
import { asOfMoment, queueIfLookingBack, rowsAsOf, validAt } from "@/lib/kpis/queries/as-of";
import { formulaOf } from "@/lib/kpis/queries/formula";
import { kpisAsOf, positionsAsOf } from "@/lib/kpis/queries/past";
import { LOOK_BACK, SHOWN } from "@/lib/kpis/queries/periods";
import { SUMMARY_COLUMNS, SUMMARY_TABLES } from "@/lib/kpis/queries/rows";
import { type KpiSummaryRow, toKpiRow } from "@/lib/kpis/summary/row";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { signalsAsOf } from "@/lib/signals/queries/as-of";
import { changesOf, LOOKED_AT } from "./changes";
import { type KpiAnnotation, type KpiSignalRow, readKpiContext } from "./context";

type Definition = {
  description: string;
  aggregation: string;
  direction: "higher" | "lower" | "band" | "milestone" | "informational";
  kind: string;
  chart: "xmr" | "p" | "laney_p" | "u" | "c" | "none";
  baselinePoints: number;
  minimum: string | null;
  maximum: string | null;
  measure: unknown;
  formula: string | null;
  recordKindId: number | null;
  recordKind: string | null;
  recordFields: unknown;
  dueDays: number;
  dueWorkingDays: boolean;
  endsOn: string | null;
  companyWide: boolean;
  ownerId: string | null;
  positionTitle: string | null;
};

/** One period in its current version. Decimals as plain strings. */
export type KpiPoint = {
  period: string;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  state: string;
  reason: string | null;
  version: number;
};
const DEFINITION = Prisma.sql`k.description, k.aggregation::text, k.direction::text, k.kind::text, k.chart::text, k.baseline_points AS "baselinePoints",
  trim_scale(k.minimum)::text AS minimum, trim_scale(k.maximum)::text AS maximum, k.measure, k.formula, k.ends_on::text AS "endsOn", k.record_kind_id AS "recordKindId", r.name AS "recordKind", r.fields AS "recordFields"`;
type DefinedThen = Omit<Definition, "companyWide" | "dueDays" | "dueWorkingDays"> & Pick<KpiSummaryRow, "areas">;

/** The period whose records are shown, and the day to look back to; both as in the address. */
export type KpiAsked = { period?: string | null; asOf?: string | null };

/**
 * Everything about one KPI, now or as known at the end of a day: values, targets, definition, owner, signals and comments, as they were
 * then. The underlying records are current and are left out when looking back; its department is current, too. Null if there is none with
 * this id, or the viewer may not see it. Cost does not grow with history.
 */
export function getKpi(viewer: Viewer, id: string, asked: KpiAsked = {}) {
  const page = () =>
    reading(
      viewer,
      async (tx) => {
        const sql = onTx(tx);
        const [answered] = await sql.query<KpiSummaryRow & Definition & { setting: unknown }>(Prisma.sql`
      SELECT ${SUMMARY_COLUMNS}, (SELECT value FROM setting WHERE key = 'company') AS setting, ${DEFINITION}, k.company_wide AS "companyWide", p.holder_id::text AS "ownerId", p.title AS "positionTitle"
      FROM ${SUMMARY_TABLES} LEFT JOIN record_kind r ON r.id = k.record_kind_id WHERE k.id = ${id}::uuid AND k.archived_at IS NULL`);
        if (!answered || !can(viewer, "kpi.read", answered)) return null;
        const { setting, ...found } = answered;
        const company = companyOf(setting);
        const asOf = asOfMoment(asked.asOf ?? null);
        const [then] = asOf === null ? [] : await rowsAsOf(sql, [found], asOf, company.calendar);
        const row = { ...found, ...then?.row, ...(asOf === null ? null : await definedThen(sql, id, asOf)) };
        const around = await readKpiContext(sql, viewer, row, asOf);
        const points = await pointsOf(sql, row, around.annotations, asOf);
        const formula = row.source === "formula" ? await formulaOf(sql, row, around.hiddenInputs, asOf, company.calendar) : null;
        const period = points.find((p) => p.period === asked.period)?.period ?? row.latestPeriod;
        return {
          ...around,
          signals: asOf === null ? around.signals : await signalsThen(sql, row.id, around.signals, asOf),
          asOf,
          /** Nothing had been recorded by then. */
          nothingKnown: then?.nothingKnown ?? false,
          summary: summaryOf(row, asOf, company.calendar),
          definition: row,
          company: company satisfies { calendar: FiscalCalendar },
          points,
          drillDown: asOf === null ? await drillDownOf(sql, row, period, company.calendar) : null,
          changes: await changesOf(sql, row, asOf === null ? lastPeriods(points) : lastPeriods(await pointsOf(sql, row, [], null))),
          formula,
          ...(asOf !== null && { inputs: formula?.parts ?? [], hiddenInputs: formula?.hidden ?? 0 }),
        };
      },
      "kept",
    );
  return queueIfLookingBack(viewer, asked.asOf, page);
}

/** The first of the last periods whose changes are listed. */
const lastPeriods = (points: readonly KpiPoint[]): string | null => (points.at(-LOOKED_AT) ?? points[0])?.period ?? null;

/** Its definition and owner then; its department and access follow today's data. */
async function definedThen(sql: Sql, id: string, asOf: AsOf): Promise<DefinedThen | undefined> {
  const [row] = await sql.query<DefinedThen>(Prisma.sql`
    SELECT ${DEFINITION}, k.areas::text[] AS areas, s.title AS "positionTitle", s.holder_id::text AS "ownerId"
    FROM ${kpisAsOf(asOf, Prisma.sql`o.id = ${id}::uuid`)} AS k LEFT JOIN ${positionsAsOf(asOf)} AS s ON s.id = k.position_id LEFT JOIN record_kind r ON r.id = k.record_kind_id`);
  return row;
}

export type KpiDetail = NonNullable<Awaited<ReturnType<typeof getKpi>>>;

function summaryOf(row: KpiSummaryRow, asOf: AsOf | null, calendar: FiscalCalendar): KpiRow {
  const shown = toKpiRow(row, asOf?.day ?? today(), calendar);
  return asOf !== null && shown.latest === null ? { ...shown, missingText: "No value was known on that day." } : shown;
}

/** The same signals in their state at that time, with the cause given by then. */
async function signalsThen(sql: Sql, id: string, signals: readonly KpiSignalRow[], asOf: AsOf): Promise<KpiSignalRow[]> {
  const states = new Map((await signalsAsOf(sql, [id], asOf, ["process", "late"])).map((signal) => [signal.signalId, signal.signalState]));
  return signals.map((signal) => ({
    ...signal,
    state: signal.closedAt === null ? (states.get(signal.id) ?? "open") : "closed",
    cause: taken(signal, "explained")?.cause ?? null,
    acceptedAt: taken(signal, "accepted")?.at ?? null,
    asked: false,
  }));
}

/** The last step of that kind that was not undone. */
const taken = ({ story }: KpiSignalRow, kind: string) =>
  story.findLast(
    (step, index) => step.step === kind && !story.slice(index).some((later) => later.step === "undone" && later.text === kind),
  );

/**
 * The drawn periods, and those behind the limits: the first of the last baseline, if it is earlier. Sorted by the index, which begins with
 * the series: behind a row policy the planner cannot use a condition on it, and would read and sort the whole history.
 */
function pointsOf(
  sql: Sql,
  kpi: KpiSummaryRow & Definition,
  annotations: readonly KpiAnnotation[],
  asOf: AsOf | null,
): Promise<KpiPoint[]> {
  const baseline = annotations.filter((a) => a.kind === "baseline").at(-1)?.onDate ?? "0001-01-01";
  const columns = Prisma.sql`period_start::text AS period, trim_scale(value)::text AS value, trim_scale(numerator)::text AS numerator, trim_scale(denominator)::text AS denominator, state::text, reason, version`;
  const held = Prisma.sql`FROM measurement WHERE kpi_id = ${kpi.id}::uuid AND series = 'actual' AND ${validAt(asOf)}`;
  return sql.query<KpiPoint>(Prisma.sql`
    (SELECT ${columns} ${held} ORDER BY series DESC, period_start DESC LIMIT ${SHOWN[kpi.frequency] + LOOK_BACK})
    UNION (SELECT ${columns} ${held} AND period_start >= ${baseline}::date ORDER BY series, period_start LIMIT ${kpi.baselinePoints + 1}) ORDER BY period`);
}

/** The records behind one period, and the same measure by day inside it. Null for a KPI that is not computed from records. */
async function drillDownOf(sql: Sql, kpi: KpiSummaryRow & Definition, start: string | null, calendar: FiscalCalendar) {
  const measure = Measure.safeParse(kpi.measure);
  if (kpi.recordKindId === null || !measure.success || start === null) return null;
  const from = { recordKindId: kpi.recordKindId, measure: measure.data, departmentId: kpi.departmentId };
  const period = periodOf(start, kpi.frequency, calendar);
  const labels = fieldLabels(kpi.recordFields);
  const say = (name: string) => labels.get(name)?.toLowerCase() ?? name;
  const byDay = kpi.frequency !== "day" && measure.data.basis === "in-period" && (kpi.frequency === "week" || kpi.frequency === "month");
  return {
    start,
    label: periodLabel(start, kpi.frequency, calendar),
    kind: kpi.recordKind ?? "",
    narrowed: conditionsText(measure.data.highlight ?? [], say).trim(),
    ranked: measure.data.rankBy === undefined ? null : amountText(measure.data.rankBy, say),
    ...(await drillDownRecords(sql, from, period)),
    days: byDay ? await daysInside(sql, from, period, calendar) : [],
  };
}
