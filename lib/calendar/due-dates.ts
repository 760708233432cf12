import { addDays, type IsoDate, weekdayOf } from "./dates";

/** How long after the end of a period its value is due. Working days are Monday to Friday without holidays. */
export type DueRule = { days: number; kind: "calendar" | "working" };

/**
 * The day a value is due: `rule.days` calendar days after `periodEnd`, or the n-th working day after it (0 working days: `periodEnd` itself
 * or, if it is not a working day, the next one). `holidays`: days without work. Throws RangeError for a negative or fractional number of
 * days.
 */
export function dueOn(periodEnd: IsoDate, rule: DueRule, holidays: readonly IsoDate[] = []): IsoDate {
  if (!Number.isInteger(rule.days) || rule.days < 0 || rule.days > 366) throw new RangeError("days must be a whole number from 0 to 366");
  if (rule.kind === "calendar") return addDays(periodEnd, rule.days);
  const free = new Set(holidays);
  const works = (date: IsoDate) => weekdayOf(date) <= 5 && !free.has(date);
  let date = periodEnd;
  for (let left = rule.days; left > 0; ) {
    date = addDays(date, 1);
    if (works(date)) left -= 1;
  }
  while (!works(date)) date = addDays(date, 1);
  return date;
}
