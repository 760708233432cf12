import { addDays, type IsoDate, parseDate, weekdayOf } from "./dates";
import { type FiscalCalendar, fiscalYearOf, type Period } from "./fiscal-year";

export type Frequency = "day" | "week" | "month" | "quarter" | "half_year" | "year";

/** Fiscal months in one period. */
const MONTHS = { month: 1, quarter: 3, half_year: 6, year: 12 };

/**
 * The period of that frequency that contains `date`. Weeks are ISO weeks from Monday whatever the calendar; months, quarters, half-years
 * and years follow `calendar`. Periods of one frequency cover time without gap or overlap. Throws RangeError for a bad date or calendar.
 */
export function periodOf(date: IsoDate, frequency: Frequency, calendar: FiscalCalendar): Period {
  if (frequency === "day") {
    const day = parseDate(date).toString();
    return { start: day, end: day };
  }
  if (frequency === "week") {
    const start = addDays(date, 1 - weekdayOf(date));
    return { start, end: addDays(start, 6) };
  }
  const year = fiscalYearOf(date, calendar);
  const length = MONTHS[frequency];
  const month = year.months.findIndex(({ end }) => date <= end);
  const first = month - (month % length);
  return { start: year.months[first]?.start ?? year.start, end: year.months[first + length - 1]?.end ?? year.end };
}

/** The period after the one that contains `date`. */
export const nextPeriod = (date: IsoDate, frequency: Frequency, calendar: FiscalCalendar): Period =>
  periodOf(addDays(periodOf(date, frequency, calendar).end, 1), frequency, calendar);

/** The period before the one that contains `date`. */
export const previousPeriod = (date: IsoDate, frequency: Frequency, calendar: FiscalCalendar): Period =>
  periodOf(addDays(periodOf(date, frequency, calendar).start, -1), frequency, calendar);

/** The latest period that is over on `today`: the one before the period containing `today`, even on its last day. */
export const lastClosedPeriod = (today: IsoDate, frequency: Frequency, calendar: FiscalCalendar): Period =>
  previousPeriod(today, frequency, calendar);

/** All periods that overlap `from` to `to` (both included), oldest first; none if `to` is before `from`. */
export function periodsBetween(from: IsoDate, to: IsoDate, frequency: Frequency, calendar: FiscalCalendar): Period[] {
  const last = parseDate(to).toString();
  const periods: Period[] = [];
  for (let period = periodOf(from, frequency, calendar); period.start <= last && from <= last; ) {
    periods.push(period);
    period = nextPeriod(period.start, frequency, calendar);
  }
  return periods;
}
