import { daysBetween, type IsoDate } from "@/lib/calendar/dates";
import { formatDate, formatValueText } from "@/lib/format";
import { type Calibration, calibrationOf } from "./calibration";
import type { AskedAgain, Decider, DecisionList, DecisionRow, Legend } from "./queries";
import { type Narrowed, OUTCOMES, outcomeHeld } from "./words";

const WORDS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
const word = (n: number) => WORDS[n] ?? String(n);
const small = (n: number) => word(n).toLowerCase();
const are = (n: number) => (n === 1 ? "is" : "are");

/** "Wed 4 June"; with its year where that is not the year of `today`. */
export function dayText(date: IsoDate, today: IsoDate): string {
  const text = formatDate(date, "long");
  return date.slice(0, 4) === today.slice(0, 4) ? text.replace(/ \d{4}$/, "") : text;
}

/** "2 days late", "today" or "Wed 4 June". */
export function dueText(date: IsoDate, today: IsoDate): string {
  const late = daysBetween(date, today);
  return late > 0 ? `${late} ${late === 1 ? "day" : "days"} late` : late === 0 ? "today" : dayText(date, today);
}

export const isLate = (date: IsoDate, today: IsoDate): boolean => date < today;

/** Money as lists show it; nothing where nothing was said. */
export const moneyText = (amount: string | null, currency: string): string =>
  amount === null ? "" : formatValueText(Number(amount), currency);

/** Gain times odds, as decimal text to two places; null where one of them was not said. */
export function expectedValue(gain: string | null, odds: number | null): string | null {
  if (gain === null || odds === null) return null;
  const [whole = "0", part = ""] = gain.split(".");
  const hundredths = BigInt(whole + part.padEnd(2, "0").slice(0, 2)) * BigInt(odds);
  const rounded = (hundredths + 50n) / 100n;
  return `${rounded / 100n}.${String(rounded % 100n).padStart(2, "0")}`;
}

/** What the head of the list says: whose they are, what is due to be scored, how sure and how right. Of the whole choice, however much of it is listed. */
export function listSentence({ counts, scored }: Pick<DecisionList, "counts" | "scored">, today: IsoDate, isFiltered = false): string {
  const { totals, own, ownFirst, late, due, dueCode } = counts;
  // Of a part nothing is said that would read as if it were all.
  if (isFiltered)
    return `This filter shows ${[
      [totals.open, "open"],
      [totals.running, "awaiting an outcome"],
      [totals.scored, "scored"],
    ]
      .map(([n, state]) => `${n} ${state}`)
      .join(", ")}.`;
  if (totals.open + totals.running + totals.scored === 0) return "There are no decisions that you can see yet.";
  const first =
    totals.open === 0
      ? "No open decisions."
      : own === 0
        ? `${word(totals.open)} ${totals.open === 1 ? "decision is" : "decisions are"} waiting for others.`
        : `${word(own)} of ${small(totals.open)} open ${totals.open === 1 ? "decision" : "decisions"} ${are(own)} yours, the first by ${dayText(ownFirst ?? today, today)}.`;
  return [
    first,
    late === 0 ? "" : `${word(late)} ${are(late)} late.`,
    due === 0 ? "" : `${due === 1 ? `${dueCode} is` : `${word(due)} are`} due to be scored.`,
    calibrationText(scored, totals.scored),
  ]
    .filter(Boolean)
    .join(" ");
}

/** "Of six scored, three held, made at 73 % sure." */
function calibrationText(levels: DecisionList["scored"], scored: number): string {
  if (scored === 0) return "";
  const calibration = calibrationOf(levels);
  const right = levels.reduce((sum, { held }) => sum + held, 0);
  const sentence = `Of ${small(scored)} scored, ${small(right)} went as expected or better`;
  return calibration === null ? `${sentence}.` : `${sentence}, with ${Math.round(calibration.meanSure * 100)} % confidence on average.`;
}

/** What can be said of how sure and how right; one sentence over the figure. */
export function calibrationHeadline({ scored, held: right, meanSure, byChance, interval }: Calibration): string {
  const said = Math.round(meanSure * 100);
  const inside = meanSure >= interval.low && meanSure <= interval.high;
  if (inside && byChance !== null)
    return `Too few to tell: at the stated confidence, ${small(right)} or fewer successes of ${small(scored)} happen ${Math.round(byChance * 100)} % of the time`;
  if (inside) return `Well calibrated, as far as ${scored} can show: ${said} % confidence on average`;
  return meanSure > interval.high
    ? `Overconfident: ${said} % confidence, ${Math.round((right / scored) * 100)} % successful`
    : `Underconfident: ${said} % confidence, ${Math.round((right / scored) * 100)} % successful`;
}

/** What somebody has to do: "3 open, 1 late, 2 awaiting outcome". */
export const loadText = ({ open, late, running }: Pick<Decider, "open" | "late" | "running">): string =>
  [`${open} open`, late > 0 && `${late} late`, running > 0 && `${running} awaiting outcome`].filter(Boolean).join(", ");

/** People as a list names them: namesakes with their department. */
export const namedApart = (people: readonly Decider[]): (Decider & { said: string })[] =>
  people.map((person) => ({
    ...person,
    said:
      person.departmentName !== null && people.some(({ id, name }) => name === person.name && id !== person.id)
        ? `${person.name}, ${person.departmentName}`
        : person.name,
  }));

/** "Held. Online orders up 7 %" of a scored row: its first word, and the rest. */
export function outcomeText({ outcome, outcomeText: words }: Pick<DecisionRow, "outcome" | "outcomeText">): {
  lead: string;
  words: string;
  held: boolean;
} {
  const lead = OUTCOMES.find(([key]) => key === outcome)?.[1] ?? "";
  return { lead, words, held: outcome !== null && outcomeHeld(outcome) };
}

/** How a row begins. Each is a shape and a word. */
export type Mark = "late" | "open" | "running" | "due" | "held" | "not-held";
export const MARK_WORDS: Record<Mark, string> = {
  late: "Late",
  open: "Open",
  running: "Awaiting outcome",
  due: "Outcome due",
  held: "Held",
  "not-held": "Did not hold",
};

export function markOf(row: Pick<DecisionRow, "decideBy" | "decidedOn" | "reviewOn" | "outcome">, today: IsoDate): Mark {
  if (row.outcome !== null) return outcomeHeld(row.outcome) ? "held" : "not-held";
  if (row.decidedOn !== null) return row.reviewOn !== null && row.reviewOn <= today ? "due" : "running";
  return isLate(row.decideBy, today) ? "late" : "open";
}

/** "1 late", "6 open", "3 did not hold": each with its mark, and the part of the list it counts. Nothing is said of what there is none of. */
export const legendOf = (legend: Legend): { mark: Mark; state: Narrowed; count: number; said: string }[] =>
  (
    [
      ["late", "late", "late"],
      ["open", "in-time", "open"],
      ["running", "running", "running"],
      ["held", "held", "held"],
      ["not-held", "not-held", "did not hold"],
    ] as const
  ).flatMap(([mark, state, said]) => (legend[state] === 0 ? [] : [{ mark, state, count: legend[state], said }]));

/** "October 2013". */
export const monthText = (day: IsoDate): string => formatDate(day, "long").split(" ").slice(-2).join(" ");

/** What somebody has to do, one mark each: late, open, then running. */
export const loadMarks = ({ open, late, running }: Pick<Decider, "open" | "late" | "running">): Mark[] => [
  ...Array.from({ length: late }, (): Mark => "late"),
  ...Array.from({ length: open - late }, (): Mark => "open"),
  ...Array.from({ length: running }, (): Mark => "running"),
];

/** "Held on Thu 1 May; 4.2 in the period from 1 June 2014". */
export const askedAgainText = ({ scoredOn, kpiName, value, unit, periodStart }: AskedAgain, today: IsoDate): string =>
  `Held on ${dayText(scoredOn, today)}; ${kpiName} ${formatValueText(Number(value), unit)} in the period from ${formatDate(periodStart, "medium")}`;
