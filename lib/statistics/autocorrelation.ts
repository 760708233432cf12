import { MIN_POINTS_FOR_LIMITS } from "./charts/process-limits";
import { mean } from "./moments";

/** Above this lag-1 autocorrelation natural limits are too narrow and carry a warning. */
export const AUTOCORRELATION_WARNING = 0.3;

/**
 * Lag-1 autocorrelation r1 = sum (x_t - m)(x_t+1 - m) / sum (x_t - m)^2, between -1 and 1, without unit. `values`: oldest first, one per
 * period, null for a missing period, across which no product is taken. Null under 12 values or if all are equal. Throws RangeError for NaN
 * or Infinity. Source: Box and Jenkins, "Time Series Analysis", ch. 2 (the usual biased estimate).
 */
export function lagOneAutocorrelation(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < MIN_POINTS_FOR_LIMITS) return null;
  const centre = mean(known);
  // The rounding of a mean of equal values must not count as variation.
  if (known.every((value) => value === known[0])) return null;
  let products = 0;
  let squares = 0;
  let previous: number | null = null;
  for (const value of values) {
    if (value !== null) {
      squares += (value - centre) ** 2;
      if (previous !== null) products += (value - centre) * (previous - centre);
    }
    previous = value;
  }
  return products / squares;
}

/** True if neighbouring periods are so similar that limits from moving ranges are too narrow. */
export const hasAutocorrelationWarning = (autocorrelation: number | null): boolean =>
  autocorrelation !== null && autocorrelation > AUTOCORRELATION_WARNING;
