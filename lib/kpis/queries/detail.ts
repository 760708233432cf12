import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { can } from "@/lib/authz/policy";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import { periodOf } from "@/lib/calendar/periods";
import { today } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import { reading } from "@/lib/db/scope";
import { onTx, type Sql } from "@/lib/db/sql";
import { getCompany } from "@/lib/settings/queries";
import { Measure } from "../measure";
import { type KpiSummaryRow, toKpiRow } from "../row";
import { daysInside, recordsUnderneath } from "../underneath";
import { SUMMARY_COLUMNS, SUMMARY_TABLES } from "./rows";

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
  companyWide: boolean;
  ownerId: string | null;
  positionTitle: string | null;
  autocorrelation: number | null;
  provisionalLimits: boolean;
};

/** One period as it is known now. Decimals as plain strings. */
export type KpiPoint = {
  period: string;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  state: string;
  reason: string | null;
  version: number;
};
export type KpiTarget = { fromOn: string; floor: string | null; ceiling: string | null; reason: string };
export type KpiAnnotation = { id: string; onDate: string; kind: "note" | "baseline" | "exclude"; text: string; demonstration: boolean };
/** One write: what a period said from then on. */
export type KpiChange = {
  period: string;
  value: string | null;
  state: string;
  reason: string | null;
  version: number;
  by: string | null;
  imported: string | null;
  at: string;
};
export type LinkedInitiative = { id: string; code: string; title: string; owner: string; likely: string; fromOn: string; stage: string };
export type FormulaLink = { id: string; code: string; name: string };

/** Rules look back this far: without these the first periods drawn would begin every run. */
const LOOK_BACK = 16;

/** Periods drawn at most; the limits' baseline is read besides, however far back it lies. */
export const SHOWN = { day: 60, week: 60, month: 36, quarter: 24, half_year: 24, year: 24 };

/** Everything of one KPI; `period`: first day of the period whose records are asked for, the latest one without it. Null when there is none with this id, or the viewer may not see it. Cost does not grow with history. */
export function getKpi(viewer: Viewer, id: string, period: string | null = null) {
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const [row] = await sql.query<KpiSummaryRow & Definition>(Prisma.sql`
      SELECT ${SUMMARY_COLUMNS}, k.description, k.aggregation::text, k.direction::text, k.kind::text, k.chart::text, k.baseline_points AS "baselinePoints",
        trim_scale(k.minimum)::text AS minimum, trim_scale(k.maximum)::text AS maximum, k.measure, k.formula, k.record_kind_id AS "recordKindId", r.name AS "recordKind", r.fields AS "recordFields",
        k.company_wide AS "companyWide", p.holder_id::text AS "ownerId", p.title AS "positionTitle",
        s.autocorrelation, coalesce(s.provisional_limits, false) AS "provisionalLimits"
      FROM ${SUMMARY_TABLES} LEFT JOIN record_kind r ON r.id = k.record_kind_id WHERE k.id = ${id}::uuid AND k.archived_at IS NULL`);
    if (!row || !can(viewer, "kpi.read", row)) return null;
    const company = await getCompany(sql);
    const { annotations, targets, initiatives, inputs, usedBy } = await aroundOf(sql, row);
    const points = await pointsOf(sql, row, annotations);
    return {
      summary: toKpiRow(row, today(), company.calendar),
      definition: row,
      company: company satisfies { calendar: FiscalCalendar },
      annotations,
      targets,
      points,
      underneath: await underneathOf(sql, row, points.find((p) => p.period === period)?.period ?? row.latestPeriod, company.calendar),
      changes: await changesOf(sql, row),
      initiatives,
      inputs,
      usedBy,
    };
  });
}

export type KpiDetail = NonNullable<Awaited<ReturnType<typeof getKpi>>>;

/** The periods drawn, and those the limits rest on: the first of the last baseline, where it lies before them. */
function pointsOf(sql: Sql, kpi: KpiSummaryRow & Definition, annotations: readonly KpiAnnotation[]): Promise<KpiPoint[]> {
  const baseline = annotations.filter((a) => a.kind === "baseline").at(-1)?.onDate ?? "0001-01-01";
  const columns = Prisma.sql`period_start::text AS period, trim_scale(value)::text AS value, trim_scale(numerator)::text AS numerator, trim_scale(denominator)::text AS denominator, state::text, reason, version`;
  const current = Prisma.sql`FROM measurement WHERE kpi_id = ${kpi.id}::uuid AND series = 'actual' AND superseded_at IS NULL`;
  return sql.query<KpiPoint>(Prisma.sql`
    (SELECT ${columns} ${current} ORDER BY period_start DESC LIMIT ${SHOWN[kpi.frequency] + LOOK_BACK})
    UNION (SELECT ${columns} ${current} AND period_start >= ${baseline}::date ORDER BY period_start LIMIT ${kpi.baselinePoints + 1}) ORDER BY period`);
}

/** The records one period is made of, and the same measure by day inside it. Null for a KPI that is not computed from records. */
async function underneathOf(sql: Sql, kpi: KpiSummaryRow & Definition, start: string | null, calendar: FiscalCalendar) {
  const measure = Measure.safeParse(kpi.measure);
  if (kpi.recordKindId === null || !measure.success || start === null) return null;
  const from = { recordKindId: kpi.recordKindId, measure: measure.data, departmentId: kpi.departmentId };
  const period = periodOf(start, kpi.frequency, calendar);
  const byDay = kpi.frequency !== "day" && measure.data.basis === "in-period" && (kpi.frequency === "week" || kpi.frequency === "month");
  return {
    label: periodLabel(start, kpi.frequency, calendar),
    kind: kpi.recordKind ?? "",
    narrowed: (measure.data.highlight ?? []).length > 0,
    ranked: measure.data.rankBy !== undefined,
    ...(await recordsUnderneath(sql, from, period)),
    days: byDay ? await daysInside(sql, from, period) : [],
  };
}

export type KpiUnderneath = NonNullable<Awaited<ReturnType<typeof underneathOf>>>;

/** The last writes to the periods at the end of the chart. In two halves, each of which has its own index: versions that hold and versions replaced. */
function changesOf(sql: Sql, kpi: KpiSummaryRow): Promise<KpiChange[]> {
  const written = Prisma.sql`SELECT * FROM measurement WHERE kpi_id = ${kpi.id}::uuid AND series = 'actual' AND period_start >= (
      SELECT coalesce(min(period_start), 'infinity') FROM (SELECT period_start FROM measurement
        WHERE kpi_id = ${kpi.id}::uuid AND series = 'actual' AND superseded_at IS NULL ORDER BY period_start DESC LIMIT 12) AS shown)`;
  return sql.query<KpiChange>(Prisma.sql`
    SELECT m.period_start::text AS period, trim_scale(m.value)::text AS value, m.state::text, m.reason, m.version, p.name AS by, i.file_name AS imported, to_json(m.recorded_at)#>>'{}' AS at
    FROM (${written} AND superseded_at IS NULL UNION ALL ${written} AND superseded_at IS NOT NULL) m
      LEFT JOIN person p ON p.id = m.recorded_by_id LEFT JOIN import i ON i.id = m.import_id
    ORDER BY m.recorded_at DESC, m.period_start DESC, m.id DESC LIMIT 8`);
}

type Around = {
  annotations: KpiAnnotation[];
  targets: KpiTarget[];
  initiatives: LinkedInitiative[];
  inputs: FormulaLink[];
  usedBy: FormulaLink[];
};

/** What stands around the chart, short lists all, in one statement: each more would cost every reader of the page. */
async function aroundOf(sql: Sql, kpi: KpiSummaryRow): Promise<Around> {
  const list = (rows: Prisma.Sql) => Prisma.sql`(SELECT coalesce(json_agg(r), '[]') FROM (${rows}) AS r)`;
  const [around] = await sql.query<Around>(Prisma.sql`
    SELECT ${list(Prisma.sql`
      SELECT id::text, on_date::text AS "onDate", kind::text, text, demonstration FROM annotation
      WHERE kpi_id = ${kpi.id}::uuid OR (kpi_id IS NULL AND department_id = ${kpi.departmentId}::uuid) ORDER BY on_date LIMIT 200`)} AS annotations,
    ${list(Prisma.sql`
      SELECT from_on::text AS "fromOn", trim_scale(floor)::text AS floor, trim_scale(ceiling)::text AS ceiling, reason FROM target
      WHERE kpi_id = ${kpi.id}::uuid AND superseded_at IS NULL ORDER BY from_on LIMIT 200`)} AS targets,
    ${list(Prisma.sql`
      SELECT i.id::text, i.code, i.title, o.name AS owner, trim_scale(e.likely)::text AS likely, e.from_on::text AS "fromOn", i.stage::text
      FROM effect e JOIN initiative i ON i.id = e.initiative_id JOIN person o ON o.id = i.owner_id
      WHERE e.kpi_id = ${kpi.id}::uuid ORDER BY i.closed_on NULLS FIRST, i.due_on LIMIT 12`)} AS initiatives,
    ${list(Prisma.sql`SELECT k.id::text, k.code, k.name FROM formula_input f JOIN kpi k ON k.id = f.input_id WHERE f.output_id = ${kpi.id}::uuid ORDER BY k.code`)} AS inputs,
    ${list(Prisma.sql`SELECT k.id::text, k.code, k.name FROM formula_input f JOIN kpi k ON k.id = f.output_id WHERE f.input_id = ${kpi.id}::uuid ORDER BY k.code`)} AS "usedBy"`);
  return around ?? { annotations: [], targets: [], initiatives: [], inputs: [], usedBy: [] };
}
