import { isSignalRule, type RunRule, type Side } from "./rules";

export type Direction = "higher" | "lower" | "band" | "milestone" | "informational";

/** "changed": a signal that is neither good nor bad. "not-judged": no limits, no value, or not judged by limits. */
export type Variation = "improving" | "common-cause" | "worsening" | "changed" | "not-judged";

/** The data needed from a chart point; see process-chart.ts. `excluded`: by an annotation. */
export type VariationPoint = {
  value: number | null;
  mean: number | null;
  rules: readonly RunRule[];
  side: Side | null;
  excluded?: boolean;
};

/**
 * Variation of one point by the direction of its KPI. Higher is better: a signal above (or rising) is improving, below is worsening; lower
 * is better works the other way round. Band: worsening if the value lies farther outside the band than the mean does, improving if less
 * far, "changed" if both lie equally far, above all inside the band; "changed" without a band. Informational: "changed". Milestone (reached
 * or not): never judged. "hugging" is information, no signal.
 */
export function variationOf(
  point: VariationPoint | undefined,
  direction: Direction,
  band: { lower: number; upper: number } | null = null,
): Variation {
  if (!point || point.excluded || point.value === null || point.mean === null || direction === "milestone") return "not-judged";
  if (point.side === null || !point.rules.some(isSignalRule)) return "common-cause";
  if (direction === "higher") return point.side === "above" ? "improving" : "worsening";
  if (direction === "lower") return point.side === "below" ? "improving" : "worsening";
  if (direction === "informational" || band === null) return "changed";
  const change = outsideBy(point.value, band) - outsideBy(point.mean, band);
  if (change === 0) return "changed";
  return change > 0 ? "worsening" : "improving";
}

/** Variation of the latest point that was reported and not excluded; "not-judged" if there is none. */
export function latestVariation(
  points: readonly VariationPoint[],
  direction: Direction,
  band: { lower: number; upper: number } | null = null,
): Variation {
  return variationOf(
    points.findLast((point) => point.value !== null && !point.excluded),
    direction,
    band,
  );
}

const outsideBy = (value: number, band: { lower: number; upper: number }) => Math.max(band.lower - value, value - band.upper, 0);
