import { individualsLimits, MIN_POINTS_FOR_LIMITS } from "./charts/process-limits";
import { mean } from "./moments";

/** Natural limits of a chart of gaps between rare events. A gap above `upper` is a longer quiet time than chance explains. */
export type GapLimits = { centre: number; lower: number; upper: number };

/** Nelson's power: a Weibull gap raised to it is close to normal. */
const NELSON_POWER = 1 / 3.6;

/**
 * g chart: limits for whole units (orders, whole days) counted between events.
 * `gaps`: non-negative counts, oldest first. Centre = mean, spread = 3 sqrt(mean (mean + 1)), never below 0.
 * Null under 12 gaps. Throws RangeError for a negative or non-finite gap.
 * Source: Benneyan, "Number-between g-type statistical quality control charts", Health Care Management Science 4 (2001).
 */
export function countsBetweenLimits(gaps: readonly number[]): GapLimits | null {
  requireGaps(gaps);
  if (gaps.length < MIN_POINTS_FOR_LIMITS) return null;
  const centre = mean(gaps);
  const spread = 3 * Math.sqrt(centre * (centre + 1));
  return { centre, lower: Math.max(0, centre - spread), upper: centre + spread };
}

/**
 * t chart: limits for time (in any unit) between events: an individuals chart of gap^(1/3.6), transformed back,
 * so the limits are not symmetrical about the centre. Never below 0. Results in the unit of `gaps`.
 * Null under 12 gaps. Throws RangeError for a negative or non-finite gap.
 * Source: Nelson, "A control chart for parts-per-million nonconforming items", Journal of Quality Technology 26 (1994).
 */
export function timeBetweenLimits(gaps: readonly number[]): GapLimits | null {
  requireGaps(gaps);
  const limits = individualsLimits(
    gaps.map((gap) => gap ** NELSON_POWER),
    { baselinePoints: gaps.length },
  );
  if (limits === null) return null;
  const back = (value: number) => Math.max(0, value) ** (1 / NELSON_POWER);
  return { centre: back(limits.centre), lower: back(limits.lower), upper: back(limits.upper) };
}

function requireGaps(gaps: readonly number[]): void {
  if (!gaps.every((gap) => Number.isFinite(gap) && gap >= 0)) throw new RangeError("gaps must be finite and not negative");
}
