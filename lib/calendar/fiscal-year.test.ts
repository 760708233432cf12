import { describe, expect, it } from "vitest";
import { daysBetween } from "./dates";
import { CALENDAR_YEAR, type FiscalCalendar, fiscalYear, fiscalYearOf, PATTERNS } from "./fiscal-year";

const lastSaturdayOfSeptember: FiscalCalendar = { startMonth: 10, weekStart: 1, pattern: "5-4-4", yearEnd: { weekday: 6, rule: "last" } };
const sundayNearestDecember: FiscalCalendar = { startMonth: 1, weekStart: 1, pattern: "4-4-5", yearEnd: { weekday: 7, rule: "nearest" } };
const retail: FiscalCalendar = { startMonth: 2, weekStart: 1, pattern: "4-5-4", yearEnd: { weekday: 6, rule: "nearest" } };
const weeks = (name: number, calendar: FiscalCalendar) => {
  const { start, end } = fiscalYear(name, calendar);
  return (daysBetween(start, end) + 1) / 7;
};

describe("fiscal years of weeks, as filed by real companies", () => {
  it.each([
    [2012, "2012-09-29", 53],
    [2013, "2013-09-28", 52],
    [2014, "2014-09-27", 52],
    [2017, "2017-09-30", 53],
    [2023, "2023-09-30", 53],
  ])("last Saturday of September: FY%d ends %s after %d weeks (Apple, 10-K)", (name, end, length) => {
    expect(fiscalYear(name, lastSaturdayOfSeptember).end).toBe(end);
    expect(weeks(name, lastSaturdayOfSeptember)).toBe(length);
  });

  it.each([
    [2012, "2012-12-30", 52],
    [2014, "2014-12-28", 52],
    [2015, "2016-01-03", 53],
    [2020, "2021-01-03", 53],
  ])("Sunday nearest the end of December: FY%d ends %s after %d weeks (Johnson & Johnson, 10-K)", (name, end, length) => {
    expect(fiscalYear(name, sundayNearestDecember).end).toBe(end);
    expect(weeks(name, sundayNearestDecember)).toBe(length);
    expect(fiscalYearOf(end, sundayNearestDecember).name).toBe(name);
  });

  it("4-5-4 retail year from 29 January 2012 to 2 February 2013: 53 weeks, the last in the twelfth period (National Retail Federation)", () => {
    const year = fiscalYear(2013, retail);
    expect([year.start, year.end]).toEqual(["2012-01-29", "2013-02-02"]);
    expect(year.months.slice(0, 3)).toEqual([
      { start: "2012-01-29", end: "2012-02-25" },
      { start: "2012-02-26", end: "2012-03-31" },
      { start: "2012-04-01", end: "2012-04-28" },
    ]);
    expect(year.months[11]).toEqual({ start: "2012-12-30", end: "2013-02-02" });
  });

  it("ends on the last Sunday by default, so that periods hold whole ISO weeks", () => {
    expect(fiscalYear(2014, { startMonth: 1, weekStart: 1, pattern: "4-4-5" })).toMatchObject({ start: "2013-12-30", end: "2014-12-28" });
  });
});

it("a year can be divided in four ways, and follows the calendar by default", () => {
  expect(PATTERNS).toEqual(["months", "4-4-5", "4-5-4", "5-4-4"]);
  expect(CALENDAR_YEAR).toEqual({ startMonth: 1, weekStart: 1, pattern: "months" });
});

it.each([
  ["4-4-5", [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5]],
  ["4-5-4", [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4]],
  ["5-4-4", [5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4]],
] as const)("%s: twelve periods of whole weeks, the 53rd in the last", (pattern, weeksOf) => {
  const lengths = (name: number) =>
    fiscalYear(name, { startMonth: 1, weekStart: 1, pattern }).months.map(({ start, end }) => (daysBetween(start, end) + 1) / 7);
  expect(lengths(2014)).toEqual(weeksOf);
  expect(lengths(2017)).toEqual([...weeksOf.slice(0, 11), weeksOf[11] + 1]); // from 26 December 2016 to 31 December 2017
});

describe("fiscal years of months", () => {
  it("are twelve whole months", () => {
    expect(fiscalYear(2014, { startMonth: 12, weekStart: 1, pattern: "months" }).months).toEqual([
      { start: "2013-12-01", end: "2013-12-31" },
      { start: "2014-01-01", end: "2014-01-31" },
      { start: "2014-02-01", end: "2014-02-28" },
      { start: "2014-03-01", end: "2014-03-31" },
      { start: "2014-04-01", end: "2014-04-30" },
      { start: "2014-05-01", end: "2014-05-31" },
      { start: "2014-06-01", end: "2014-06-30" },
      { start: "2014-07-01", end: "2014-07-31" },
      { start: "2014-08-01", end: "2014-08-31" },
      { start: "2014-09-01", end: "2014-09-30" },
      { start: "2014-10-01", end: "2014-10-31" },
      { start: "2014-11-01", end: "2014-11-30" },
    ]);
  });

  it("from July: June 2014 closes FY2014, July 2014 opens FY2015", () => {
    const july: FiscalCalendar = { startMonth: 7, weekStart: 1, pattern: "months" };
    expect(fiscalYearOf("2014-06-30", july)).toMatchObject({ name: 2014, start: "2013-07-01", end: "2014-06-30" });
    expect(fiscalYearOf("2014-07-01", july).name).toBe(2015);
  });

  it.each([0, 13, 1.5, Number.NaN])("refuses start month %s", (startMonth) => {
    expect(() => fiscalYearOf("2014-06-30", { startMonth, weekStart: 1, pattern: "months" })).toThrow(
      new RangeError("startMonth must be 1 to 12"),
    );
  });

  it.each([0, 8, 1.5])("refuses weekday %s for the end of the year", (weekday) => {
    expect(() => fiscalYear(2014, { ...retail, yearEnd: { weekday, rule: "last" } })).toThrow(
      new RangeError("the weekday of the year's end must be 1 to 7"),
    );
  });
});
