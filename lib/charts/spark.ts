import type { SignalTone, SparkPoint, TargetBounds } from "@/lib/charts/view";
import { plainNumber } from "./ticks";

export type SparkInput = {
  points: SparkPoint[];
  mean: number | null;
  lower: number | null;
  upper: number | null;
  target: TargetBounds | null;
  width: number;
  height: number;
};

export type SparkMark = { x: number; y: number; shape: "diamond" | "dot"; tone: SignalTone; hollow: boolean };

/** Everything a spark line draws, in pixels of its box; empty strings and arrays for missing parts. */
export type Spark = {
  /** outline of the usual range, closed path */
  band: string;
  meanY: number | null;
  targetYs: number[];
  /** solid runs between gaps; a single value is a dot in `loose` */
  line: string;
  /** the step to a last unfinished period, dashed */
  provisionalLine: string;
  loose: { x: number; y: number }[];
  marks: SparkMark[];
};

const inset = 4;

/**
 * Lays out a spark line. The scale covers every value and the limits. A target that would squeeze the values below a quarter of the height
 * is left off the scale and drawn at the edge. Diamonds mark the start of a signal and the latest point, not every point of a run.
 */
export function prepareSpark(input: SparkInput): Spark {
  const { points, width, height } = input;
  const values = points.flatMap((p) => (p.value === null ? [] : [p.value]));
  if (values.length === 0) return { band: "", meanY: null, targetYs: [], line: "", provisionalLine: "", loose: [], marks: [] };

  const targets = [input.target?.floor, input.target?.ceiling].filter((t) => t !== null && t !== undefined);
  const limits = points.flatMap((p) => [p.lower ?? input.lower, p.upper ?? input.upper]).filter((l) => l !== null);
  const [low, high] = scaleOf([...values, ...limits], targets);
  const x = (i: number) => round(points.length === 1 ? width / 2 : inset + (i * (width - 2 * inset)) / (points.length - 1));
  const y = (v: number) => round(inset + ((high - Math.min(high, Math.max(low, v))) * (height - 2 * inset)) / (high - low));

  const last = points.findLastIndex((p) => p.value !== null);
  const { line, provisionalLine, loose } = lines(points, last, x, y);
  return {
    band: bandPath(input, x, y),
    meanY: input.mean === null ? null : y(input.mean),
    targetYs: targets.map(y),
    line,
    provisionalLine,
    loose,
    marks: points.flatMap((p, i) => markOf(points, p, i, last, x, y)),
  };
}

/** Low and high of the scale; targets count unless they would squeeze the rest below a quarter of it. */
function scaleOf(values: number[], targets: number[]): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const spread = high - low || Math.abs(high) * 0.1 || 1;
  const near = targets.filter((t) => t > low - 3 * spread && t < high + 3 * spread);
  const from = Math.min(low, ...near);
  const to = Math.max(high, ...near);
  return from === to ? [from - spread / 2, to + spread / 2] : [from, to];
}

type Scale = (n: number) => number;

function lines(points: SparkPoint[], last: number, x: Scale, y: Scale) {
  let line = "";
  let provisionalLine = "";
  const loose: { x: number; y: number }[] = [];
  points.forEach((p, i) => {
    if (p.value === null) return;
    const before = points[i - 1]?.value ?? null;
    const after = points[i + 1]?.value ?? null;
    if (before === null && after === null && i !== last) loose.push({ x: x(i), y: y(p.value) });
    if (before !== null && p.provisional === true && i === last) provisionalLine = `M${x(i - 1)} ${y(before)}L${x(i)} ${y(p.value)}`;
    else line += `${before === null ? "M" : "L"}${x(i)} ${y(p.value)}`;
  });
  return { line, provisionalLine, loose };
}

/** The usual range as one closed path: flat and full width for constant limits, with steps at the points for varying ones. */
function bandPath({ points, lower, upper, width, height }: SparkInput, x: Scale, y: Scale): string {
  if (points.every((p) => (p.lower ?? null) === null && (p.upper ?? null) === null)) {
    if (lower === null && upper === null) return "";
    const top = upper === null ? 0 : y(upper);
    const bottom = lower === null ? height : y(lower);
    return `M0 ${top}H${width}V${bottom}H0Z`;
  }
  const known = points.flatMap((p, i) => {
    const [from, to] = [p.lower ?? lower, p.upper ?? upper];
    return from === null || to === null ? [] : [{ x: x(i), top: y(to), bottom: y(from) }];
  });
  if (known.length === 0) return "";
  const upperEdge = known.map((k) => `${k.x} ${k.top}`).join("L");
  const lowerEdge = known
    .toReversed()
    .map((k) => `${k.x} ${k.bottom}`)
    .join("L");
  return `M${upperEdge}L${lowerEdge}Z`;
}

function markOf(points: SparkPoint[], p: SparkPoint, i: number, last: number, x: Scale, y: Scale): SparkMark[] {
  if (p.value === null) return [];
  const signal = p.signal ?? null;
  const earlier = points.slice(0, i).findLast((q) => q.value !== null)?.signal ?? null;
  const opens = signal !== null && signal !== earlier;
  if (!opens && i !== last) return [];
  return [
    { x: x(i), y: y(p.value), shape: signal === null ? "dot" : "diamond", tone: signal ?? "neutral", hollow: p.provisional === true },
  ];
}

const round = (n: number) => Math.round(n * 10) / 10;

/** A spark line in one sentence, for screen readers. */
export function sparkSentence(name: string, unit: string, points: SparkPoint[], decimals = significantDecimals(points)): string {
  const known = points.flatMap((p) => (p.value === null ? [] : [p.value]));
  if (known.length === 0) return `${name}: no values.`;
  const say = (n: number) => `${plainNumber(n, decimals)}${unit === "" ? "" : ` ${unit}`}`;
  const gaps = points.length - known.length;
  const parts = [
    `${name}: ${known.length} ${known.length === 1 ? "value" : "values"}${gaps > 0 ? ` and ${gaps} missing` : ""}`,
    `between ${say(Math.min(...known))} and ${say(Math.max(...known))}`,
    `latest ${say(known.at(-1) ?? 0)}`,
  ];
  return `${parts.join(", ")}.`;
}

/** Decimals that leave three significant figures of the largest value. */
function significantDecimals(points: SparkPoint[]): number {
  const top = Math.max(...points.map((p) => Math.abs(p.value ?? 0)));
  if (top === 0) return 0;
  return Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(top))));
}
