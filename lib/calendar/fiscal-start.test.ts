import { describe, expect, it } from "vitest";
import type { FiscalCalendar } from "./fiscal-year";
import { periodLabel, periodShortLabel } from "./period-labels";
import { type Frequency, lastClosedPeriod, nextPeriod, periodOf, periodsBetween, previousPeriod } from "./periods";

const july: FiscalCalendar = { startMonth: 7, weekStart: 1, pattern: "months" };
const may: FiscalCalendar = { startMonth: 5, weekStart: 1, pattern: "months" };

/** Saturday 1 March 2014: its own period, the one before and the one after, in a year from July and in one from May. */
// biome-ignore format: one line each
const CASES: [FiscalCalendar, Frequency, [string, string], [string, string], [string, string], string, string][] = [
  [july, "day", ["2014-03-01", "2014-03-01"], ["2014-02-28", "2014-02-28"], ["2014-03-02", "2014-03-02"], "1 March 2014", "1 Mar"],
  [july, "week", ["2014-02-24", "2014-03-02"], ["2014-02-17", "2014-02-23"], ["2014-03-03", "2014-03-09"], "week of 24 February 2014", "24 Feb"],
  [july, "month", ["2014-03-01", "2014-03-31"], ["2014-02-01", "2014-02-28"], ["2014-04-01", "2014-04-30"], "March 2014", "Mar 14"],
  [july, "quarter", ["2014-01-01", "2014-03-31"], ["2013-10-01", "2013-12-31"], ["2014-04-01", "2014-06-30"], "Q3 FY2014", "Q3 14"],
  [july, "half_year", ["2014-01-01", "2014-06-30"], ["2013-07-01", "2013-12-31"], ["2014-07-01", "2014-12-31"], "H2 FY2014", "H2 14"],
  [july, "year", ["2013-07-01", "2014-06-30"], ["2012-07-01", "2013-06-30"], ["2014-07-01", "2015-06-30"], "FY2014", "FY14"],
  [may, "quarter", ["2014-02-01", "2014-04-30"], ["2013-11-01", "2014-01-31"], ["2014-05-01", "2014-07-31"], "Q4 FY2014", "Q4 14"],
  [may, "half_year", ["2013-11-01", "2014-04-30"], ["2013-05-01", "2013-10-31"], ["2014-05-01", "2014-10-31"], "H2 FY2014", "H2 14"],
  [may, "year", ["2013-05-01", "2014-04-30"], ["2012-05-01", "2013-04-30"], ["2014-05-01", "2015-04-30"], "FY2014", "FY14"],
];

describe.each(CASES)("1 March 2014, year from month $startMonth, by %s", (calendar, frequency, own, before, after, label, short) => {
  const day = "2014-03-01";
  const period = ([start, end]: [string, string]) => ({ start, end });

  it("its period, and those beside it", () => {
    expect(periodOf(day, frequency, calendar)).toEqual(period(own));
    expect(previousPeriod(day, frequency, calendar)).toEqual(period(before));
    expect(nextPeriod(day, frequency, calendar)).toEqual(period(after));
    expect(lastClosedPeriod(day, frequency, calendar)).toEqual(period(before));
    expect(periodsBetween(before[1], after[0], frequency, calendar)).toEqual([before, own, after].map(period));
  });

  it("their names", () => {
    expect(periodLabel(day, frequency, calendar)).toBe(label);
    expect(periodShortLabel(day, frequency, calendar)).toBe(short);
  });
});
