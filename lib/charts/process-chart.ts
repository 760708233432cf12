import type { SignalTone } from "@/lib/charts/view";
import { spreadLabels } from "./labels";
import { countPeriods, type Frequency, type PeriodTick, periodTicks } from "./process-axis";
import { pointSentence, summarySentence } from "./process-text";
import { niceTicks, plainNumber, stepDecimals, targetNumber } from "./ticks";

export type ProcessPoint = {
  /** first day, YYYY-MM-DD */
  period: string;
  /** "May 2014" */
  label: string;
  /** null is a gap */
  value: number | null;
  lower: number | null;
  mean: number | null;
  upper: number | null;
  /** the target for this period */
  target: number | null;
  /** the second bound if the target is a band */
  targetHigh?: number | null;
  signal: null | { rules: string[]; tone: SignalTone };
  provisional: boolean;
  /** part of the periods the limits were computed from */
  baseline: boolean;
};

export type ProcessAnnotation = { period: string; flag: string; text: string };

export type ProcessInput = {
  name: string;
  unit: string;
  decimals: number;
  frequency: Frequency;
  /** oldest first */
  points: ProcessPoint[];
  annotations: ProcessAnnotation[];
  /** height of the plot in pixels, without axes: needed to place the labels */
  plotHeight: number;
};

/** A run of equal values over slots; x counts points, a slot extends half a step to each side. */
export type Run = { from: number; to: number; y: number; held: boolean };
export type EndLabel = { text: string; y: number; kind: "latest" | "target" | "limit" };
export type PointMark = { index: number; value: number; shape: "dot" | "diamond"; tone: SignalTone; hollow: boolean };

/** Everything a process chart needs; a component only draws it. */
export type ProcessChart = {
  yTicks: { value: number; label: string }[];
  domain: [number, number];
  xTicks: PeriodTick[];
  /** values for the solid line, null at gaps and at a last unfinished period */
  solid: (number | null)[];
  /** the last step, dashed, if it is unfinished */
  provisional: [from: number, to: number] | null;
  marks: PointMark[];
  bands: { from: number; to: number; lower: number; upper: number }[];
  means: Run[];
  limits: Run[];
  /** stepped targets, one list of runs per bound */
  targets: Run[][];
  baseline: { from: number; to: number; label: string } | null;
  flags: { index: number; flag: string }[];
  endLabels: EndLabel[];
  axisNote: string | null;
  /** space in pixels for the axis labels at the left and the line labels at the right */
  space: { left: number; right: number };
  /** one sentence per point, for the arrow keys */
  sentences: string[];
  summary: string;
};

const labelGap = 16;

/** Prepares a process behaviour chart. Needs at least one point; without values it shows its limits and says so. */
export function prepareProcessChart(input: ProcessInput): ProcessChart {
  const { points, decimals, unit, frequency } = input;
  const ticks = valueTicks(points, unit);
  const domain: [number, number] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const tickDecimals = stepDecimals((ticks[1] ?? 1) - domain[0]);
  const last = points.findLastIndex((p) => p.value !== null);
  const unfinished = last >= 0 && points[last]?.provisional === true;
  const before = points[last - 1]?.value ?? null;

  const yTicks = ticks.map((value) => ({ value, label: plainNumber(value, tickDecimals) }));
  const labels = endLabels(input, domain);
  return {
    yTicks,
    domain,
    xTicks: periodTicks(
      points.map((p) => p.period),
      frequency,
    ),
    solid: points.map((p, i) => (unfinished && i === last && before !== null ? null : p.value)),
    provisional: unfinished && before !== null ? [last - 1, last] : null,
    marks: points.flatMap((p, index) => (p.value === null ? [] : [markOf(p, p.value, index)])),
    bands: bandRuns(points),
    means: runs(points, (p) => p.mean),
    limits: [...runs(points, (p) => p.upper), ...runs(points, (p) => p.lower)],
    targets: [runs(points, (p) => p.target), runs(points, (p) => p.targetHigh ?? null)].filter((list) => list.length > 0),
    baseline: baselineOf(points, frequency),
    flags: flagsOf(input),
    endLabels: labels,
    space: {
      left: textSpace(yTicks, 40),
      right: textSpace(
        labels.map(({ text }) => ({ label: text })),
        96,
      ),
    },
    axisNote: domain[0] > 0 || domain[1] < 0 ? `Axis starts at ${plainNumber(domain[0], tickDecimals)}.` : null,
    sentences: points.map((p) => pointSentence(p, unit, decimals)),
    summary: summarySentence(input.name, points, unit, decimals),
  };
}

/** Width of the longest label at 12 px, where a character takes about 6.6 px, plus a margin of 12 px; at least `least`. */
function textSpace(labels: { label: string }[], least: number): number {
  return Math.max(least, Math.ceil(12 + 6.6 * Math.max(0, ...labels.map(({ label }) => label.length))));
}

/**
 * Ticks of the value axis. Values and limits get a margin of a twenty-fifth of their range, so that no point lies on the axis; the margin
 * never goes below zero for counts nor above 100 for shares.
 */
function valueTicks(points: ProcessPoint[], unit: string): number[] {
  const seen = points.flatMap((p) => [p.value, p.lower, p.mean, p.upper]).filter((v) => v !== null);
  const targets = points.flatMap((p) => [p.target, p.targetHigh ?? null]).filter((v) => v !== null);
  if (seen.length + targets.length === 0) return [0, 1];
  const [low, high] = [Math.min(...seen, ...targets), Math.max(...seen, ...targets)];
  const air = (high - low) / 25;
  const floor = low >= 0 ? 0 : Number.NEGATIVE_INFINITY;
  const roof = unit === "%" && high <= 100 ? 100 : Number.POSITIVE_INFINITY;
  return niceTicks(
    Math.max(floor, Math.min(low, ...seen.map((v) => v - air))),
    Math.min(roof, Math.max(high, ...seen.map((v) => v + air))),
  );
}

function markOf(p: ProcessPoint, value: number, index: number): PointMark {
  return { index, value, shape: p.signal === null ? "dot" : "diamond", tone: p.signal?.tone ?? "neutral", hollow: p.provisional };
}

/** One flag per period: several on one day share it, "A B". Annotations before the first period have none. */
function flagsOf({ points, annotations }: ProcessInput): ProcessChart["flags"] {
  const byIndex = new Map<number, string[]>();
  for (const { period, flag } of annotations) {
    const index = indexOf(points, period);
    if (index !== null) byIndex.set(index, [...(byIndex.get(index) ?? []), flag]);
  }
  return [...byIndex].map(([index, flags]) => ({ index, flag: flags.join(" ") }));
}

/** The point of the period that contains the day: the last one that starts on or before it. Null before the first. */
function indexOf(points: ProcessPoint[], day: string): number | null {
  const index = points.findLastIndex((p) => p.period <= day);
  return index < 0 ? null : index;
}

/** Neighbouring slots with the same value and baseline state become one run; held means after its baseline. */
function runs(points: ProcessPoint[], pick: (p: ProcessPoint) => number | null): Run[] {
  const based = points.some((p) => p.baseline);
  const result: Run[] = [];
  points.forEach((p, i) => {
    const y = pick(p);
    if (y === null) return;
    const held = based && !p.baseline;
    const open = result.at(-1);
    if (open !== undefined && open.to === i - 0.5 && open.y === y && open.held === held) open.to = i + 0.5;
    else result.push({ from: i - 0.5, to: i + 0.5, y, held });
  });
  return result;
}

function bandRuns(points: ProcessPoint[]): ProcessChart["bands"] {
  const result: ProcessChart["bands"] = [];
  points.forEach(({ lower, upper }, i) => {
    if (lower === null || upper === null) return;
    const open = result.at(-1);
    if (open !== undefined && open.to === i - 0.5 && open.lower === lower && open.upper === upper) open.to = i + 0.5;
    else result.push({ from: i - 0.5, to: i + 0.5, lower, upper });
  });
  return result;
}

/** The newest unbroken stretch of baseline periods. */
function baselineOf(points: ProcessPoint[], frequency: Frequency): ProcessChart["baseline"] {
  const to = points.findLastIndex((p) => p.baseline);
  if (to < 0) return null;
  const from = points.slice(0, to).findLastIndex((p) => !p.baseline) + 1;
  return { from: from - 0.5, to: to + 0.5, label: `Baseline, ${countPeriods(to - from + 1, frequency)}` };
}

function endLabels({ points, decimals, plotHeight }: ProcessInput, [low, high]: [number, number]): EndLabel[] {
  const say = (v: number) => plainNumber(v, decimals);
  const latest = points.findLast((p) => p.value !== null);
  const end = points.at(-1);
  const wanted: { text: string; value: number | null; kind: EndLabel["kind"] }[] = [
    { text: latestText(latest, say), value: latest?.value ?? null, kind: "latest" },
    { text: targetText(points), value: end?.target ?? null, kind: "target" },
    { text: `Target to ${targetNumber(end?.targetHigh ?? 0)}`, value: end?.targetHigh ?? null, kind: "target" },
    { text: `Upper limit ${say(end?.upper ?? 0)}`, value: end?.upper ?? null, kind: "limit" },
    { text: `Mean ${say(end?.mean ?? 0)}`, value: end?.mean ?? null, kind: "limit" },
    { text: `Lower limit ${say(end?.lower ?? 0)}`, value: end?.lower ?? null, kind: "limit" },
  ];
  const labels = wanted.flatMap(({ text, value, kind }) =>
    value === null ? [] : [{ text, kind, y: ((high - value) / (high - low)) * plotHeight }],
  );
  const ys = spreadLabels(
    labels.map((l) => l.y),
    labelGap,
    0,
    plotHeight,
  );
  return labels.map((label, i) => ({ ...label, y: Math.round((ys[i] ?? label.y) * 10) / 10 }));
}

function latestText(latest: ProcessPoint | undefined, say: (v: number) => string): string {
  if (latest === undefined || latest.value === null) return "";
  return `${latest.label.replace(/ \d{4}$/, "")} ${say(latest.value)}${latest.provisional ? ", provisional" : ""}`;
}

/** "Target 80, was 75" if it changed within the chart. */
function targetText(points: ProcessPoint[]): string {
  const now = points.at(-1)?.target ?? null;
  if (now === null) return "";
  const earlier = points.findLast((p) => p.target !== null && p.target !== now)?.target ?? null;
  return `Target ${targetNumber(now)}${earlier === null ? "" : `, was ${targetNumber(earlier)}`}`;
}
