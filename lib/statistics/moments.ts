/**
 * Arithmetic mean. Result in the unit of `values`.
 * Throws RangeError for an empty list (its mean is unknown, not zero) and for NaN or Infinity.
 */
export function mean(values: readonly number[]): number {
  requireFinite(values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Median: the middle value, or the mean of the two middle ones. Result in the unit of `values`.
 * Throws RangeError for an empty list and for NaN or Infinity.
 */
export function median(values: readonly number[]): number {
  requireFinite(values);
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

function requireFinite(values: readonly number[]): void {
  if (values.length === 0) throw new RangeError("no values to average");
  if (!values.every(Number.isFinite)) throw new RangeError("values must be finite numbers");
}
