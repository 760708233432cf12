import { mean } from "../moments";
import { DEFAULT_BASELINE_POINTS, FIRM_POINTS, MIN_POINTS_FOR_LIMITS, MIN_RANGES_FOR_LIMITS } from "./process-limits";

/** p: share of units; laney-p: share, corrected for spread beyond the binomial; u: events per unit; c: events. */
export type AttributeChart = "p" | "laney-p" | "u" | "c";
/** One period: the number of events or units, and their base (ignored by the c chart). */
export type Subgroup = { numerator: number; denominator: number };

export type AttributeBaseline = {
  chart: AttributeChart;
  /** Sum of numerators / sum of denominators (c: mean numerator), as a share or rate, not in percent. */
  centre: number;
  /** Laney's sigma z; 1 for the other charts. */
  sigmaZ: number;
  points: number;
  provisional: boolean;
  /** Index in `subgroups` of the last one used. */
  lastIndex: number;
};

/**
 * Centre (and Laney's sigma z) of a p, p', u or c chart from the first `baselinePoints` known subgroups.
 * `subgroups`: oldest first, null for a missing or excluded period. Null if fewer than 12 are known; for p' also if fewer than 6
 * neighbouring pairs are. A subgroup with denominator 0 has no share and counts as missing. Throws RangeError for negative or non-finite
 * counts and for a share above 1.
 *
 * Source: Montgomery, "Introduction to Statistical Quality Control", ch. 7; p': Laney, "Improved control charts for attributes", Quality
 * Engineering 14 (2002): sigma z = mean moving range of the z scores / 1.128.
 */
export function attributeBaseline(
  chart: AttributeChart,
  subgroups: readonly (Subgroup | null)[],
  baselinePoints: number = DEFAULT_BASELINE_POINTS,
): AttributeBaseline | null {
  const used: (Subgroup | null)[] = [];
  let points = 0;
  let lastIndex = -1;
  for (const [index, subgroup] of subgroups.entries()) {
    if (subgroup !== null) check(chart, subgroup);
    if (points >= baselinePoints) continue;
    const known = subgroup !== null && (chart === "c" || subgroup.denominator > 0);
    used.push(known ? subgroup : null);
    if (!known) continue;
    points += 1;
    lastIndex = index;
  }
  if (points < MIN_POINTS_FOR_LIMITS) return null;

  const known = used.filter((subgroup) => subgroup !== null);
  const events = known.reduce((sum, subgroup) => sum + subgroup.numerator, 0);
  const base = chart === "c" ? points : known.reduce((sum, subgroup) => sum + subgroup.denominator, 0);
  const centre = events / base;
  const sigmaZ = chart === "laney-p" ? laneySigma(used, centre) : 1;
  return sigmaZ === null ? null : { chart, centre, sigmaZ, points, provisional: points < FIRM_POINTS, lastIndex };
}

/**
 * Natural three-sigma limits for one period with this denominator, as share, rate or count; not cut at 0 or 1, because the thirds of the
 * run rules need the whole distance (for drawing, cut with `Math.max(0, lower)`). Null if the denominator is not above zero (p, p', u).
 */
export function attributeLimits(baseline: AttributeBaseline, denominator: number): { lower: number; upper: number } | null {
  if (baseline.chart !== "c" && !(denominator > 0)) return null;
  const spread = 3 * baseline.sigmaZ * sigma(baseline.chart, baseline.centre, denominator);
  return { lower: baseline.centre - spread, upper: baseline.centre + spread };
}

function sigma(chart: AttributeChart, centre: number, denominator: number): number {
  if (chart === "c") return Math.sqrt(centre);
  if (chart === "u") return Math.sqrt(centre / denominator);
  return Math.sqrt((centre * (1 - centre)) / denominator);
}

function laneySigma(subgroups: readonly (Subgroup | null)[], centre: number): number | null {
  if (centre === 0 || centre === 1) return 1;
  const scores = subgroups.map((s) => s && (s.numerator / s.denominator - centre) / sigma("p", centre, s.denominator));
  const ranges = scores.flatMap((score, index) => {
    const previous = scores[index - 1] ?? null;
    return score === null || previous === null ? [] : [Math.abs(score - previous)];
  });
  return ranges.length < MIN_RANGES_FOR_LIMITS ? null : mean(ranges) / 1.128;
}

function check(chart: AttributeChart, { numerator, denominator }: Subgroup): void {
  const bases = chart === "c" ? [numerator] : [numerator, denominator];
  if (!bases.every((count) => Number.isFinite(count) && count >= 0)) throw new RangeError("counts must be finite and not negative");
  if ((chart === "p" || chart === "laney-p") && numerator > denominator) throw new RangeError("a share cannot exceed 1");
}
