import type { IsoDate } from "@/lib/calendar/dates";
import type { Frequency } from "@/lib/calendar/periods";
import { plainNumber } from "@/lib/charts/ticks";
import type { ChartPoint, ProcessChart } from "@/lib/statistics/charts/process-chart";
import { FIRM_POINTS, MIN_POINTS_FOR_LIMITS } from "@/lib/statistics/charts/process-limits";
import { isSignalRule, ruleOf } from "@/lib/statistics/charts/rules";
import { falseSignalRate } from "@/lib/statistics/false-alarms";
import type { LimitTerms } from "./chart-limits";

const NOUN: Record<Frequency, string> = {
  day: "day",
  week: "week",
  month: "month",
  quarter: "quarter",
  half_year: "half-year",
  year: "year",
};
const periods = (count: number, frequency: Frequency) => `${count} ${NOUN[frequency]}${count === 1 ? "" : "s"}`;

const isSignal = (point: ChartPoint) => point.side !== null && point.rules.some(isSignalRule);

/** The rules a point breaks, in few words: "below the lower limit", "8+ below mean", "7+ falling". */
export const ruleWords = ({ rules, side }: Pick<ChartPoint, "rules" | "side">): string[] =>
  side === null ? [] : rules.flatMap((rule) => ruleOf(rule).signal?.short(side === "above") ?? []);

/**
 * The finding used as a chart's title. If the latest value has a signal: its strongest rule and since when it has lasted without a break.
 * Otherwise: since when the values are back to normal, or that nothing is unusual within the current limits; or why there is no finding.
 * `label`: name of a period, beginning with a capital.
 */
export function findingOf(kpi: LimitTerms, chart: ProcessChart, decimals: number, label: (period: IsoDate) => string): string {
  const say = (value: number | null) => plainNumber(value, decimals);
  const name = (period: IsoDate) => label(period).replace(/^Week/, "the week");
  const known = chart.points.filter((point) => point.value !== null && !point.excluded);
  const latest = known.at(-1);
  const segment = chart.segments.findLast((own) => latest !== undefined && own.from <= latest.period);
  if (!latest || !segment) return "No value yet";
  if (kpi.chart === "none") return `Latest ${say(latest.value)}, ${name(latest.period)}; not judged by limits`;
  const inside = known.filter((point) => point.period >= segment.from);
  if (segment.mean === null)
    return inside.length < MIN_POINTS_FOR_LIMITS
      ? `Too few values for limits: ${inside.length} of the ${MIN_POINTS_FOR_LIMITS} needed`
      : "No limits: too few consecutive values";
  if (isSignal(latest)) return signalFinding(inside, latest, say, name);
  const lastSignal = inside.findLast(isSignal);
  const range = segment.varying || segment.lower === null ? "its limits" : `${say(segment.lower)} to ${say(segment.upper)}`;
  if (!lastSignal) return `Nothing unusual: every ${NOUN[kpi.frequency]} inside ${range}`;
  const back = inside.find((point) => point.period > lastSignal.period) ?? latest;
  return `Back to its usual range${segment.varying ? "" : `, ${range},`} since ${name(back.period)}`;
}

function signalFinding(
  inside: readonly ChartPoint[],
  latest: ChartPoint,
  say: (value: number | null) => string,
  name: (period: IsoDate) => string,
): string {
  const rule = latest.rules.find((own) => ruleOf(own).signal?.tellsMore) ?? latest.rules[0];
  const stretch = inside.slice(inside.findLastIndex((point) => point.side !== latest.side || !point.rules.some((own) => own === rule)) + 1);
  const since = stretch[0]?.period ?? latest.period;
  const lasts = since === latest.period ? `in ${name(latest.period)}` : `since ${name(since)}`;
  const said = { above: latest.side === "above", mean: say(latest.mean), lower: say(latest.lower), upper: say(latest.upper), lasts };
  return (rule && ruleOf(rule).signal?.title(said)) ?? "";
}

/** How reliable the current limits are, one sentence each; empty without limits. */
export function limitNotes(kpi: LimitTerms, chart: ProcessChart): string[] {
  const segment = chart.segments.findLast((own) => own.mean !== null);
  if (!segment || segment !== chart.segments.at(-1)) return [];
  const rate = falseSignalRate(segment.baselinePoints);
  const notes = [
    `With limits from ${periods(segment.baselinePoints, kpi.frequency)}, chance alone raises a signal about once in ${periods(Math.round(1 / rate), kpi.frequency)}.`,
  ];
  if (segment.provisional) notes.push(`The limits are provisional until they rest on ${periods(FIRM_POINTS, kpi.frequency)}.`);
  if (segment.autocorrelated && segment.autocorrelation !== null)
    notes.push(
      `Consecutive ${NOUN[kpi.frequency]}s are correlated (r = ${segment.autocorrelation.toFixed(2)}): the limits are narrower than they should be, and signals come sooner.`,
    );
  return notes;
}
