import { NO_FIGURES, VERDICT_WORDS, wordsOf } from "@/lib/kpis/summary/verdict";
import type { SignalRow } from "@/lib/signals/row";
import { stripTrailing } from "@/lib/strip-trailing";
import type { Totals } from "./standing/counter";
import type { AreaState } from "./view";

type Given = {
  /** may read business figures */
  business: boolean;
  /** may give roles: the text need not refer them to an administrator */
  administrator: boolean;
  /** the first signal, and how many there are: new ones, or open ones for somebody who only reads */
  first: Pick<SignalRow, "finding" | "against"> | null;
  signals: number;
  /** "new", or "open" */
  word: "new" | "open";
  left: Totals;
  company: AreaState | null;
};

const measures = (count: number) => (count === 1 ? "1 measure" : `${count} measures`);

/**
 * The sentence at the top of Today, by rule: the first new signal, how many more, what cannot be judged; a good day is named as such. At
 * most 30 words; every claim is a count or a signal of the page.
 */
export function todayVerdict({ business, administrator, first, signals, word, left, company }: Given): string {
  if (!business && left.overdue > 0)
    return `${left.overdue === 1 ? "1 administration task is waiting" : `${left.overdue} administration tasks are waiting`}. None of your roles can read figures.`;
  if (!business) return administrator ? "None of your roles can read figures." : NO_FIGURES;
  if (company === null || company.total === 0) return "Nothing is measured here yet: no KPI is defined.";
  const reported = company.total - company.stale - company.noData;
  const unjudged = company.stale + company.noData;
  if (reported * 2 < company.total) {
    const oldest = company.staleDays === null ? "" : `, the oldest ${company.staleDays} ${company.staleDays === 1 ? "day" : "days"}`;
    const late = company.stale === 0 ? "" : `; ${company.stale} ${company.stale === 1 ? "is" : "are"} late${oldest}`;
    return `Not enough to say: ${reported} of ${measures(company.total)} ${reported === 1 ? "is" : "are"} reported${late}.`;
  }
  const missing = unjudged === 0 ? "" : `${unjudged}\u00a0of\u00a0${measures(company.total)} cannot be judged.`;
  if (first !== null) {
    const what = sentence(`${first.finding} ${first.against.split(";")[0] ?? ""}`);
    const more = signals === 1 ? "" : `${signals - 1}\u00a0more ${signals === 2 ? "signal is" : "signals are"} ${word}.`;
    return fitting([what, more, missing], [what, more], [what], [more, missing]);
  }
  const open = left.decisions + left.overdue;
  const reach = company.onTrack === 0 ? "" : ` and ${company.onTrack} ${company.onTrack === 1 ? "reaches its" : "reach their"} target`;
  const inside = `${company.usual} of ${measures(company.limited)} with limits ${company.usual === 1 ? "is" : "are"} inside the usual range`;
  if (company.limited === 0) return fitting([open === 0 ? "No action needed." : "No new signals.", missing], ["No new signals."]);
  const calm = open === 0 ? `No action needed: ${inside}${reach}.` : `No new signals: ${inside}${reach}.`;
  return fitting([calm, missing], [calm]);
}

const sentence = (text: string) => `${stripTrailing(text.trim(), ".,;")}.`;

function fitting(...ways: string[][]): string {
  const texts = ways.map((parts) => parts.filter((part) => part !== "").join(" "));
  return texts.find((text) => text !== "" && wordsOf(text) <= VERDICT_WORDS) ?? texts.at(-1) ?? "";
}
