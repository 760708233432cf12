import { addDays, daysBetween, type IsoDate } from "@/lib/calendar/dates";
import type { EffectResult } from "../effect/effect-test";
import { dayOf, daysText, weekdayOf } from "../words/phrases";
import type { Judgement, Stage } from "../words/words";
import { scheduleOf } from "./schedule";

/** Status of an initiative. "no-data": nothing recorded to judge by; never shown as on track. */
export type HealthMark = "on-track" | "watch" | "off-track" | "stale" | "no-data" | "closed";
export type HealthLine = { part: "Time" | "Money" | "Effect" | "Update"; mark: HealthMark; word: string; text: string; note: string };

export type HealthInput = {
  stage: Stage;
  startsOn: IsoDate;
  baselineDueOn: IsoDate;
  dueOn: IsoDate;
  closedOn: IsoDate | null;
  updateEveryDays: number;
  /** the day of the last check-in; null if there was none */
  lastUpdateOn: IsoDate | null;
  judgement: Judgement | null;
  milestones: readonly { title: string; baselineDueOn: IsoDate; dueOn: IsoDate; doneOn: IsoDate | null }[];
  effects: readonly EffectResult[];
};

export type Health = {
  mark: HealthMark;
  word: string;
  /** days past the due check-in; null if none is late */
  staleDays: number | null;
  lines: HealthLine[];
  /** the owner's judgement, and whether the computed mark differs; null if nothing was reported */
  reported: { judgement: Judgement; differs: boolean } | null;
};

const WORDS: Record<HealthMark, string> = {
  "on-track": "On track",
  watch: "Watch",
  "off-track": "Off track",
  stale: "Stale",
  "no-data": "Not known",
  closed: "Closed",
};
const BAD: Record<HealthMark, number> = { "off-track": 3, watch: 2, "on-track": 1, "no-data": 0, stale: 0, closed: 0 };

/**
 * Health of an initiative on a day: the worst of time, money, effect and update, computed and never typed. Precedence: closed, then stale
 * (a check-in is overdue), then the worst part that can be judged. Without any check-in nothing is "on track".
 */
export function healthOf(input: HealthInput, today: IsoDate): Health {
  const update = updateLine(input, today);
  const lines = [timeLine(input, today), MONEY, effectLine(input.effects), update.line];
  const reported = input.judgement;
  if (input.closedOn !== null) {
    const word = input.stage === "stopped" ? "Stopped" : "Done";
    return { mark: "closed", word, staleDays: null, lines, reported: reported === null ? null : { judgement: reported, differs: false } };
  }
  const worst = lines.reduce<HealthMark>((mark, line) => (BAD[line.mark] > BAD[mark] ? line.mark : mark), "no-data");
  const silent = input.lastUpdateOn === null && worst === "on-track";
  const mark = update.staleDays !== null ? "stale" : silent ? "no-data" : worst;
  const differs = reported !== null && mark !== reported.replace("_", "-");
  return {
    mark,
    word: WORDS[mark],
    staleDays: update.staleDays,
    lines,
    reported: reported === null ? null : { judgement: reported, differs },
  };
}

const MONEY: HealthLine = { part: "Money", mark: "no-data", word: "Not known", text: "No budget is connected", note: "" };

/** A slip of up to two weeks or a tenth of the planned length, whichever is longer, is on watch; beyond that off track. */
function timeLine(input: HealthInput, today: IsoDate): HealthLine {
  const line = (mark: HealthMark, text: string): HealthLine => ({ part: "Time", mark, word: WORDS[mark], text, note: finish });
  const finish = `finish ${dayOf(input.dueOn, today)}; baseline ${dayOf(input.baselineDueOn, today)}`;
  if (input.closedOn !== null) return line("closed", closedText(input, today));
  const { state, due, days } = scheduleOf(input, today);
  const title = due.title ?? "Finish";
  const on = dayOf(due.dueOn, today);
  if (state === "overdue") return line("off-track", `${title} was due ${on}: ${daysText(days)} overdue`);
  const allowed = Math.max(14, daysBetween(input.startsOn, input.baselineDueOn) / 10);
  if (state === "late")
    return line(
      days > allowed ? "off-track" : "watch",
      `${title} forecast ${on}, baseline ${dayOf(due.baselineDueOn, today)}: ${daysText(days)} late`,
    );
  if (input.stage === "paused") return line("watch", `Paused; next is ${title}, ${on}`);
  return line("on-track", `Next: ${title}, ${on}, ${days < 0 ? `${daysText(-days)} early` : "as planned"}`);
}

function closedText({ closedOn, baselineDueOn, stage }: HealthInput, today: IsoDate): string {
  const on = closedOn ?? baselineDueOn;
  const days = daysBetween(baselineDueOn, on);
  const against = days === 0 ? "as planned" : `${daysText(Math.abs(days))} ${days > 0 ? "after" : "before"} the baseline`;
  return stage === "stopped" ? `Stopped ${dayOf(on, today)}` : `Done ${dayOf(on, today)}, ${against}`;
}

const EFFECT = {
  "not-supported": ["off-track", "Not supported"],
  supported: ["on-track", "Supported"],
  "too-early": ["no-data", "Too early"],
} as const;

/** The worst of the claimed effects that can be judged; too early if none can. */
function effectLine(effects: readonly EffectResult[]): HealthLine {
  for (const result of ["not-supported", "supported", "too-early"] as const) {
    const found = effects.find((effect) => effect.result === result);
    if (found === undefined) continue;
    const [mark, word] = EFFECT[result];
    return { part: "Effect", mark, word, text: found.text, note: found.note };
  }
  return { part: "Effect", mark: "no-data", word: "Not known", text: "No KPI is named", note: "" };
}

/** The first check-in is due `updateEveryDays` after the start. */
function updateLine(input: HealthInput, today: IsoDate): { line: HealthLine; staleDays: number | null } {
  const { lastUpdateOn, updateEveryDays: days } = input;
  const next = addDays(lastUpdateOn ?? input.startsOn, days);
  const every = days === 1 ? "daily" : days === 7 ? "weekly" : `every ${days} days`;
  const said = lastUpdateOn === null ? "No check-in yet" : `Checked in ${weekdayOf(lastUpdateOn, today)}`;
  const line = (mark: HealthMark, note: string, word = WORDS[mark]): HealthLine => ({ part: "Update", mark, word, text: said, note });
  if (input.closedOn !== null) return { line: line("closed", "none due any more"), staleDays: null };
  if (today > next) {
    const staleDays = daysBetween(next, today);
    return { line: line("stale", `${every}; was due ${weekdayOf(next, today)}`, `${daysText(staleDays)} late`), staleDays };
  }
  return { line: line(lastUpdateOn === null ? "no-data" : "on-track", `${every}; next due ${weekdayOf(next, today)}`), staleDays: null };
}

/** Sort key of lists: a larger value needs attention sooner. */
export const priorityOf = (health: Pick<Health, "mark" | "staleDays">): number =>
  ({ stale: 4, "off-track": 3, watch: 2, "no-data": 1, "on-track": 0, closed: -1 })[health.mark] * 10_000 +
  Math.min(9_999, health.staleDays ?? 0);
