/**
 * Share of periods in which an unchanged process raises a new signal (outside, two of three, run of eight), by number of baseline points.
 * From 40,000 simulated series of independent normal values per row, 12 periods after the baseline each; standard error under 0.0005. The
 * last row stands for exactly known limits.
 */
const SIMULATED: readonly { points: number; rate: number }[] = [
  { points: 12, rate: 0.027 },
  { points: 16, rate: 0.0216 },
  { points: 20, rate: 0.0184 },
  { points: 24, rate: 0.0162 },
  { points: 50, rate: 0.0113 },
  { points: Number.POSITIVE_INFINITY, rate: 0.0077 },
];

/**
 * Expected false signals of one KPI per period: 0.0162 (about 1.6 %) with limits from 24 points, more with fewer, because limits from few
 * points are themselves uncertain. Linear in 1 / points between the simulated rows. 0 under 12 points: no limits, so no signals. Throws
 * RangeError for a negative or NaN number of points.
 */
export function falseSignalRate(baselinePoints: number): number {
  if (!(baselinePoints >= 0)) throw new RangeError("baselinePoints must not be negative");
  const above = SIMULATED.find((row) => row.points >= baselinePoints);
  const below = SIMULATED.findLast((row) => row.points <= baselinePoints);
  if (!above || !below) return 0;
  if (above.points === below.points) return above.rate;
  const share = (1 / below.points - 1 / baselinePoints) / (1 / below.points - 1 / above.points);
  return below.rate + share * (above.rate - below.rate);
}
