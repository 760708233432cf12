import type { IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import type { Assurance, SignalTone, SparkPoint, StatusMark, TargetBounds, Variation } from "@/lib/charts/view";
import { assurance } from "@/lib/statistics/assurance";
import type { ChartPoint, ChartSegment, ProcessChart } from "@/lib/statistics/charts/process-chart";
import { isSignalRule, type RunRule } from "@/lib/statistics/charts/rules";
import { type Shift, sustainedShift } from "@/lib/statistics/charts/shift";
import { judge, type KpiAnnotation, type KpiPoint, type LimitTerms, toneOf, variationAt } from "../chart/chart-limits";
import { boundOf, type DatedTarget, type DueTerms, lateFrom, statusOf, targetAt } from "./status";

export type SummaryKpi = LimitTerms & DueTerms & { unit: string };

export type KpiSignal = {
  rules: RunRule[];
  tone: SignalTone;
  /** How far the value is beyond the nearest limit, in half widths of the limits; 0 inside them. */
  severity: number;
  /** First period of the unbroken stretch in which the latest value breaks its strongest rule: for a run, its first point. */
  since: IsoDate;
  /** The sustained change of level it belongs to, proposed as a new baseline; null for a point or two. */
  shift: Shift | null;
};

/** All computed columns of a kpi_summary row; null without a value, a target or limits. */
export type KpiSummary = {
  latestPeriod: IsoDate | null;
  latestValue: number | null;
  target: TargetBounds | null;
  status: StatusMark;
  lateFrom: IsoDate | null;
  variation: Variation;
  assurance: Assurance;
  mean: number | null;
  lower: number | null;
  upper: number | null;
  provisionalLimits: boolean;
  autocorrelation: number | null;
  rules: RunRule[];
  priority: number;
  points: number;
  spark: SparkPoint[];
  signal: KpiSignal | null;
  /** First period of the limits at the latest value. */
  limitsFrom: IsoDate | null;
  /** The latest consecutive periods with a value that break no rule, the latest last; at most QUIET_KEPT. */
  quietPoints: IsoDate[];
};

const SPARK_PERIODS = 36;
const PRIORITY: Record<StatusMark, number> = { "off-track": 300, watch: 200, "no-target": 100, "on-track": 0, "no-data": 0 };
const LIMIT_OF_SIZE = 4.9;
/** More of them say nothing new about a signal that recovered. */
const QUIET_KEPT = 8;

/**
 * The dashboard's data for one KPI. `recorded`: its current measurements in order of period; `targets` in order of `fromOn`; a period that
 * has not ended before `today` is left out. The latest value is the last known one; it is judged by the target of its period and the limits
 * valid there. Limits are null under 12 values, and there is no signal without limits.
 */
export function summarise(
  kpi: SummaryKpi,
  targets: readonly DatedTarget[],
  recorded: readonly KpiPoint[],
  annotations: readonly KpiAnnotation[],
  today: IsoDate,
  calendar: FiscalCalendar,
): KpiSummary {
  const { chart, points } = judge(kpi, recorded, annotations, today, calendar);
  const at = points.findLastIndex((point) => point.value !== null);
  const latest = points[at] ?? null;
  const latestMark = chart.points[at];
  const segment = chart.segments.findLast((own) => latest !== null && own.from <= latest.period) ?? null;
  const held = latest && targetAt(targets, latest.period);
  const target = held && { floor: held.floor, ceiling: held.ceiling };
  // A KPI that has ended is history: its last value says nothing about the current state.
  const ended = kpi.endsOn != null && kpi.endsOn < today;
  const status = ended ? "no-data" : statusOf(latest?.value ?? null, target, kpi.unit, kpi.direction);
  const signal = ended || kpi.archived ? null : signalOf(chart, at, kpi, targets, segment);
  return {
    latestPeriod: latest?.period ?? null,
    latestValue: latest?.value ?? null,
    target,
    status,
    lateFrom: lateFrom(kpi, points.at(-1)?.period ?? null, calendar),
    variation: variationAt(latestMark, kpi.direction, target),
    assurance: kpi.direction === "informational" ? null : assurance(limitsOf(segment), boundOf(target)),
    mean: segment?.mean ?? null,
    lower: segment?.lower ?? null,
    upper: segment?.upper ?? null,
    provisionalLimits: segment?.provisional ?? false,
    autocorrelation: segment?.autocorrelation ?? null,
    rules: signalRules(latestMark?.rules),
    priority: PRIORITY[status] + urgency(signal, latestMark),
    points: points.filter((point) => point.value !== null).length,
    spark: sparkOf(chart, points, at, segment, kpi, targets),
    signal,
    limitsFrom: segment?.from ?? null,
    quietPoints: quietOf(chart, at),
  };
}

function quietOf(chart: ProcessChart, at: number): IsoDate[] {
  const quiet: IsoDate[] = [];
  for (let index = at; index >= 0 && quiet.length < QUIET_KEPT; index -= 1) {
    const point = chart.points[index];
    if (!point || point.value === null || point.excluded) continue;
    if (signalRules(point.rules).length > 0) break;
    quiet.unshift(point.period);
  }
  return quiet;
}

const limitsOf = (segment: ChartSegment | null) =>
  segment && segment.lower !== null && segment.upper !== null ? { lower: segment.lower, upper: segment.upper } : null;

const signalRules = (rules: readonly RunRule[] = []): RunRule[] => rules.filter(isSignalRule);

/** Distance from the mean in half widths of the limits, on the side of the value; 0 without limits. */
function distanceOf(point: ChartPoint | undefined): number {
  if (!point || point.value === null || point.mean === null || point.lower === null || point.upper === null) return 0;
  const distance = Math.abs(point.value - point.mean);
  const reach = point.value > point.mean ? point.upper - point.mean : point.mean - point.lower;
  return distance === 0 ? 0 : Math.min(LIMIT_OF_SIZE, reach > 0 ? distance / reach : LIMIT_OF_SIZE);
}

function urgency(signal: KpiSignal | null, point: ChartPoint | undefined): number {
  if (!signal) return 0;
  if (signal.tone === "better") return 5;
  return (signal.tone === "worse" ? 50 : 10) + Math.min(signal.tone === "worse" ? 49 : 39, 10 * distanceOf(point));
}

function signalOf(
  chart: ProcessChart,
  at: number,
  kpi: SummaryKpi,
  targets: readonly DatedTarget[],
  segment: ChartSegment | null,
): KpiSignal | null {
  const point = chart.points[at];
  const tone = toneOf(point, kpi.direction, point ? targetAt(targets, point.period) : null);
  if (!point || tone === null) return null;
  const rules = signalRules(point.rules);
  let since = point.period;
  for (let index = at - 1; index >= 0; index -= 1) {
    const earlier = chart.points[index];
    if (!earlier || earlier.value === null || earlier.excluded) continue;
    if (earlier.side !== point.side || !earlier.rules.some((rule) => rule === rules[0])) break;
    since = earlier.period;
  }
  return {
    rules,
    tone,
    severity: Math.max(0, distanceOf(point) - 1),
    since,
    shift: segment && sustainedShift(chart.points.slice(0, at + 1), segment.from),
  };
}

function sparkOf(
  chart: ProcessChart,
  points: readonly KpiPoint[],
  latest: number,
  segment: ChartSegment | null,
  kpi: SummaryKpi,
  targets: readonly DatedTarget[],
): SparkPoint[] {
  const from = Math.max(0, points.length - SPARK_PERIODS);
  return points.slice(from).map(({ period, value, state }, offset) => {
    const mark = chart.points[from + offset];
    const marked = from + offset === latest || signalRules(mark?.opens).length > 0;
    const signal = marked ? toneOf(mark, kpi.direction, targetAt(targets, period)) : null;
    const ownLimits = mark && (mark.lower !== segment?.lower || mark.upper !== segment?.upper);
    return {
      period,
      value: value === null ? null : drawn(value),
      ...(signal !== null && { signal }),
      ...((state === "provisional" || state === "estimated") && { provisional: true }),
      ...(ownLimits && { lower: mark.lower === null ? null : drawn(mark.lower), upper: mark.upper === null ? null : drawn(mark.upper) }),
    };
  });
}

/** For drawing only: seven figures, so that a stored spark stays short. */
const drawn = (value: number): number => Number(value.toPrecision(7));
