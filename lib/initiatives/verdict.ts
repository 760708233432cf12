import type { IsoDate } from "@/lib/calendar/dates";
import { formatDelta } from "@/lib/format";
import type { EffectResult } from "./effect/effect-test";
import type { Health, HealthInput } from "./health/health";
import { scheduleOf } from "./health/schedule";
import { dayOf, daysText } from "./words/phrases";
import { STAGES, wordOf } from "./words/words";

export type VerdictEffect = {
  result: EffectResult["result"];
  fromOn: IsoDate;
  kpiName: string;
  unit: string;
  likely: number;
  earlierMean: number | null;
  /** the valid target and its direction; null if there is none */
  target: { bound: number; reached: "above" | "below" } | null;
};

/**
 * The sentence at the top of an initiative, by rule: its dates, its effect, what cannot be judged, and the gap between the claim and the
 * target. Present tense, no adjective without a number.
 */
export function verdictOf(input: HealthInput, health: Health, effects: readonly VerdictEffect[], today: IsoDate): string {
  if (input.closedOn !== null) return `${wordOf(STAGES, input.stage)} ${dayOf(input.closedOn, today)}; ${effectClause(effects, today)}.`;
  const silent = health.staleDays === null ? [] : [`the check-in is ${daysText(health.staleDays)} late`];
  const clauses = [...silent, timeClause(input, today), effectClause(effects, today)];
  const sentence = `${clauses.join("; ")}.`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${gapSentence(effects)}`;
}

function timeClause(input: HealthInput, today: IsoDate): string {
  const { state, due, days } = scheduleOf(input, today);
  const title = due.title ?? "the finish";
  if (state === "overdue") return `${title} is ${daysText(days)} overdue`;
  if (state === "late") return `${title} is forecast ${daysText(days)} late`;
  return `${title} is due ${dayOf(due.dueOn, today)} ${days < 0 ? `${daysText(-days)} early` : "as planned"}`;
}

function effectClause(effects: readonly VerdictEffect[], today: IsoDate): string {
  const failed = effects.find((e) => e.result === "not-supported");
  if (failed !== undefined) return `the claimed effect on ${failed.kpiName} is not supported by its values`;
  if (effects.some((e) => e.result === "supported")) return "the claimed effect is supported by the values since";
  const first = effects.map((e) => e.fromOn).toSorted()[0];
  if (first === undefined) return "no effect can be tested, since no KPI is named";
  return today < first ? `the effect cannot be tested before ${dayOf(first, today)}` : "there are too few values to test the effect";
}

/** The gap that the likely effect would leave to the target of the first KPI that has one. */
function gapSentence(effects: readonly VerdictEffect[]): string {
  const known = effects.find((e) => e.target !== null && e.earlierMean !== null && e.result === "too-early");
  if (known?.target == null || known.earlierMean === null) return "";
  const reached = known.earlierMean + known.likely;
  const gap = known.target.reached === "above" ? known.target.bound - reached : reached - known.target.bound;
  // A gap below a hundredth of the claim is not worth planning for.
  if (gap <= Math.abs(known.likely) / 100) return "";
  return ` Even if it works as expected, ${formatDelta(gap, known.unit).replace(/^\+/, "")} to the target remain unplanned.`;
}
