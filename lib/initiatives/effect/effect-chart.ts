import { addMonths, daysBetween, type IsoDate } from "@/lib/calendar/dates";
import { MONTH_NAMES } from "@/lib/calendar/period-labels";
import { spreadLabels } from "@/lib/charts/labels";
import { niceTicks, plainNumber, stepDecimals } from "@/lib/charts/ticks";
import { formatNumber, formatValueText } from "@/lib/format";
import { dayOf, signed } from "../words/phrases";
import type { EffectClaim, EffectPoint } from "./effect-test";

export type EffectChartInput = EffectClaim & {
  /** oldest first */
  points: readonly EffectPoint[];
  /** steps of the target, oldest first; a bound to reach from above or below */
  targets: readonly { fromOn: IsoDate; bound: number }[];
  /** the mean the claim is added to; null if there are too few values */
  earlierMean: number | null;
  /** smallest and largest possible value: the claimed range stops there */
  minimum: number | null;
  maximum: number | null;
  today: IsoDate;
  dueOn: IsoDate;
};

/** Everything the picture of a claimed effect draws, in its own pixels; empty paths and nulls for missing parts. */
export type EffectChart = {
  title: string;
  caption: string;
  summary: string;
  /** "axis starts at 60"; empty if it starts at zero */
  axisText: string;
  width: number;
  height: number;
  plot: { left: number; right: number; top: number; bottom: number };
  yTicks: { y: number; label: string }[];
  xTicks: { x: number; label: string }[];
  line: string;
  provisionalLine: string;
  dots: { x: number; y: number; hollow: boolean }[];
  target: string;
  mean: { x1: number; x2: number; y: number } | null;
  /** the claimed range as a closed path, and its likely middle */
  range: string;
  likely: { x1: number; x2: number; y: number } | null;
  fromX: number;
  fromText: string;
  fromAnchor: "start" | "end";
  labels: { y: number; text: string; strong: boolean }[];
};

const WIDTH = 720;
const HEIGHT = 260;
const PLOT = { left: 44, right: 580, top: 12, bottom: 226 };

/** The claimed result: the mean with each change added, limited to the possible range. Null without a mean. */
type Reached = { mean: number; low: number; likely: number; high: number; stop: number | null };

function reachedOf({ earlierMean: mean, low, likely, high, minimum, maximum }: EffectChartInput): Reached | null {
  if (mean === null) return null;
  const [least, most] = [minimum ?? Number.NEGATIVE_INFINITY, maximum ?? Number.POSITIVE_INFINITY];
  const to = (change: number) => Math.min(most, Math.max(least, mean + change));
  const changes = [low, likely, high];
  const stop = changes.some((c) => mean + c < least) ? minimum : changes.some((c) => mean + c > most) ? maximum : null;
  return { mean, low: to(low), likely: to(likely), high: to(high), stop };
}

/** Lays out a KPI's values with an initiative's claim. Null if the KPI has no value at all. */
export function prepareEffectChart(input: EffectChartInput): EffectChart | null {
  const { points, fromOn, today } = input;
  const reached = reachedOf(input);
  const known = points.filter((p): p is EffectPoint & { value: number } => p.value !== null);
  const first = points[0];
  if (first === undefined || known.length === 0) return null;
  const from = first.period;
  const to = [addMonths(fromOn, 6), input.dueOn, today, points.at(-1)?.period ?? from].toSorted().at(-1) ?? today;
  const claimed = reached === null ? [] : [reached.mean, reached.low, reached.likely, reached.high];
  const values = [...known.map((p) => p.value), ...claimed, ...input.targets.map((t) => t.bound)];
  const ticks = niceTicks(Math.min(...values), Math.max(...values));
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (date: IsoDate) => round(PLOT.left + (daysBetween(from, date) / Math.max(1, daysBetween(from, to))) * (PLOT.right - PLOT.left));
  const y = (value: number) => round(PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top));
  const fromX = x(fromOn < from ? from : fromOn);
  const decimals = stepDecimals((ticks[1] ?? 1) - (ticks[0] ?? 0));
  return {
    title: titleOf(input, reached),
    caption: captionOf(input, reached),
    summary: summaryOf(input, reached, known),
    axisText: low === 0 ? "" : `axis starts at ${plainNumber(low, decimals)}`,
    width: WIDTH,
    height: HEIGHT,
    plot: PLOT,
    yTicks: ticks.map((value) => ({ y: y(value), label: plainNumber(value, decimals) })),
    xTicks: xTicksOf(from, to).map((date) => ({
      x: x(date),
      label: `${(MONTH_NAMES[Number(date.slice(5, 7)) - 1] ?? "").slice(0, 3)} ${date.slice(0, 4)}`,
    })),
    ...linesOf(points, x, y),
    target: targetPath(input.targets, from, to, x, y),
    mean: reached && { x1: PLOT.left, x2: PLOT.right, y: y(reached.mean) },
    range: reached === null ? "" : `M${fromX} ${y(reached.low)}V${y(reached.high)}H${PLOT.right}V${y(reached.low)}Z`,
    likely: reached && { x1: fromX, x2: PLOT.right, y: y(reached.likely) },
    fromX,
    fromText: `from ${dayOf(fromOn, today)}`,
    fromAnchor: fromX > PLOT.right - 90 ? "end" : "start",
    labels: labelsOf(input, reached, y),
  };
}

type Scale<T> = (n: T) => number;

function linesOf(points: readonly EffectPoint[], x: Scale<IsoDate>, y: Scale<number>) {
  let line = "";
  let provisionalLine = "";
  const dots: EffectChart["dots"] = [];
  points.forEach((p, i) => {
    if (p.value === null) return;
    const before = points[i - 1];
    const here = `${x(p.period)} ${y(p.value)}`;
    if (p.provisional && before?.value != null) provisionalLine += `M${x(before.period)} ${y(before.value)}L${here}`;
    else line += `${before?.value == null || before.provisional ? "M" : "L"}${here}`;
    const alone = before?.value == null && points[i + 1]?.value == null;
    if (points.length <= 40 || alone || p.provisional) dots.push({ x: x(p.period), y: y(p.value), hollow: p.provisional });
  });
  return { line, provisionalLine, dots };
}

/** One line that steps where the target changed. */
function targetPath(targets: EffectChartInput["targets"], from: IsoDate, to: IsoDate, x: Scale<IsoDate>, y: Scale<number>): string {
  let path = "";
  targets.forEach(({ fromOn, bound }, i) => {
    const start = fromOn < from ? from : fromOn;
    const end = targets[i + 1]?.fromOn ?? to;
    if (end <= from || start > to) return;
    path += `${path === "" ? `M${x(start)} ${y(bound)}` : `V${y(bound)}`}H${x(end > to ? to : end)}`;
  });
  return path;
}

/** About five evenly spaced first days of months. */
function xTicksOf(from: IsoDate, to: IsoDate): IsoDate[] {
  const firsts: IsoDate[] = [];
  for (let date = addMonths(`${from.slice(0, 8)}01`, from.endsWith("-01") ? 0 : 1); date <= to; date = addMonths(date, 1))
    firsts.push(date);
  const step = [1, 2, 3, 6, 12, 24, 60].find((n) => firsts.length / n <= 6) ?? 120;
  return firsts.filter((_, i) => i % step === 0);
}

function labelsOf(input: EffectChartInput, reached: Reached | null, y: Scale<number>): EffectChart["labels"] {
  const bound = input.targets.at(-1)?.bound;
  const wanted = [
    ...(bound === undefined ? [] : [{ value: bound, text: `Target ${formatNumber(bound)}`, strong: false }]),
    ...(reached === null
      ? []
      : [
          { value: reached.high, text: `High ${formatNumber(reached.high)}`, strong: false },
          { value: reached.likely, text: `Likely ${formatNumber(reached.likely)}`, strong: true },
          { value: reached.low, text: `Low ${formatNumber(reached.low)}`, strong: false },
          { value: reached.mean, text: `Mean ${formatNumber(reached.mean)}`, strong: false },
        ]),
  ];
  const ys = spreadLabels(
    wanted.map((w) => y(w.value)),
    14,
    PLOT.top,
    PLOT.bottom,
  );
  return wanted.map(({ text, strong }, i) => ({ text, strong, y: ys[i] ?? 0 }));
}

function rangeText({ low, high }: Reached, unit: string): string {
  const [a, b] = [low, high].toSorted((m, n) => m - n);
  return a === b ? formatValueText(low, unit) : `${formatNumber(a ?? 0)} to ${formatValueText(b ?? 0, unit)}`;
}

const titleOf = ({ kpiName, unit, fromOn, today }: EffectChartInput, reached: Reached | null) =>
  reached === null
    ? `${kpiName}: too few values before ${dayOf(fromOn, today)} to say what the claim leads to`
    : `If the claim is right, ${kpiName} is ${rangeText(reached, unit)} from ${dayOf(fromOn, today)}`;

function captionOf({ low, likely, high, unit, fromOn, today, minimum }: EffectChartInput, reached: Reached | null): string {
  const on = reached === null ? "" : ` on the mean before, ${formatValueText(reached.mean, unit)}`;
  const most = reached?.stop === minimum ? "smallest" : "largest";
  const stops = reached?.stop == null ? "" : ` Drawn to ${formatValueText(reached.stop, unit)}, the ${most} value that can occur.`;
  return `Claimed: ${signed(low)} low, ${signed(likely)} likely, ${signed(high)} high${on}; from ${dayOf(fromOn, today)}.${stops}`;
}

function summaryOf(input: EffectChartInput, reached: Reached | null, known: readonly { value: number }[]): string {
  const latest = formatValueText(known.at(-1)?.value ?? null, input.unit);
  const bound = input.targets.at(-1)?.bound;
  const target = bound === undefined ? "no target" : `target ${formatNumber(bound)}`;
  return `${input.kpiName}: ${known.length} values, latest ${latest}, ${target}. ${captionOf(input, reached)}`;
}

const round = (n: number) => Math.round(n * 10) / 10;
