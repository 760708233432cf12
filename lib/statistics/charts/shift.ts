import type { IsoDate } from "@/lib/calendar/dates";
import type { ChartPoint } from "@/lib/statistics/charts/process-chart";
import { DEFAULT_BASELINE_POINTS } from "@/lib/statistics/charts/process-limits";
import { DEFAULT_RUN_LENGTH } from "@/lib/statistics/charts/rules";

/** This many points in a row outside the same limit are a new level, before the run of eight is complete. */
export const POINTS_OUTSIDE = 3;

export type Shift = {
  /** First period of the new level. */
  from: IsoDate;
  /** Mean of the (at most 24) points before it, and mean of those from it on, in the unit of the values. */
  before: number;
  after: number;
};

/**
 * The most likely point at which a series changed its mean: the split into two parts with the smallest sum of squared distances from their
 * own means, which is the maximum likelihood estimate for independent normal values with one spread. Returns the index of the first value
 * of the second part, with at least `atLeast` values on either side; null for fewer than twice that many.
 *
 * Source: Hinkley, "Inference about the change-point in a sequence of random variables", Biometrika 57 (1970). Minimising the squares
 * within is the same as maximising k (n - k) / n (mean before - mean after)^2 between.
 */
export function changePoint(values: readonly number[], atLeast = 1): number | null {
  const total = values.reduce((sum, value) => sum + value, 0);
  let best: { index: number; between: number } | null = null;
  let before = 0;
  for (let index = 1; index < values.length; index += 1) {
    before += values[index - 1] ?? 0;
    const after = values.length - index;
    if (index < atLeast || after < atLeast) continue;
    const between = (index * after * (before / index - (total - before) / after) ** 2) / values.length;
    if (best === null || between > best.between) best = { index, between };
  }
  return best?.index ?? null;
}

/**
 * The sustained shift that the latest point of a chart belongs to; null if there is none. There is a shift if the unbroken stretch of
 * points on the latest point's side of the mean is eight long, or if three of its points lie outside its limit. It starts at the most
 * likely change point of the stretch and the 24 points before it, in the same baseline; if that split does not change towards the stretch,
 * at the stretch's first point. Missing and excluded points are skipped, as in the rules.
 */
export function sustainedShift(points: readonly ChartPoint[], segmentFrom: IsoDate): Shift | null {
  const known = points.filter((point) => point.period >= segmentFrom && point.value !== null && !point.excluded && point.mean !== null);
  const side = sideOf(known.at(-1));
  if (side === 0) return null;
  const first = known.findLastIndex((point) => sideOf(point) !== side) + 1;
  const stretch = known.slice(first);
  const outside = stretch.filter((point) => isOutside(point, side)).length;
  if (first === 0 || (stretch.length < DEFAULT_RUN_LENGTH && outside < POINTS_OUTSIDE)) return null;
  const window = known.slice(Math.max(0, first - DEFAULT_BASELINE_POINTS));
  const values = window.map((point) => point.value ?? 0);
  const split = (index: number) => ({ index, before: mean(values.slice(0, index)), after: mean(values.slice(index)) });
  const likely = split(changePoint(values, Math.min(POINTS_OUTSIDE, stretch.length)) ?? 0);
  const begins = Math.sign(likely.after - likely.before) === side ? likely : split(window.length - stretch.length);
  const from = window[begins.index]?.period;
  return from === undefined ? null : { from, before: begins.before, after: begins.after };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const sideOf = (point: ChartPoint | undefined): number =>
  point === undefined || point.value === null || point.mean === null ? 0 : Math.sign(point.value - point.mean);

function isOutside({ value, lower, upper }: ChartPoint, side: number): boolean {
  if (value === null) return false;
  return side > 0 ? upper !== null && value > upper : lower !== null && value < lower;
}
