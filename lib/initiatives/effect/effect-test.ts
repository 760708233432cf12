import { Decimal } from "decimal.js";
import { daysBetween } from "@/lib/calendar/dates";
import { formatDelta, formatValueText } from "@/lib/format";
import { dayOf, daysText, signed } from "../words/phrases";

/** The claimed effect on a KPI: by how much, in its unit and signed, and from when. */
export type EffectClaim = { kpiName: string; unit: string; low: number; likely: number; high: number; fromOn: string };

/** One period of the KPI, oldest first. A null value is a gap, never zero. */
export type EffectPoint = { period: string; value: number | null; provisional: boolean };

export type EffectResult = {
  result: "too-early" | "supported" | "not-supported";
  /** mean of at most 24 final values before the claimed start; null if there are fewer than eight */
  earlierMean: number | null;
  /** mean of the final values since; null if there is none */
  sinceMean: number | null;
  valuesSince: number;
  text: string;
  note: string;
};

/** Eight in a row on one side of a mean happen by chance once in 256 times: the run rule of process behaviour charts (Wheeler). */
const RUN = 8;
const EARLIER = 24;
const Exact = Decimal.clone({ precision: 80 });

/**
 * Tests a claimed effect as a hypothesis. Supported: the last eight final values since the claimed start all lie on the intended side of
 * the earlier mean, and the mean has moved by at least the low claim. Not supported: there are eight values and one of the conditions
 * fails. Too early: before the start, fewer than eight values since, or fewer than eight before, so that nothing can be compared. It tests
 * whether a shift happened, not what caused it.
 */
export function testEffect(claim: EffectClaim, points: readonly EffectPoint[], today: string): EffectResult {
  const final = points.filter((p): p is EffectPoint & { value: number } => p.value !== null && !p.provisional);
  const earlier = final.filter((p) => p.period < claim.fromOn).slice(-EARLIER);
  const since = final.filter((p) => p.period >= claim.fromOn);
  const earlierMean = earlier.length < RUN ? null : mean(earlier.map((p) => p.value));
  const sinceMean = since.length === 0 ? null : mean(since.map((p) => p.value));
  const base = { earlierMean, sinceMean, valuesSince: since.length };
  const value = (n: number) => formatValueText(n, claim.unit);
  const early = (text: string): EffectResult => ({ ...base, result: "too-early", text, note: caution(claim, earlier) });

  if (today < claim.fromOn)
    return early(
      `Claimed from ${dayOf(claim.fromOn, today)}: ${daysText(daysBetween(today, claim.fromOn))} from now, then eight values are needed`,
    );
  if (earlierMean === null)
    return early(`Only ${earlier.length} of the eight values before ${dayOf(claim.fromOn, today)} that a comparison needs`);
  if (sinceMean === null || since.length < RUN)
    return early(
      `${since.length} of eight values since ${dayOf(claim.fromOn, today)}${sinceMean === null ? "" : `; mean so far ${value(sinceMean)}, ${value(earlierMean)} before`}`,
    );

  const side = Math.sign(claim.likely);
  // Sums, not means: rounding of a fraction must not decide a value exactly on the mean, or a move of exactly the claim.
  const [was, is] = [sum(earlier), sum(since)];
  const run = since.slice(-RUN).every((p) => was.n.mul(p.value).minus(was.total).mul(side).gt(0));
  const moved = sinceMean - earlierMean;
  const enough = is.total
    .mul(was.n)
    .minus(was.total.mul(is.n))
    .mul(side)
    .gte(was.n.mul(is.n).mul(least(claim)));
  const levels = `Mean ${value(sinceMean)} since ${dayOf(claim.fromOn, today)}, ${value(earlierMean)} before: ${formatDelta(moved, claim.unit)}`;
  const claimed = `claimed ${signed(claim.low)} to ${signed(claim.high)}`;
  if (run && enough) return { ...base, result: "supported", text: `${levels}, ${claimed}`, note: "eight in a row on the expected side" };
  const why = run ? "a shift, but smaller than the low claim" : "no run of eight on the expected side";
  return { ...base, result: "not-supported", text: `${levels}, ${claimed}`, note: why };
}

/** The smallest claimed change in the intended direction; if the claim includes harm, any shift is enough. */
const least = (claim: EffectClaim) => Math.max(0, Math.min(claim.low * Math.sign(claim.likely), claim.high * Math.sign(claim.likely)));

/** A start right after the worst value would look better by chance alone (regression to the mean). */
function caution(claim: EffectClaim, earlier: readonly { value: number }[]): string {
  const last = earlier.at(-1)?.value;
  if (last === undefined || earlier.length < RUN) return "";
  const side = Math.sign(claim.likely);
  return earlier.slice(0, -1).every((p) => (p.value - last) * side > 0) ? "started at the worst value: part of the recovery is chance" : "";
}

const sum = (points: readonly { value: number }[]) => ({
  n: new Exact(points.length),
  total: points.reduce((total, { value }) => total.plus(value), new Exact(0)),
});

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
