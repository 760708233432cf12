import { mean, median } from "../moments";

/** With fewer points limits vary too much to be useful, so there are none. */
export const MIN_POINTS_FOR_LIMITS = 12;
/** From this many points on limits are no longer provisional. */
export const FIRM_POINTS = 20;
/** Limits use at most this many first points of a baseline and then stay fixed. */
export const DEFAULT_BASELINE_POINTS = 24;
/** Fewer neighbouring pairs say too little about the spread from one period to the next. */
export const MIN_RANGES_FOR_LIMITS = 6;

// 3/d2 and D4 for ranges of two values, and the corresponding factors for the median range.
const FACTORS = { mean: { individuals: 2.66, range: 3.268 }, median: { individuals: 3.145, range: 3.865 } };

export type IndividualsLimits = {
  centre: number;
  lower: number;
  upper: number;
  /** Mean (or median) absolute difference between neighbouring values. */
  range: number;
  /** Limit of the moving range itself. */
  rangeUpper: number;
  /** Values the limits were computed from. */
  points: number;
  /** Fewer than FIRM_POINTS values. */
  provisional: boolean;
  /** Index in `values` of the last value used. */
  lastIndex: number;
};

export type IndividualsOptions = { baselinePoints?: number; variant?: "mean" | "median" };

/**
 * Natural process limits of an individuals and moving range (XmR) chart: centre +/- 2.66 x mean moving range (3.145 x for the median
 * variant, whose centre stays the mean), from the first `baselinePoints` values.
 *
 * `values`: one unit, oldest first, one entry per period; null is a missing or excluded period: it is not zero, it is not counted, and no
 * moving range reaches across it. Results are in the unit of `values`. Null if fewer than 12 values or fewer than 6 neighbouring pairs are
 * known. Throws RangeError for NaN or Infinity.
 *
 * Source: Wheeler, "Understanding Variation" (2nd ed., 2000), ch. 3. It uses the average moving range, not the standard deviation, because
 * a shift inside the baseline would inflate the latter.
 */
export function individualsLimits(values: readonly (number | null)[], options: IndividualsOptions = {}): IndividualsLimits | null {
  const baselinePoints = options.baselinePoints ?? DEFAULT_BASELINE_POINTS;
  const factors = FACTORS[options.variant ?? "mean"];
  const known: number[] = [];
  const ranges: number[] = [];
  let previous: number | null = null;
  let lastIndex = -1;
  for (const [index, value] of values.entries()) {
    if (value !== null && !Number.isFinite(value)) throw new RangeError("values must be finite numbers or null");
    if (known.length >= baselinePoints) continue;
    if (value !== null) {
      known.push(value);
      if (previous !== null) ranges.push(Math.abs(value - previous));
      lastIndex = index;
    }
    previous = value;
  }
  if (known.length < MIN_POINTS_FOR_LIMITS || ranges.length < MIN_RANGES_FOR_LIMITS) return null;

  const centre = mean(known);
  const range = options.variant === "median" ? median(ranges) : mean(ranges);
  const spread = factors.individuals * range;
  return {
    centre,
    lower: centre - spread,
    upper: centre + spread,
    range,
    rangeUpper: factors.range * range,
    points: known.length,
    provisional: known.length < FIRM_POINTS,
    lastIndex,
  };
}
