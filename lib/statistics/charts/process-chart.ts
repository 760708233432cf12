import { hasAutocorrelationWarning, lagOneAutocorrelation } from "../autocorrelation";
import { type AttributeChart, attributeBaseline, attributeLimits, type Subgroup } from "./attribute-limits";
import { DEFAULT_BASELINE_POINTS, individualsLimits } from "./process-limits";
import type { RunRule, RunRuleOptions, Side } from "./rules";
import { applyRunRules } from "./run-rules";

export type ChartKind = "xmr" | AttributeChart | "none";

/** One period, oldest first. `value` null: missing. `excluded`: drawn, but not used for limits and rules. */
export type ChartInput = {
  period: string;
  value: number | null;
  numerator?: number | null;
  denominator?: number | null;
  excluded?: boolean;
};

export type ProcessChartInput = {
  points: readonly ChartInput[];
  chart: ChartKind;
  /** Period starts ("YYYY-MM-DD") at which an annotation starts a new baseline. */
  baselines: readonly string[];
  /** Number of first points of a baseline used for limits; 24 by default. */
  baselinePoints?: number;
  /** Value = numerator / denominator x scale: 100 for values in percent, 1 (the default) for shares, rates or counts. */
  scale?: number;
  /** Smallest and largest possible value (0 for counts, 100 for percent): limits stop there. */
  floor?: number | null;
  ceiling?: number | null;
} & RunRuleOptions;

export type ChartSegment = {
  from: string;
  to: string;
  /** Last period used for the limits; they stay fixed after it. Null without limits. */
  baselineTo: string | null;
  mean: number | null;
  /** Null without limits. If they vary with the denominator: those of the segment's latest point with limits. */
  lower: number | null;
  upper: number | null;
  varying: boolean;
  /** Number of points behind the limits; 0 without limits. */
  baselinePoints: number;
  /** The limits come from 12 to 19 points. */
  provisional: boolean;
  /** Lag-1, over the baseline; null under 12 points. */
  autocorrelation: number | null;
  /** True above 0.3: the limits are too narrow to rely on alone. */
  autocorrelated: boolean;
};

export type ChartPoint = {
  period: string;
  value: number | null;
  excluded: boolean;
  lower: number | null;
  mean: number | null;
  upper: number | null;
  rules: RunRule[];
  opens: RunRule[];
  side: Side | null;
  provisional: boolean;
};

/** `segments` in order of time, the current one last; empty without points. */
export type ProcessChart = { segments: ChartSegment[]; points: ChartPoint[] };

type Band = { lower: number; upper: number };
type Baseline = { centre: number; points: number; provisional: boolean; lastIndex: number; at: (point: ChartInput) => Band | null };

/**
 * A process behaviour chart: limits per baseline, computed from its first points and then fixed, and the rules each point breaks.
 * Everything is in the unit of `value`. A segment with fewer than 12 known points, and every segment of chart "none", has no mean, limits
 * or signals. Attribute charts need numerator and denominator (c: the numerator, or the value itself); a period without them has no limits
 * of its own and is not judged. Throws RangeError for non-finite values, impossible counts, a scale not above 0, and periods out of order.
 * Sources: see process-limits, attribute-limits and run-rules.
 */
export function processChart(input: ProcessChartInput): ProcessChart {
  if (input.scale !== undefined && !(input.scale > 0)) throw new RangeError("scale must be above 0");
  const parts = split(input.points, input.baselines).map((points) => ({ points, baseline: baselineOf(points, input) }));
  const natural = parts.flatMap(({ points, baseline }, segment) =>
    points.map((point) => {
      const band = baseline?.at(point) ?? null;
      return { point, segment, baseline, band, value: point.excluded ? null : point.value, centre: band && (baseline?.centre ?? null) };
    }),
  );
  const marks = applyRunRules(
    natural.map(({ value, band, centre, segment }) => ({ value, centre, segment, lower: band?.lower ?? null, upper: band?.upper ?? null })),
    input,
  );
  const cut = (limit: number | undefined) => (limit === undefined ? null : clamp(limit, input));
  return {
    segments: parts.flatMap(({ points, baseline }) => describe(points, baseline, input)),
    points: natural.map(({ point, band, centre, baseline }, index) => ({
      period: point.period,
      value: point.value,
      excluded: point.excluded ?? false,
      lower: cut(band?.lower),
      mean: centre,
      upper: cut(band?.upper),
      ...(marks[index] ?? { rules: [], opens: [], side: null }),
      provisional: baseline?.provisional ?? false,
    })),
  };
}

function split(points: readonly ChartInput[], baselines: readonly string[]): ChartInput[][] {
  const parts: ChartInput[][] = [];
  let previous: string | null = null;
  for (const point of points) {
    const before = previous;
    if (before !== null && point.period <= before) throw new RangeError("periods must be in order and unique");
    const begins = before === null || baselines.some((start) => start > before && start <= point.period);
    if (begins) parts.push([point]);
    else parts.at(-1)?.push(point);
    previous = point.period;
  }
  return parts;
}

const known = (point: ChartInput) => (point.excluded ? null : point.value);

function baselineOf(points: readonly ChartInput[], input: ProcessChartInput): Baseline | null {
  const { chart, scale = 1, baselinePoints = DEFAULT_BASELINE_POINTS } = input;
  if (chart === "none") return null;
  if (chart === "xmr") {
    const limits = individualsLimits(points.map(known), { baselinePoints });
    return limits && { ...limits, at: () => limits };
  }
  const baseline = attributeBaseline(
    chart,
    points.map((point) => (known(point) === null ? null : subgroup(point, chart, scale))),
    baselinePoints,
  );
  if (baseline === null) return null;
  return {
    ...baseline,
    centre: baseline.centre * scale,
    at: (point) => {
      const limits = attributeLimits(baseline, point.denominator ?? 0);
      return limits && { lower: limits.lower * scale, upper: limits.upper * scale };
    },
  };
}

function subgroup(point: ChartInput, chart: AttributeChart, scale: number): Subgroup | null {
  if (chart === "c") {
    const count = point.numerator ?? (point.value === null ? null : point.value / scale);
    return count === null ? null : { numerator: count, denominator: 1 };
  }
  const { numerator = null, denominator = null } = point;
  return numerator === null || denominator === null ? null : { numerator, denominator };
}

function describe(points: readonly ChartInput[], baseline: Baseline | null, input: ProcessChartInput): ChartSegment[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  const latest = baseline && (points.map(baseline.at).findLast((band) => band !== null) ?? null);
  const autocorrelation = baseline && lagOneAutocorrelation(points.slice(0, baseline.lastIndex + 1).map(known));
  return [
    {
      from: first.period,
      to: last.period,
      baselineTo: baseline && (points[baseline.lastIndex]?.period ?? null),
      mean: baseline?.centre ?? null,
      lower: latest && clamp(latest.lower, input),
      upper: latest && clamp(latest.upper, input),
      varying: input.chart === "p" || input.chart === "laney-p" || input.chart === "u",
      baselinePoints: baseline?.points ?? 0,
      provisional: baseline?.provisional ?? false,
      autocorrelation,
      autocorrelated: hasAutocorrelationWarning(autocorrelation),
    },
  ];
}

/** Limits of p charts stop at 0 and 100 %, of counts and rates at 0, whatever the caller passes. */
function clamp(limit: number, { chart, scale = 1, floor = null, ceiling = null }: ProcessChartInput): number {
  const share = chart === "p" || chart === "laney-p";
  const lowest = chart === "xmr" || chart === "none" ? Number.NEGATIVE_INFINITY : 0;
  const highest = share ? scale : Number.POSITIVE_INFINITY;
  return Math.min(Math.max(limit, lowest, floor ?? Number.NEGATIVE_INFINITY), highest, ceiling ?? Number.POSITIVE_INFINITY);
}
