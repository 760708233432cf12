import type { IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { type Frequency, periodOf } from "@/lib/calendar/periods";
import type { SignalTone, TargetBounds } from "@/lib/charts/view";
import { type ChartInput, type ChartKind, type ChartPoint, type ProcessChart, processChart } from "@/lib/statistics/charts/process-chart";
import { type Direction, type Variation, variationOf } from "@/lib/statistics/charts/variation";
import { periodGrid } from "../summary/summary-periods";

/** The properties of a KPI that determine its limits. `chart` is the database's name for it. */
export type LimitTerms = {
  frequency: Frequency;
  direction: Direction;
  chart: "xmr" | "p" | "laney_p" | "u" | "c" | "none";
  baselinePoints: number;
  minimum: number | null;
  maximum: number | null;
};

/** One recorded period. `value` null: recorded as missing. */
export type KpiPoint = {
  period: IsoDate;
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  state: "final" | "provisional" | "estimated" | "missing";
};

export type KpiAnnotation = { onDate: IsoDate; kind: "note" | "baseline" | "exclude" };

export type Judged = { chart: ProcessChart; kind: ChartKind; points: (KpiPoint & { end: IsoDate })[] };

/**
 * A KPI's process chart over its closed periods: every period from the first to the last recorded one that ended before `today`, with null
 * for unrecorded ones. Baseline annotations start new limits in the period of their date; exclusions set that period aside. A chart for
 * counts or shares is only used if the values allow it (see `kindFor`), otherwise individuals.
 */
export function judge(
  kpi: LimitTerms,
  recorded: readonly KpiPoint[],
  annotations: readonly KpiAnnotation[],
  today: IsoDate,
  calendar: FiscalCalendar,
): Judged {
  const points = withGaps(recorded, kpi.frequency, today, calendar);
  const periods = (kind: KpiAnnotation["kind"]) =>
    annotations.filter((note) => note.kind === kind).map((note) => periodOf(note.onDate, kpi.frequency, calendar).start);
  const excluded = new Set(periods("exclude"));
  const { kind, scale } = kindFor(kpi.chart, points);
  const input = points.map(
    ({ period, value, numerator, denominator }): ChartInput => ({ period, value, numerator, denominator, excluded: excluded.has(period) }),
  );
  const chart = processChart({
    points: input,
    chart: kind,
    baselines: periods("baseline"),
    baselinePoints: kpi.baselinePoints,
    scale,
    floor: kpi.minimum ?? naturalFloor(points),
    ceiling: kpi.maximum,
  });
  return { chart, kind, points };
}

/** Values that were always whole numbers from 0 up are a count, which cannot go below 0, whether the definition says so or not. */
function naturalFloor(points: readonly KpiPoint[]): number | null {
  const known = points.filter((point) => point.value !== null);
  return known.length > 0 && known.every(({ value }) => value !== null && value >= 0 && Number.isInteger(value)) ? 0 : null;
}

function withGaps(recorded: readonly KpiPoint[], frequency: Frequency, today: IsoDate, calendar: FiscalCalendar) {
  const byPeriod = new Map(recorded.map((point) => [point.period, point]));
  const first = recorded[0]?.period;
  const last = recorded.at(-1)?.period;
  if (first === undefined || last === undefined) return [];
  const points = periodGrid(first, last, frequency, calendar)
    .filter(({ end }) => end < today)
    .map(({ start, end }) => ({ ...(byPeriod.get(start) ?? unrecorded(start)), end }));
  return points;
}

const unrecorded = (period: IsoDate): KpiPoint => ({ period, value: null, numerator: null, denominator: null, state: "missing" });

/**
 * The chart that fits, where value = numerator / denominator x scale (100 for values in percent). Shares need 0 <= numerator <= denominator
 * in every known period; rates and counts need nothing negative. One period that breaks this, or no numerator at all, leads to an
 * individuals chart, whose limits make no assumption about the values.
 */
export function kindFor(chart: LimitTerms["chart"], points: readonly KpiPoint[]): { kind: ChartKind; scale: number } {
  if (chart === "xmr" || chart === "none") return { kind: chart, scale: 1 };
  const known = points.filter((point) => point.value !== null);
  const share = chart === "p" || chart === "laney_p";
  const fits = known.every(({ value, numerator, denominator }) => {
    if (chart === "c") return (numerator ?? value ?? 0) >= 0;
    return numerator !== null && denominator !== null && numerator >= 0 && denominator > 0 && (!share || numerator <= denominator);
  });
  const scale = scaleOf(known, chart === "c");
  if (!fits || scale === null) return { kind: "xmr", scale: 1 };
  return { kind: chart === "laney_p" ? "laney-p" : chart, scale };
}

/** Computed from the largest numerator, where rounding of the stored value matters least. 1 while all are 0; null if it is negative. */
function scaleOf(known: readonly KpiPoint[], counts: boolean): number | null {
  const largest = known.reduce<KpiPoint | null>((best, point) => ((point.numerator ?? 0) > (best?.numerator ?? 0) ? point : best), null);
  if (!largest || largest.value === null || largest.numerator === null) return 1;
  const scale = Number(((largest.value / largest.numerator) * (counts ? 1 : (largest.denominator ?? 1))).toPrecision(6));
  return scale > 0 ? scale : null;
}

/** Whether a point's signal is good or bad for the business; null without a signal. `target`: the target of its period, for a band. */
export function toneOf(point: ChartPoint | undefined, direction: Direction, target: TargetBounds | null): SignalTone | null {
  const variation = variationAt(point, direction, target);
  if (variation === "improving") return "better";
  if (variation === "worsening") return "worse";
  return variation === "changed" ? "neutral" : null;
}

export function variationAt(point: ChartPoint | undefined, direction: Direction, target: TargetBounds | null): Variation {
  const band = target && { lower: target.floor ?? Number.NEGATIVE_INFINITY, upper: target.ceiling ?? Number.POSITIVE_INFINITY };
  return variationOf(point, direction, band);
}
