import type { ProcessPoint } from "./process-chart";
import { plainNumber, targetNumber } from "./ticks";

const towards = { worse: "for the worse", better: "for the better", neutral: "of change" };

/** One point in words: "May 2014: 66.5 %, provisional. Usual range 65.6 to 76.2, mean 70.9. Target 80. Signal for the worse: 8+ below mean." */
export function pointSentence(p: ProcessPoint, unit: string, decimals: number): string {
  const say = (v: number) => plainNumber(v, decimals);
  const parts = [`${p.label}: ${p.value === null ? "no value" : withUnit(say(p.value), unit)}${p.provisional ? ", provisional" : ""}.`];
  if (p.lower !== null && p.upper !== null)
    parts.push(`Usual range ${say(p.lower)} to ${say(p.upper)}${p.mean === null ? "" : `, mean ${say(p.mean)}`}.`);
  if (p.target !== null) parts.push(`Target ${targetNumber(p.target)}.`);
  if (p.signal !== null) parts.push(`Signal ${towards[p.signal.tone]}: ${p.signal.rules.join(", ")}.`);
  return parts.join(" ");
}

/** The whole chart in one sentence: number of values, start and end, the latest value, its usual range, the signals. */
export function summarySentence(name: string, points: ProcessPoint[], unit: string, decimals: number): string {
  const known = points.filter((p) => p.value !== null);
  const latest = known.at(-1);
  if (latest === undefined || latest.value === null) return `${name}: no values in ${points.length} periods.`;
  const say = (v: number) => plainNumber(v, decimals);
  const gaps = points.length - known.length;
  const signals = known.filter((p) => p.signal !== null);
  const worse = signals.filter((p) => p.signal?.tone === "worse").length;
  const parts = [
    `${name}: ${known.length} ${known.length === 1 ? "value" : "values"} from ${known[0]?.label} to ${latest.label}${gaps > 0 ? `, ${gaps} missing` : ""}`,
    `latest ${withUnit(say(latest.value), unit)}${latest.provisional ? ", provisional" : ""}`,
  ];
  if (latest.lower !== null && latest.upper !== null) parts.push(`usual range ${say(latest.lower)} to ${say(latest.upper)}`);
  if (latest.target !== null) parts.push(`target ${targetNumber(latest.target)}`);
  parts.push(
    signals.length === 0
      ? "no signal"
      : `${signals.length} ${signals.length === 1 ? "point" : "points"} with a signal${worse > 0 ? `, ${worse} for the worse` : ""}, the last in ${signals.at(-1)?.label}`,
  );
  return `${parts.join("; ")}.`;
}

const withUnit = (text: string, unit: string) => (unit === "" ? text : `${text} ${unit}`);
