import { Temporal } from "temporal-polyfill";

/** A day of the ISO calendar as "YYYY-MM-DD", without time or zone. Strings in this form sort as days do. */
export type IsoDate = string;

/** Parses "YYYY-MM-DD". Throws RangeError for any other format and for days that do not exist (30 February). */
export function parseDate(date: IsoDate): Temporal.PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError(`not a date of the form YYYY-MM-DD: ${date}`);
  return Temporal.PlainDate.from(date, { overflow: "reject" });
}

/** True for an existing day written "YYYY-MM-DD". */
export function isDate(text: string): boolean {
  try {
    parseDate(text);
    return true;
  } catch {
    return false;
  }
}

/** The day `days` later (earlier if negative). */
export const addDays = (date: IsoDate, days: number): IsoDate => parseDate(date).add({ days }).toString();

/** Days from `from` to `to`; negative if `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => parseDate(from).until(parseDate(to), { largestUnit: "days" }).days;

/** The same day `months` later, or the last day of that month if it is shorter: 31 January + 1 = 28 or 29 February. */
export const addMonths = (date: IsoDate, months: number): IsoDate => parseDate(date).add({ months }, { overflow: "constrain" }).toString();

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (date: IsoDate): number => parseDate(date).dayOfWeek;

/** ISO 8601 week: its number 1 to 53 and the year it belongs to, which may differ from the date's. */
export function isoWeek(date: IsoDate): { year: number; week: number } {
  const day = parseDate(date);
  const thursday = day.add({ days: 4 - day.dayOfWeek });
  return { year: thursday.year, week: Math.ceil(thursday.dayOfYear / 7) };
}

/** 53 in years with 53 ISO weeks (2004, 2009, 2015, 2020, 2026 ...), otherwise 52. */
export const weeksInIsoYear = (year: number): number => isoWeek(`${String(year).padStart(4, "0")}-12-28`).week;
