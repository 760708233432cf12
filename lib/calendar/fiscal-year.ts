import { Temporal } from "temporal-polyfill";
import { type IsoDate, parseDate } from "./dates";

/** Ways to divide a fiscal year into twelve periods. */
export const PATTERNS = ["months", "4-4-5", "4-5-4", "5-4-4"] as const;

/**
 * How a company divides its year. `startMonth`: first month (1 to 12) of its fiscal year. `weekStart`: ISO Monday. `pattern`: "months" for
 * calendar months; "4-4-5" and similar for periods of whole weeks in years of 52 or 53 weeks, which end on `yearEnd.weekday` (1 Monday to 7
 * Sunday): the last one in the closing month, or the one nearest to that month's end. Without `yearEnd` a week year ends on the last
 * Sunday, so that its periods hold whole ISO weeks.
 */
export type FiscalCalendar = {
  startMonth: number;
  weekStart: 1;
  pattern: (typeof PATTERNS)[number];
  yearEnd?: { weekday: number; rule: "last" | "nearest" };
};

/** January to December in calendar months. */
export const CALENDAR_YEAR: FiscalCalendar = { startMonth: 1, weekStart: 1, pattern: "months" };

/** First and last day, both included. */
export type Period = { readonly start: IsoDate; readonly end: IsoDate };

/** A fiscal year, named after the calendar year of its closing month. `months`: its twelve periods in order. */
export type FiscalYear = Period & { readonly name: number; readonly months: readonly Period[] };

// A long history asks for the same few years thousands of times; the result depends only on the key.
const KNOWN_YEARS = new Map<string, FiscalYear>();
const KNOWN_YEARS_MAX = 2000;

/** The fiscal year that contains `date`. Throws RangeError for a bad date or calendar. */
export function fiscalYearOf(date: IsoDate, calendar: FiscalCalendar): FiscalYear {
  const day = parseDate(date);
  // A year's last week may reach into the next calendar year or end before the closing month does: check both sides.
  for (let name = day.year - 1; name <= day.year + 1; name += 1) {
    const year = fiscalYear(name, calendar);
    if (date <= year.end) return year;
  }
  throw new RangeError(`no fiscal year contains ${date}`);
}

/** The fiscal year with that name. */
export function fiscalYear(name: number, calendar: FiscalCalendar): FiscalYear {
  const { startMonth, pattern, yearEnd: rule } = calendar;
  const key = `${name} ${startMonth} ${pattern} ${rule?.weekday} ${rule?.rule}`;
  const known = KNOWN_YEARS.get(key);
  if (known) return known;
  check(calendar);
  const start = yearEnd(name - 1, calendar).add({ days: 1 });
  const end = yearEnd(name, calendar);
  const months = pattern === "months" ? calendarMonths(start) : weekMonths(start, end, pattern);
  const year = { name, start: start.toString(), end: end.toString(), months };
  if (KNOWN_YEARS.size < KNOWN_YEARS_MAX) KNOWN_YEARS.set(key, year);
  return year;
}

function yearEnd(name: number, { startMonth, pattern, yearEnd: rule }: FiscalCalendar): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year: name, month: startMonth === 1 ? 12 : startMonth - 1, day: 1 });
  const last = first.add({ days: first.daysInMonth - 1 });
  if (pattern === "months") return last;
  const { weekday, rule: which } = rule ?? { weekday: 7, rule: "last" };
  const back = (last.dayOfWeek - weekday + 7) % 7;
  return which === "nearest" && back > 3 ? last.add({ days: 7 - back }) : last.subtract({ days: back });
}

function calendarMonths(start: Temporal.PlainDate): Period[] {
  return Array.from({ length: 12 }, (_, index) => {
    const first = start.add({ months: index });
    return { start: first.toString(), end: first.add({ days: first.daysInMonth - 1 }).toString() };
  });
}

function weekMonths(start: Temporal.PlainDate, end: Temporal.PlainDate, pattern: "4-4-5" | "4-5-4" | "5-4-4"): Period[] {
  const weeks = pattern.split("-").map(Number);
  let first = start;
  return Array.from({ length: 12 }, (_, index) => {
    const next = first.add({ weeks: weeks[index % 3] ?? 4 });
    // The 53rd week lengthens the last period.
    const last = index === 11 ? end : next.subtract({ days: 1 });
    const month = { start: first.toString(), end: last.toString() };
    first = next;
    return month;
  });
}

function check({ startMonth, yearEnd: rule }: FiscalCalendar): void {
  const whole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  if (!whole(startMonth, 12)) throw new RangeError("startMonth must be 1 to 12");
  if (rule && !whole(rule.weekday, 7)) throw new RangeError("the weekday of the year's end must be 1 to 7");
}
