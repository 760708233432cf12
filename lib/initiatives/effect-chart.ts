import { addMonths, daysBetween, type IsoDate } from "@/lib/calendar/dates";
import { MONTH_NAMES } from "@/lib/calendar/period-labels";
import { spreadLabels } from "@/lib/charts/labels";
import { niceTicks, plainNumber, stepDecimals } from "@/lib/charts/ticks";
import { formatNumber, formatValueText } from "@/lib/format";
import type { EffectClaim, EffectPoint } from "./effect-test";
import { dayOf, signed } from "./phrases";

export type EffectChartInput = EffectClaim & {
  /** oldest first */
  points: readonly EffectPoint[];
  /** steps of the target, oldest first; a bound reached from above or below */
  targets: readonly { fromOn: IsoDate; bound: number }[];
  /** the mean the claim is added to; null when too few values are there */
  earlierMean: number | null;
  today: IsoDate;
  dueOn: IsoDate;
};

/** Exactly what the picture of a claimed effect draws, in its own pixels; empty paths and nulls where there is nothing. */
export type EffectChart = {
  title: string;
  caption: string;
  summary: string;
  /** "axis starts at 60"; empty when it starts at zero */
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
  /** the claimed range, closed; and its likely middle */
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

/** Lays out a KPI's values with what an initiative claims of them. Null when the KPI has no value at all. */
export function prepareEffectChart(input: EffectChartInput): EffectChart | null {
  const { points, earlierMean, fromOn, today } = input;
  const known = points.filter((p): p is EffectPoint & { value: number } => p.value !== null);
  const first = points[0];
  if (first === undefined || known.length === 0) return null;
  const from = first.period;
  const to = [addMonths(fromOn, 6), input.dueOn, today, points.at(-1)?.period ?? from].toSorted().at(-1) ?? today;
  const claimed = earlierMean === null ? [] : [earlierMean, earlierMean + input.low, earlierMean + input.likely, earlierMean + input.high];
  const values = [...known.map((p) => p.value), ...claimed, ...input.targets.map((t) => t.bound)];
  const ticks = niceTicks(Math.min(...values), Math.max(...values));
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (date: IsoDate) => round(PLOT.left + (daysBetween(from, date) / Math.max(1, daysBetween(from, to))) * (PLOT.right - PLOT.left));
  const y = (value: number) => round(PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top));
  const fromX = x(fromOn < from ? from : fromOn);
  const decimals = stepDecimals((ticks[1] ?? 1) - (ticks[0] ?? 0));
  return {
    title: titleOf(input),
    caption: captionOf(input),
    summary: summaryOf(input, known),
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
    mean: earlierMean === null ? null : { x1: PLOT.left, x2: PLOT.right, y: y(earlierMean) },
    range:
      earlierMean === null
        ? ""
        : `M${fromX} ${y(earlierMean + input.low)}V${y(earlierMean + input.high)}H${PLOT.right}V${y(earlierMean + input.low)}Z`,
    likely: earlierMean === null ? null : { x1: fromX, x2: PLOT.right, y: y(earlierMean + input.likely) },
    fromX,
    fromText: `from ${dayOf(fromOn, today)}`,
    fromAnchor: fromX > PLOT.right - 90 ? "end" : "start",
    labels: labelsOf(input, y),
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

/** About five first days of months, evenly apart. */
function xTicksOf(from: IsoDate, to: IsoDate): IsoDate[] {
  const firsts: IsoDate[] = [];
  for (let date = addMonths(`${from.slice(0, 8)}01`, from.endsWith("-01") ? 0 : 1); date <= to; date = addMonths(date, 1))
    firsts.push(date);
  const step = [1, 2, 3, 6, 12, 24, 60].find((n) => firsts.length / n <= 6) ?? 120;
  return firsts.filter((_, i) => i % step === 0);
}

function labelsOf(input: EffectChartInput, y: Scale<number>): EffectChart["labels"] {
  const { earlierMean: mean } = input;
  const bound = input.targets.at(-1)?.bound;
  const wanted = [
    ...(bound === undefined ? [] : [{ value: bound, text: `Target ${formatNumber(bound)}`, strong: false }]),
    ...(mean === null
      ? []
      : [
          { value: mean + input.high, text: `High ${formatNumber(mean + input.high)}`, strong: false },
          { value: mean + input.likely, text: `Likely ${formatNumber(mean + input.likely)}`, strong: true },
          { value: mean + input.low, text: `Low ${formatNumber(mean + input.low)}`, strong: false },
          { value: mean, text: `Mean ${formatNumber(mean)}`, strong: false },
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

function rangeText({ earlierMean, low, high, unit }: EffectChartInput): string {
  if (earlierMean === null) return "";
  const [a, b] = [earlierMean + low, earlierMean + high].toSorted((m, n) => m - n);
  return `${formatNumber(a ?? 0)} to ${formatValueText(b ?? 0, unit)}`;
}

const titleOf = (input: EffectChartInput) =>
  input.earlierMean === null
    ? `${input.kpiName}: too few values before ${dayOf(input.fromOn, input.today)} to say what the claim leads to`
    : `If the hypothesis holds, ${input.kpiName} is ${rangeText(input)} from ${dayOf(input.fromOn, input.today)}`;

function captionOf({ low, likely, high, earlierMean, unit, fromOn, today }: EffectChartInput): string {
  const on = earlierMean === null ? "" : ` on the mean before, ${formatValueText(earlierMean, unit)}`;
  return `Claimed: ${signed(low)} low, ${signed(likely)} likely, ${signed(high)} high${on}; from ${dayOf(fromOn, today)}.`;
}

function summaryOf(input: EffectChartInput, known: readonly { value: number }[]): string {
  const latest = formatValueText(known.at(-1)?.value ?? null, input.unit);
  const bound = input.targets.at(-1)?.bound;
  const target = bound === undefined ? "no target" : `target ${formatNumber(bound)}`;
  return `${input.kpiName}: ${known.length} values, latest ${latest}, ${target}. ${captionOf(input)}`;
}

const round = (n: number) => Math.round(n * 10) / 10;
