import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import type { KpiRow } from "@/lib/charts/view";
import { businessZone, today } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { heavy } from "@/lib/platform/work/heavy";
import { mapInPieces } from "@/lib/platform/work/in-pieces";
import { type AsOf, asOfHref, readAsOf } from "../as-of";
import type { KpiAnnotation, KpiPoint } from "../chart/chart-limits";
import { type KpiSummaryRow, toKpiRow } from "../summary/row";
import type { DatedTarget } from "../summary/status";
import { type KpiSummary, type SummaryKpi, summarise } from "../summary/summary";
import { kpisAsOf, positionsAsOf } from "./past";
import { LOOK_BACK, SHOWN } from "./periods";
import type { KpiCounts } from "./rows";

/** "?asOf=" as a moment of the company; null is now. */
export const asOfMoment = (asked: string | null): AsOf | null => readAsOf(asked, today(), businessZone());

/**
 * A page that looks back recomputes each of its KPIs, so it runs in the queue of heavy work; a current page runs at once. Throws TOO_MANY.
 */
export const queueIfLookingBack = <T>(viewer: Viewer, asked: string | null | undefined, page: () => Promise<T>): Promise<T> =>
  asOfMoment(asked ?? null) === null ? page() : heavy(viewer, "looking back", page);

/** The rows of a version table at a moment: recorded by then, and not yet replaced. Without a moment: the current rows. */
export const validAt = (asOf: AsOf | null) =>
  asOf === null
    ? Prisma.sql`superseded_at IS NULL`
    : Prisma.sql`recorded_at <= ${asOf.at}::timestamptz AND (superseded_at IS NULL OR superseded_at > ${asOf.at}::timestamptz)`;

type Version = { period: string; value: string | null; numerator: string | null; denominator: string | null; state: KpiPoint["state"] };
/** The parts of a definition that a list shows, as they were then. */
type DefinedThen = Pick<
  KpiSummaryRow,
  "name" | "unit" | "frequency" | "dueDays" | "dueWorkingDays" | "source" | "perspective" | "ownerName"
>;
type Loaded = SummaryKpi &
  DefinedThen & { id: string; targets: DatedTarget[] | null; annotations: KpiAnnotation[] | null; points: Version[] | null };

/**
 * Each KPI as it was known at a moment: the versions of that day, judged as of that day by today's rules. Two queries per KPI, one for
 * versions still current and one for those replaced since, each with its own index and limited to the drawn periods and the limits'
 * baseline. So neither a long history nor many corrections slow it down.
 */
function load(sql: Sql, ids: readonly string[], asOf: AsOf): Promise<Loaded[]> {
  const at = Prisma.sql`${asOf.at}::timestamptz`;
  const half = (current: boolean, order: Prisma.Sql, count: Prisma.Sql, from: Prisma.Sql) => Prisma.sql`
    (SELECT m.period_start, m.value, m.numerator, m.denominator, m.state FROM measurement m
     WHERE m.kpi_id = k.id AND m.series = 'actual' AND m.recorded_at <= ${at} AND ${current ? Prisma.sql`m.superseded_at IS NULL` : Prisma.sql`m.superseded_at IS NOT NULL AND m.superseded_at > ${at}`}
       AND m.period_start >= ${from} ORDER BY m.period_start ${order} LIMIT ${count})`;
  const ends = (order: Prisma.Sql, count: Prisma.Sql, from: Prisma.Sql) => Prisma.sql`
    (SELECT * FROM (${half(true, order, count, from)} UNION ALL ${half(false, order, count, from)}) AS halves ORDER BY period_start ${order} LIMIT ${count})`;
  const shown = Prisma.sql`(CASE k.frequency ${Prisma.join(
    Object.entries(SHOWN).map(([frequency, count]) => Prisma.sql`WHEN ${frequency}::frequency THEN ${count + LOOK_BACK}::int`),
    " ",
  )} END)`;
  return sql.query<Loaded>(Prisma.sql`
    SELECT k.id::text, k.name, k.source::text, k.perspective, h.name AS "ownerName", k.unit, k.frequency::text, k.direction::text, k.chart::text, k.baseline_points AS "baselinePoints", k.minimum::float8, k.maximum::float8,
      k.due_days AS "dueDays", k.due_working_days AS "dueWorkingDays", k.starts_on::text AS "startsOn", k.ends_on::text AS "endsOn", false AS archived,
      (SELECT json_agg(json_build_object('fromOn', t.from_on, 'floor', t.floor::float8, 'ceiling', t.ceiling::float8) ORDER BY t.from_on)
        FROM target t WHERE t.kpi_id = k.id AND t.recorded_at <= ${at} AND (t.superseded_at IS NULL OR t.superseded_at > ${at})) AS targets,
      (SELECT json_agg(json_build_object('onDate', a.on_date, 'kind', a.kind) ORDER BY a.on_date)
        FROM annotation a WHERE a.kind <> 'note' AND a.created_at <= ${at} AND (a.kpi_id = k.id OR (a.kpi_id IS NULL AND a.department_id = k.department_id))) AS annotations,
      (SELECT json_agg(json_build_object('period', v.period_start, 'value', trim_scale(v.value)::text, 'numerator', trim_scale(v.numerator)::text,
          'denominator', trim_scale(v.denominator)::text, 'state', v.state) ORDER BY v.period_start)
        FROM (${ends(Prisma.sql`DESC`, shown, Prisma.sql`'0001-01-01'::date`)} UNION ${ends(Prisma.sql`ASC`, Prisma.sql`k.baseline_points + 1`, Prisma.sql`b.from_on`)}) AS v) AS points
    FROM ${kpisAsOf(asOf, Prisma.sql`o.id = ANY (${[...ids]}::uuid[])`)} AS k LEFT JOIN ${positionsAsOf(asOf)} AS s ON s.id = k.position_id LEFT JOIN person h ON h.id = s.holder_id CROSS JOIN LATERAL (SELECT coalesce(max(a.on_date), '0001-01-01') AS from_on FROM annotation a
        WHERE a.kind = 'baseline' AND a.created_at <= ${at} AND (a.kpi_id = k.id OR (a.kpi_id IS NULL AND a.department_id = k.department_id))) AS b`);
}

const number = (text: string | null) => (text === null ? null : Number(text));
const text = (bound: number | null | undefined) => (bound == null ? null : String(bound));

/** A KPI's row and signal as they were known. Its department is the current one. */
export type RowAsOf = { row: KpiSummaryRow; signal: KpiSummary["signal"]; nothingKnown: boolean };

/** The given rows as they were known at a moment, in that day's order of need. */
export async function rowsAsOf(sql: Sql, rows: readonly KpiSummaryRow[], asOf: AsOf, calendar: FiscalCalendar): Promise<RowAsOf[]> {
  if (rows.length === 0) return [];
  const loaded = new Map(
    (
      await load(
        sql,
        rows.map((row) => row.id),
        asOf,
      )
    ).map((own) => [own.id, own]),
  );
  const judged = await mapInPieces(rows, (row) => {
    const own = loaded.get(row.id);
    return own ? [rowAt(row, own, asOf, calendar)] : [];
  });
  const found = judged.flat();
  const late = ({ row }: RowAsOf) => (row.lateFrom !== null && row.lateFrom <= asOf.day ? 1 : 0);
  return found.sort((a, b) => late(b) - late(a) || (b.row.priority ?? 0) - (a.row.priority ?? 0) || (a.row.code < b.row.code ? -1 : 1));
}

function rowAt(
  row: KpiSummaryRow,
  { id: _, targets, annotations, points, name, source, perspective, ownerName, ...kpi }: Loaded,
  asOf: AsOf,
  calendar: FiscalCalendar,
): RowAsOf {
  const recorded = (points ?? []).map((p) => ({
    period: p.period,
    value: number(p.value),
    numerator: number(p.numerator),
    denominator: number(p.denominator),
    state: p.state,
  }));
  const summary = summarise(kpi, targets ?? [], recorded, annotations ?? [], asOf.day, calendar);
  const latest = (points ?? []).find((point) => point.period === summary.latestPeriod);
  return {
    row: {
      ...row,
      name,
      source,
      perspective,
      ownerName,
      unit: kpi.unit,
      frequency: kpi.frequency,
      dueDays: kpi.dueDays,
      dueWorkingDays: kpi.dueWorkingDays,
      latestPeriod: summary.latestPeriod,
      latestValue: latest?.value ?? null,
      latestState: latest?.state ?? null,
      targetFloor: text(summary.target?.floor),
      targetCeiling: text(summary.target?.ceiling),
      status: summary.status,
      lateFrom: summary.lateFrom,
      variation: summary.variation,
      assurance: summary.assurance,
      mean: summary.mean,
      lower: summary.lower,
      upper: summary.upper,
      priority: summary.priority,
      spark: summary.spark,
    },
    signal: summary.signal,
    nothingKnown: points === null && targets === null,
  };
}

/** Number of rows by status on a day; a late value counts as stale whatever its status. */
export function countsOf(rows: readonly KpiSummaryRow[], day: string): KpiCounts {
  const late = (row: KpiSummaryRow) => row.lateFrom !== null && row.lateFrom <= day;
  const inTime = rows.filter((row) => !late(row));
  const of = (status: KpiSummaryRow["status"]) => inTime.filter((row) => (row.status ?? "no-data") === status).length;
  return {
    total: rows.length,
    reported: inTime.filter((row) => row.latestPeriod !== null).length,
    offTrack: of("off-track"),
    watch: of("watch"),
    onTrack: of("on-track"),
    stale: rows.length - inTime.length,
    noTarget: of("no-target"),
    noData: of("no-data"),
  };
}

/** Links from a page on a date lead to pages on the same date. */
export const onDate = <Row extends { href: string }>(row: Row, asOf: AsOf): Row => ({ ...row, href: asOfHref(row.href, asOf) });

function rowThen(row: KpiSummaryRow, asOf: AsOf, calendar: FiscalCalendar): KpiRow {
  const shown = onDate(toKpiRow(row, asOf.day, calendar), asOf);
  return shown.latest === null ? { ...shown, missingText: "Not known on that day." } : shown;
}

/** A list of KPIs as it was known: the result of `listKpiRows` now, judged as of that day. Counts are over the listed KPIs. */
export async function listAsOf(sql: Sql, found: readonly KpiSummaryRow[], asOf: AsOf) {
  const { calendar } = await getCompany(sql);
  const then = await rowsAsOf(sql, found, asOf, calendar);
  const nothingKnown = then.every((own) => own.nothingKnown);
  // If nothing was known at all, nothing was owed either.
  const rows = then.map(({ row }) => (nothingKnown ? { ...row, lateFrom: null } : row));
  return {
    rows: rows.map((row) => rowThen(row, asOf, calendar)),
    found: rows,
    counts: countsOf(rows, asOf.day),
    nothingKnown,
  };
}
