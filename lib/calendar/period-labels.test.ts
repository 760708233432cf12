import { describe, expect, it } from "vitest";
import { CALENDAR_YEAR, type FiscalCalendar } from "./fiscal-year";
import { periodLabel, periodShortLabel } from "./period-labels";

const july: FiscalCalendar = { ...CALENDAR_YEAR, startMonth: 7 };
const weeks: FiscalCalendar = { startMonth: 1, weekStart: 1, pattern: "4-4-5" };

describe("period labels", () => {
  it.each([
    ["2014-05-30", "day", "30 May 2014", "30 May"],
    ["2014-05-26", "week", "week of 26 May 2014", "26 May"],
    ["2014-06-01", "week", "week of 26 May 2014", "26 May"],
    ["2014-05-01", "month", "May 2014", "May 14"],
    ["2014-09-01", "month", "September 2014", "Sep 14"],
    ["2014-04-01", "quarter", "Q2 2014", "Q2 14"],
    ["2014-07-01", "half_year", "H2 2014", "H2 14"],
    ["2014-01-01", "year", "FY2014", "FY14"],
    ["2009-01-01", "year", "FY2009", "FY09"],
  ] as const)("%s by %s is %s, short %s", (start, frequency, label, short) => {
    expect(periodLabel(start, frequency, CALENDAR_YEAR)).toBe(label);
    expect(periodShortLabel(start, frequency, CALENDAR_YEAR)).toBe(short);
  });

  it("names fiscal quarters after the year they close in, months after the calendar", () => {
    expect(periodLabel("2013-07-01", "quarter", july)).toBe("Q1 FY2014");
    expect(periodLabel("2014-01-01", "half_year", july)).toBe("H2 FY2014");
    expect(periodLabel("2013-07-01", "month", july)).toBe("July 2013");
    expect(periodLabel("2013-07-01", "year", july)).toBe("FY2014");
  });

  it("every month has its name, its quarter and its half-year", () => {
    const months = Array.from({ length: 12 }, (_, i) => `2014-${String(i + 1).padStart(2, "0")}-01`);
    const names = "January February March April May June July August September October November December".split(" ");
    expect(months.map((month) => periodLabel(month, "month", CALENDAR_YEAR))).toEqual(names.map((name) => `${name} 2014`));
    expect(months.map((month) => periodShortLabel(month, "month", CALENDAR_YEAR))).toEqual(names.map((name) => `${name.slice(0, 3)} 14`));
    const parts = (frequency: "quarter" | "half_year") =>
      months.map((month) => periodLabel(month, frequency, CALENDAR_YEAR).slice(0, 2)).join(" ");
    expect(parts("quarter")).toBe("Q1 Q1 Q1 Q2 Q2 Q2 Q3 Q3 Q3 Q4 Q4 Q4");
    expect(parts("half_year")).toBe("H1 H1 H1 H1 H1 H1 H2 H2 H2 H2 H2 H2");
  });

  it("numbers months of whole weeks", () => {
    expect(periodLabel("2013-12-30", "month", weeks)).toBe("P1 FY2014");
    expect(periodShortLabel("2014-12-28", "month", weeks)).toBe("P12 14");
  });
});
