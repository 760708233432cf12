import { afterEach, describe, expect, it } from "vitest";
import { addDays, weekdayOf } from "./dates";
import { CALENDAR_YEAR, type FiscalCalendar } from "./fiscal-year";
import { type Frequency, lastClosedPeriod, nextPeriod, periodOf, periodsBetween, previousPeriod } from "./periods";

const FREQUENCIES: readonly Frequency[] = ["month", "quarter", "half_year", "year", "week", "day"];

describe("periodOf", () => {
  it.each([
    ["day", "2014-05-30", "2014-05-30"],
    ["week", "2014-05-26", "2014-06-01"],
    ["month", "2014-05-01", "2014-05-31"],
    ["quarter", "2014-04-01", "2014-06-30"],
    ["half_year", "2014-01-01", "2014-06-30"],
    ["year", "2014-01-01", "2014-12-31"],
  ] as const)("30 May 2014 by %s is %s to %s", (frequency, start, end) => {
    expect(periodOf("2014-05-30", frequency, CALENDAR_YEAR)).toEqual({ start, end });
  });

  it("derives quarters and half-years from the fiscal start: 30 May 2014 from July is Q4, April to June, and H2 from January", () => {
    const july: FiscalCalendar = { ...CALENDAR_YEAR, startMonth: 7 };
    expect(periodOf("2014-05-30", "quarter", july)).toEqual({ start: "2014-04-01", end: "2014-06-30" });
    expect(periodOf("2014-05-30", "half_year", july)).toEqual({ start: "2014-01-01", end: "2014-06-30" });
    expect(periodOf("2014-05-30", "year", { ...CALENDAR_YEAR, startMonth: 2 })).toEqual({ start: "2014-02-01", end: "2015-01-31" });
  });

  it("refuses an invalid date", () => {
    for (const frequency of FREQUENCIES) expect(() => periodOf("2014-02-30", frequency, CALENDAR_YEAR)).toThrow(RangeError);
  });
});

describe("neighbours and spans", () => {
  it("steps over year ends", () => {
    expect(nextPeriod("2013-12-15", "month", CALENDAR_YEAR)).toEqual({ start: "2014-01-01", end: "2014-01-31" });
    expect(previousPeriod("2014-01-01", "quarter", CALENDAR_YEAR)).toEqual({ start: "2013-10-01", end: "2013-12-31" });
  });

  it("lists 24 months from June 2011 to May 2013, one period within itself, none backwards", () => {
    const months = periodsBetween("2011-06-15", "2013-05-01", "month", CALENDAR_YEAR);
    expect(months).toHaveLength(24);
    expect([months[0]?.start, months[23]?.end]).toEqual(["2011-06-01", "2013-05-31"]);
    expect(periodsBetween("2014-05-28", "2014-05-28", "week", CALENDAR_YEAR)).toEqual([{ start: "2014-05-26", end: "2014-06-01" }]);
    expect(periodsBetween("2014-05-28", "2014-05-27", "week", CALENDAR_YEAR)).toEqual([]);
  });

  it("closes a period only when its last day is over", () => {
    expect(lastClosedPeriod("2014-06-02", "week", CALENDAR_YEAR)).toEqual({ start: "2014-05-26", end: "2014-06-01" });
    expect(lastClosedPeriod("2014-06-01", "week", CALENDAR_YEAR).end).toBe("2014-05-25");
    expect(lastClosedPeriod("2014-05-31", "month", CALENDAR_YEAR).end).toBe("2014-04-30");
    expect(lastClosedPeriod("2014-06-02", "day", CALENDAR_YEAR).end).toBe("2014-06-01");
  });
});

/** Every day of 10,000 in a row is in its period; periods meet without gap or overlap and know their own ends. */
function expectTiling(frequency: Frequency, calendar: FiscalCalendar): void {
  let period = periodOf("2000-01-01", frequency, calendar);
  let day = "2000-01-01";
  for (let count = 0; count < 10_000; count += 1) {
    const own = periodOf(day, frequency, calendar);
    if (day > period.end) {
      if (own.start !== addDays(period.end, 1)) throw new Error(`gap or overlap at ${day}`);
      if (nextPeriod(period.start, frequency, calendar).start !== own.start) throw new Error(`next of ${period.start}`);
      if (previousPeriod(own.end, frequency, calendar).end !== period.end) throw new Error(`previous of ${own.start}`);
      period = own;
    }
    if (own.start !== period.start || own.end !== period.end || day < own.start || day > own.end) throw new Error(`wrong period at ${day}`);
    day = addDays(day, 1);
  }
}

describe("tiling: 10,000 days from 1 January 2000", { timeout: 60_000 }, () => {
  const startMonths = Array.from({ length: 12 }, (_, i) => i + 1);

  it("days and weeks", () => {
    expectTiling("day", CALENDAR_YEAR);
    expectTiling("week", CALENDAR_YEAR);
  });

  it.each(startMonths)("months, quarters, half-years and years from month %d", (startMonth) => {
    for (const frequency of ["month", "quarter", "half_year", "year"] as const) expectTiling(frequency, { ...CALENDAR_YEAR, startMonth });
  });

  it.each(startMonths)("years of 52 or 53 weeks closing before month %d, each pattern and rule", (startMonth) => {
    const weekday = (startMonth % 7) + 1;
    expectTiling("month", { startMonth, weekStart: 1, pattern: "4-4-5" });
    expectTiling("month", { startMonth, weekStart: 1, pattern: "4-5-4", yearEnd: { weekday, rule: "nearest" } });
    expectTiling("quarter", { startMonth, weekStart: 1, pattern: "5-4-4", yearEnd: { weekday, rule: "last" } });
    expectTiling("year", { startMonth, weekStart: 1, pattern: "4-4-5", yearEnd: { weekday, rule: "nearest" } });
  });

  it("keeps whole weeks in every 4-4-5 month of a year that ends on a Sunday", () => {
    for (const { start, end } of periodsBetween("2000-01-01", "2027-12-31", "month", { startMonth: 4, weekStart: 1, pattern: "4-4-5" }))
      expect([weekdayOf(start), weekdayOf(end)]).toEqual([1, 7]);
  });
});

describe("time zones", () => {
  const before = process.env.TZ;
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it("do not matter: the same answers in Auckland, Honolulu and UTC", () => {
    const answers = ["Pacific/Auckland", "Pacific/Honolulu", "UTC"].map((zone) => {
      process.env.TZ = zone;
      const offset = new Date(2014, 0, 1).getTimezoneOffset();
      const periods = FREQUENCIES.map((frequency) => periodsBetween("2013-12-25", "2014-01-08", frequency, CALENDAR_YEAR));
      return { offset, periods };
    });
    // The zone really changed, or this test could not fail.
    expect(answers.map(({ offset }) => offset)).toEqual([-780, 600, 0]);
    expect(answers[0]?.periods).toEqual(answers[2]?.periods);
    expect(answers[1]?.periods).toEqual(answers[2]?.periods);
  });
});
