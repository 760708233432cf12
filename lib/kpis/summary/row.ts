import { daysBetween } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import { type Frequency, periodOf } from "@/lib/calendar/periods";
import type { Assurance, KpiRow, SparkPoint, StatusMark, TargetBounds, Variation } from "@/lib/charts/view";
import { formatValue } from "@/lib/format";
import { isOpenOn } from "./status";

/** A KPI with its summary as one database row: decimals as strings, dates as ISO. */
export type KpiSummaryRow = {
  id: string;
  code: string;
  name: string;
  unit: string;
  frequency: Frequency;
  dueDays: number;
  dueWorkingDays: boolean;
  areas: string[];
  source: string;
  perspective: string;
  departmentId: string;
  departmentName: string;
  ownerName: string | null;
  latestPeriod: string | null;
  latestValue: string | null;
  latestState: string | null;
  targetFloor: string | null;
  targetCeiling: string | null;
  status: StatusMark | null;
  lateFrom: string | null;
  variation: Variation | null;
  assurance: Assurance;
  mean: number | null;
  lower: number | null;
  upper: number | null;
  priority: number | null;
  spark: SparkPoint[] | null;
};

/** Days since a value was due; null while it is not late. Staleness depends on the day, so it is never stored. */
export const staleDaysOf = (lateFrom: string | null, today: string): number | null =>
  lateFrom !== null && lateFrom <= today ? daysBetween(lateFrom, today) + 1 : null;

/** "≥ 80", "≤ 2", "12 to 14", or a dash without a target. */
export function targetText(target: TargetBounds | null, unit: string): string {
  if (target === null) return "–";
  const text = (n: number) => formatValue(n, unit).text;
  if (target.floor !== null && target.ceiling !== null) return `${text(target.floor)} to ${text(target.ceiling)}`;
  return target.floor !== null ? `≥ ${text(target.floor)}` : target.ceiling !== null ? `≤ ${text(target.ceiling)}` : "–";
}

const numberOf = (decimal: string | null) => (decimal === null ? null : Number(decimal));

export function boundsOf(row: Pick<KpiSummaryRow, "targetFloor" | "targetCeiling">): TargetBounds | null {
  const bounds = { floor: numberOf(row.targetFloor), ceiling: numberOf(row.targetCeiling) };
  return bounds.floor === null && bounds.ceiling === null ? null : bounds;
}

const MISSING: Record<string, string> = {
  records: "No records for it have been imported yet.",
  formula: "The KPIs it is computed from have no common period yet.",
  imported: "Nothing has been imported for it yet.",
  manual: "Nobody has entered a value yet.",
};

/** A KPI as a list shows it. Its age counts from the end of its period, not from the time of entry. */
export function toKpiRow(row: KpiSummaryRow, today: string, calendar: FiscalCalendar): KpiRow {
  const latest = numberOf(row.latestValue);
  const target = boundsOf(row);
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    href: `/kpis/${row.id}`,
    // A currency is written in front of its figures, so it is not repeated here.
    unit: formatValue(1, row.unit).unit === "" ? "" : row.unit,
    fullUnit: row.unit,
    departmentName: row.departmentName,
    frequency: row.frequency,
    points: row.spark ?? [],
    mean: row.mean,
    lower: row.lower,
    upper: row.upper,
    target,
    latest,
    latestText: formatValue(latest, row.unit).text,
    latestPeriodLabel: row.latestPeriod === null ? "" : periodLabel(row.latestPeriod, row.frequency, calendar),
    provisional: row.latestPeriod !== null && isOpenOn(row, row.latestState ?? "", row.latestPeriod, today, calendar),
    targetText: targetText(target, row.unit),
    status: row.status ?? "no-data",
    staleDays: staleDaysOf(row.lateFrom, today),
    variation: row.variation ?? "not-judged",
    assurance: row.assurance,
    ownerName: row.ownerName,
    ageText: row.latestPeriod === null ? "–" : `${daysBetween(periodOf(row.latestPeriod, row.frequency, calendar).end, today)} d`,
    areas: row.areas,
    ...(latest === null && { missingText: MISSING[row.source] ?? "No value yet." }),
  };
}
