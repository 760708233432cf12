import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, daysBetween, isDate, isoWeek, parseDate, weekdayOf, weeksInIsoYear } from "./dates";

/** Days 1900 to 2099 as "YYYY-MM-DD". */
const dates = fc.integer({ min: -25567, max: 47481 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe("dates", () => {
  it("counts days over a leap day: 28 February to 1 March is 2 days in 2012, 1 in 2014", () => {
    expect(daysBetween("2012-02-28", "2012-03-01")).toBe(2);
    expect(daysBetween("2014-02-28", "2014-03-01")).toBe(1);
    expect(daysBetween("2014-06-02", "2014-02-05")).toBe(-117);
    expect(addDays("2013-12-31", 1)).toBe("2014-01-01");
  });

  it("clamps months to their last day: 31 January 2014 + 1 = 28 February, 2012 + 1 = 29 February", () => {
    expect(addMonths("2014-01-31", 1)).toBe("2014-02-28");
    expect(addMonths("2012-01-31", 1)).toBe("2012-02-29");
    expect(addMonths("2014-03-31", -13)).toBe("2013-02-28");
  });

  it("knows 2 June 2014 as a Monday and Adventure Works' 1 June as a Sunday", () => {
    expect([weekdayOf("2014-06-02"), weekdayOf("2014-06-01")]).toEqual([1, 7]);
  });

  it.each(["2014-02-30", "2014-6-2", "20140602", "2014-06-02T08:00:00Z", "+002014-06-02", "", "2014-13-01"])("refuses %j", (text) => {
    expect(() => parseDate(text)).toThrow(RangeError);
    expect(isDate(text)).toBe(false);
  });

  it("accepts an existing day, and states the expected format", () => {
    expect([isDate("2014-06-02"), isDate("2012-02-29")]).toEqual([true, true]);
    expect(() => parseDate("2.6.2014")).toThrow(new RangeError("not a date of the form YYYY-MM-DD: 2.6.2014"));
  });

  it("adding and counting days are inverse, and agree with UTC milliseconds", () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        const later = addDays(date, days);
        expect(daysBetween(date, later)).toBe(days);
        expect(Date.parse(later) - Date.parse(date)).toBe(days * 86_400_000);
      }),
    );
  });
});

describe("ISO weeks", () => {
  it.each([
    ["2014-05-26", 2014, 22],
    ["2012-01-01", 2011, 52],
    ["2014-12-29", 2015, 1],
    ["2016-01-03", 2015, 53],
    ["2021-01-03", 2020, 53],
    ["2010-01-03", 2009, 53],
  ])("%s lies in week %d-%d", (date, year, week) => {
    expect(isoWeek(date)).toEqual({ year, week });
  });

  it("has 53 weeks in 2004, 2009, 2015, 2020, 2026 and in 71 of 400 years", () => {
    const years = Array.from({ length: 400 }, (_, i) => 2000 + i).filter((year) => weeksInIsoYear(year) === 53);
    expect(years.slice(0, 5)).toEqual([2004, 2009, 2015, 2020, 2026]);
    expect(years).toHaveLength(71);
    expect(weeksInIsoYear(4)).toBe(53); // same as 2004: the calendar repeats after 400 years
  });
});
