import type { IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar, Period } from "@/lib/calendar/fiscal-year";
import { type Frequency, nextPeriod, periodOf, previousPeriod } from "@/lib/calendar/periods";

// A summary of a thousand KPIs needs the same periods a thousand times; the result depends only on the key.
const GRIDS = new Map<string, Period[]>();
const MAX_PERIODS = 120_000;

/**
 * The periods from the one containing `first` to the one containing `last`, oldest first, as from `periodsBetween`, cached for the next
 * caller. Empty if `last` is before `first`.
 */
export function periodGrid(first: IsoDate, last: IsoDate, frequency: Frequency, calendar: FiscalCalendar): Period[] {
  if (last < first) return [];
  const key = `${frequency} ${calendar.startMonth} ${calendar.pattern} ${calendar.yearEnd?.weekday} ${calendar.yearEnd?.rule}`;
  let periods = GRIDS.get(key);
  if (!periods || periods.length > MAX_PERIODS) {
    periods = [periodOf(first, frequency, calendar)];
    GRIDS.set(key, periods);
  }
  const earlier: Period[] = [];
  for (let start = periods[0]; start && first < start.start; start = earlier.at(-1))
    earlier.push(previousPeriod(start.start, frequency, calendar));
  if (earlier.length > 0) periods.unshift(...earlier.reverse());
  for (let end = periods.at(-1); end && last > end.end; end = periods.at(-1)) periods.push(nextPeriod(end.start, frequency, calendar));
  return periods.slice(indexIn(periods, first), indexIn(periods, last) + 1);
}

/** Index in `periods` of the period that contains `date`. */
function indexIn(periods: readonly Period[], date: IsoDate): number {
  let [low, high] = [0, periods.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((periods[middle]?.end ?? "") < date) low = middle + 1;
    else high = middle;
  }
  return low;
}
