import { mean } from "../moments";

export type SubgroupLimits = { centre: number; lower: number; upper: number };

/**
 * Limits of the means of subgroups of one size (x-bar chart): grand mean +/- 3 s-bar / (c4 sqrt n), with s-bar the mean standard deviation
 * inside the subgroups. `subgroups`: the single values, in the unit of the result. Null under two subgroups or under two values in one;
 * throws RangeError if the sizes differ. (Montgomery, Introduction to Statistical Quality Control, 6.3.)
 */
export function subgroupLimits(subgroups: readonly (readonly number[])[]): SubgroupLimits | null {
  const size = subgroups[0]?.length ?? 0;
  if (subgroups.length < 2 || size < 2) return null;
  if (subgroups.some((values) => values.length !== size)) throw new RangeError("subgroups of one chart have one size");
  const centre = mean(subgroups.map(mean));
  const reach = (3 * mean(subgroups.map(deviation))) / (c4(size) * Math.sqrt(size));
  return { centre, lower: centre - reach, upper: centre + reach };
}

/** Sample standard deviation, with n - 1. */
function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/**
 * Mean of the sample standard deviation of n normal values, in units of their standard deviation: sqrt(2 / (n - 1)) G(n / 2) / G((n - 1) /
 * 2).
 */
function c4(n: number): number {
  // G(n/2) / G((n-1)/2) by the recursion r(n) = (n/2 - 1) / r(n - 1), from r(2) = G(1) / G(1/2).
  let ratio = 1 / Math.sqrt(Math.PI);
  for (let k = 3; k <= n; k++) ratio = (k / 2 - 1) / ratio;
  return Math.sqrt(2 / (n - 1)) * ratio;
}
