import { daysBetween, type IsoDate } from "@/lib/calendar/dates";
import { formatDate, formatValueText } from "@/lib/format";
import { type Calibration, calibrationOf } from "./calibration";
import type { Decider, DecisionList, DecisionRow } from "./queries";
import { OUTCOMES, outcomeHeld } from "./words";

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
