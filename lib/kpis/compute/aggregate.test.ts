import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { aggregate, canAggregate, type ExactPoint } from "./aggregate";

const point = (period: string, value: string | null, numerator: string | null = null, denominator: string | null = null): ExactPoint => ({
  period,
  value,
  numerator,
  denominator,
});
const quarter = [point("2014-01-01", "1"), point("2014-02-01", "5"), point("2014-03-01", "3")];
const values = (points: ExactPoint[], how: Parameters<typeof aggregate>[1]) =>
  aggregate(points, how, "month", "quarter", CALENDAR_YEAR).map(({ value }) => value);

describe("aggregate", () => {
  it("1, 5, 3 in a quarter: sum 9, mean 3, last 3, smallest 1, largest 5", () => {
    expect((["sum", "mean", "last", "min", "max"] as const).map((how) => values(quarter, how)[0])).toEqual(["9", "3", "3", "1", "5"]);
  });

  it("a ratio is the sum over the sum, never a mean of ratios: 50 % of 10 and 100 % of 90 are 95 / 100 = 95 %, not 75 %", () => {
    const points = [point("2014-01-01", "50", "5", "10"), point("2014-02-01", "100", "90", "90")];
    expect(aggregate(points, "ratio", "month", "quarter", CALENDAR_YEAR)).toEqual([
      { period: "2014-01-01", value: "95", numerator: "95", denominator: "100", complete: false },
    ]);
  });

  it("ratios without numerators have no value; with zero counts 0 / 20 = 0; a zero denominator has no value", () => {
    expect(values([point("2014-01-01", "50")], "ratio")).toEqual([null]);
    expect(values([point("2014-01-01", "0", "0", "20")], "ratio")).toEqual(["0"]);
    expect(values([point("2014-01-01", null, "0", "0")], "ratio")).toEqual([null]);
  });

  it("a sum with a month missing is missing; a mean uses the known months: (1 + 3) / 2 = 2", () => {
    const gap = [quarter[0], point("2014-02-01", null), quarter[2]].filter((p) => p !== undefined);
    expect(values(gap, "sum")).toEqual([null]);
    expect(values(gap, "mean")).toEqual(["2"]);
    expect(aggregate(gap, "mean", "month", "quarter", CALENDAR_YEAR)[0]?.complete).toBe(false);
    expect(aggregate(quarter, "mean", "month", "quarter", CALENDAR_YEAR)[0]?.complete).toBe(true);
  });

  it("0.1 ten times by day is 1, exactly; a third rounds to ten decimals", () => {
    const days = Array.from({ length: 31 }, (_, i) => point(`2014-01-${String(i + 1).padStart(2, "0")}`, i < 10 ? "0.1" : "0"));
    expect(aggregate(days, "sum", "day", "month", CALENDAR_YEAR)[0]?.value).toBe("1");
    expect(values([point("2014-01-01", "0"), point("2014-02-01", "0"), point("2014-03-01", "1")], "mean")).toEqual(["0.3333333333"]);
  });

  it("follows a fiscal year from July: March and July 2014 fall in two years", () => {
    const points = [point("2014-03-01", "1"), point("2014-07-01", "2")];
    expect(
      aggregate(points, "last", "month", "year", { startMonth: 7, weekStart: 1, pattern: "months" }).map(({ period, value }) => [
        period,
        value,
      ]),
    ).toEqual([
      ["2013-07-01", "1"],
      ["2014-07-01", "2"],
    ]);
  });

  it("months do not fill weeks, weeks do not fill calendar months but do fill periods of whole weeks", () => {
    expect([
      canAggregate("month", "week", CALENDAR_YEAR),
      canAggregate("week", "month", CALENDAR_YEAR),
      canAggregate("week", "month", { startMonth: 1, weekStart: 1, pattern: "4-4-5" }),
    ]).toEqual([false, false, true]);
    expect(() => aggregate(quarter, "sum", "month", "week", CALENDAR_YEAR)).toThrow("periods of one month do not fill periods of one week");
  });

  it("a ratio over any parts lies between the smallest and the largest of their ratios", () => {
    const parts = fc.array(fc.record({ n: fc.nat({ max: 99 }), d: fc.integer({ min: 1, max: 99 }) }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(parts, (list) => {
        const points = list.map(({ n, d }, i) => point(`2014-0${i + 1}-01`, String(Number((n / d).toFixed(10))), String(n), String(d)));
        const whole = Number(values(points, "ratio")[0]);
        expect(whole).toBeGreaterThanOrEqual(Math.min(...list.map(({ n, d }) => n / d)) - 1e-5);
        expect(whole).toBeLessThanOrEqual(Math.max(...list.map(({ n, d }) => n / d)) + 1e-5);
      }),
    );
  });
});
