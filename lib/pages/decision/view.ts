import { dayText, dueText, isLate } from "@/lib/decisions/view";
import { OUTCOMES, SIDES } from "@/lib/decisions/words";
import { formatDate, formatInstant, formatValueText } from "@/lib/format";
import type { DecisionDetail, Holds } from "./queries";

type Text = { lead: string; rest: string };

/** As known on a day, when the options have been changed since. */
const REMOVED = "an option that was removed since";

/** What is under the title: who decides by when, or what was chosen. Bold first. */
export function headOf(row: DecisionDetail, personId: string, today: string): Text {
  const you = row.ownerId === personId;
  if (row.scoredOn !== null) {
    const said = OUTCOMES.find(([key]) => key === row.outcome)?.[1] ?? "";
    return {
      lead: `${said}.`,
      rest: `${row.decidedByName ?? row.ownerName} chose ${row.chosen === null ? REMOVED : `“${row.chosen}”`} on ${dayText(row.decidedOn ?? today, today)}.`,
    };
  }
  if (row.decidedOn !== null)
    return {
      lead: `${row.decidedByName === null || you ? "You" : row.decidedByName} decided on ${dayText(row.decidedOn, today)}: ${row.chosen ?? REMOVED}.`,
      rest:
        row.reviewOn !== null && row.reviewOn <= today
          ? `Its outcome is due since ${dayText(row.reviewOn, today)}.`
          : `${row.askedByName} asked on ${dayText(row.askedOn, today)}; due ${dayText(row.decideBy, today)}.`,
    };
  const due = isLate(row.decideBy, today)
    ? dueText(row.decideBy, today)
    : row.decideBy === today
      ? "today"
      : `by ${dayText(row.decideBy, today)}`;
  return { lead: `${you ? "You decide" : `${row.ownerName} decides`}, ${due}.`, rest: `${row.askedByName} asks.` };
}

type Step = { label: string; text: string; done: boolean };

const people = (n: number) => `${n} ${n === 1 ? "person" : "people"}`;

/** "2 of 3 asked have answered"; of comments without anybody asked, how many wrote. */
function heardText({ heard, comments }: Pick<DecisionDetail, "heard" | "comments">): Pick<Step, "text" | "done"> {
  const answered = heard.filter(({ answeredOn }) => answeredOn !== null).length;
  if (heard.length > 0)
    return { text: `${answered} of ${heard.length} asked ${answered === 1 ? "has" : "have"} answered`, done: answered === heard.length };
  const wrote = new Set(comments.map(({ authorName }) => authorName)).size;
  return { text: wrote === 0 ? "nobody asked" : `${people(wrote)} commented`, done: wrote > 0 };
}

function toldText({ decidedOn, scoredOn, told, concerned }: DecisionDetail, today: string): Pick<Step, "text" | "done"> {
  if (told !== null) return { text: `${people(told.people)}, ${dayText(told.on, today)}`, done: true };
  if (decidedOn === null) return { text: "after that", done: false };
  if (concerned === null) return { text: scoredOn === null ? "not yet" : "nobody", done: false };
  return { text: concerned === 0 ? "concerns nobody else" : `${people(concerned)}, not sent yet`, done: false };
}

/** The life of a decision in six steps; what is still to come says when. */
export function stepsOf(row: DecisionDetail, today: string): Step[] {
  const figures = row.evidence.length;
  return [
    { label: "Asked", text: `${dayText(row.askedOn, today)}, ${row.askedByName}`, done: true },
    {
      label: "Evidence",
      text: figures === 0 ? "nothing linked" : `${figures} ${figures === 1 ? "figure" : "figures"}, as of the asking`,
      done: figures > 0,
    },
    { label: "Heard", ...heardText(row) },
    row.decidedOn === null
      ? {
          label: "Decided",
          text: isLate(row.decideBy, today) ? dueText(row.decideBy, today) : `by ${dayText(row.decideBy, today)}`,
          done: false,
        }
      : { label: "Decided", text: `${dayText(row.decidedOn, today)}, ${row.sure} % confidence`, done: true },
    { label: "Told", ...toldText(row, today) },
    row.scoredOn === null
      ? { label: "Scored", text: row.reviewOn === null ? "after that" : dayText(row.reviewOn, today), done: false }
      : { label: "Scored", text: `${dayText(row.scoredOn, today)}, ${row.scoredByName ?? ""}`, done: true },
  ];
}

/** "at most 22 k$ in July": what it was said to hold by, and what the records say. */
export function holdsText({ kpiName, unit, side, bound, periodStart, value, held }: Holds): {
  rule: string;
  found: string;
  held: boolean | null;
} {
  const rule = `${kpiName} ${SIDES.find(([key]) => key === side)?.[1]} ${formatValueText(Number(bound), unit)} in the period from ${formatDate(periodStart, "medium")}`;
  const found =
    value === null
      ? "No value yet: it is read from the KPI, not entered."
      : `${formatValueText(Number(value), unit)}: ${held ? "met" : "not met"}.`;
  return { rule, found, held };
}

export const undoText = (until: string, timeZone: string): string => `until ${formatInstant(until, timeZone).slice(-5)}`;
