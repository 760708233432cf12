import { describe, expect, it } from "vitest";
import { addMonths } from "@/lib/calendar/dates";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { type ChartKpi, type ChartRecord, prepareKpiChart } from "./chart";

const kpi = (more: Partial<ChartKpi> = {}): ChartKpi => ({
  name: "On time",
  unit: "%",
  frequency: "month",
  direction: "higher",
  chart: "xmr",
  baselinePoints: 24,
  minimum: 0,
  maximum: 100,
  ...more,
});
const points = (values: (number | null)[]): ChartRecord[] =>
  values.map((value, i) => ({
    period: addMonths("2012-01-01", i),
    value,
    numerator: null,
    denominator: null,
    state: value === null ? "missing" : "final",
    ...(value === null && { reason: "meter broken" }),
  }));
/** Mean 71, mean moving range 2, limits 71 -/+ 5.32. */
const steady = Array.from({ length: 24 }, (_, i) => (i % 2 ? 72 : 70));
const today = "2020-01-01";
const finding = (values: (number | null)[], more: Partial<ChartKpi> = {}) =>
  prepareKpiChart(kpi(more), [], points(values), [], today, { calendar: CALENDAR_YEAR }).finding;

describe("the finding", () => {
  it.each([
    ["Nothing unusual: every month inside 65.7 to 76.3", steady],
    ["Below its usual range of 65.7 to 76.3 in January 2014", [...steady, 60]],
    ["Above its usual range of 65.7 to 76.3 since January 2014", [...steady, 80, 81]],
    ["Below its mean of 71.0 since January 2014", [...steady, 70, 69, 70, 69, 70, 69, 70, 69]],
    ["Back to its usual range, 65.7 to 76.3, since February 2014", [...steady, 60, 72]],
    ["Too few values for limits: 11 of the 12 needed", steady.slice(0, 11)],
    ["No value yet", []],
  ])("%s", (title, values) => {
    // decimals follow from three figures of the largest value: whole numbers have one
    expect(finding(values)).toBe(title);
  });

  it("rising without a break, two of three near a limit, and a KPI without a chart", () => {
    expect(finding([...steady, 69, 70, 71, 72, 73, 74, 74.5])).toBe("Rising without a break since January 2014");
    expect(finding([...steady, 75, 71.5, 75])).toBe("Two of three values near the upper limit of 76.3, since January 2014");
    expect(finding(steady, { chart: "none" })).toBe("Latest 72.0, December 2013; not judged by limits");
  });
});

describe("prepareKpiChart", () => {
  it("draws limits, the valid target, signals in words, the baseline; a gap stays a gap", () => {
    const targets = [
      { fromOn: "2012-01-01", floor: 60, ceiling: null },
      { fromOn: "2014-01-01", floor: 80, ceiling: null },
    ];
    const { chart, rows } = prepareKpiChart(
      kpi(),
      targets,
      points([...steady, null, 60]),
      [{ onDate: "2014-02-10", kind: "note", text: "New line" }],
      today,
      { calendar: CALENDAR_YEAR },
    );
    expect(chart.points).toHaveLength(26);
    expect(chart.points[0]).toMatchObject({ label: "January 2012", target: 60, baseline: true, signal: null });
    expect(chart.points[24]).toMatchObject({ value: null, baseline: false });
    expect(chart.points[25]).toMatchObject({
      value: 60,
      target: 80,
      baseline: false,
      signal: { rules: ["below the lower limit"], tone: "worse" },
    });
    expect(chart.annotations).toEqual([{ period: "2014-02-10", flag: "A", text: "10 Feb 2014: New line" }]);
    expect(rows[0]).toEqual({
      period: "2014-02-01",
      label: "February 2014",
      numeratorText: null,
      denominatorText: null,
      valueText: "60.0",
      note: null,
      targetText: "≥ 80",
      status: "off-track",
      signal: { words: "below the lower limit", tone: "worse" },
    });
    expect(rows[1]).toMatchObject({ valueText: "–", note: "meter broken", status: "no-data", signal: null });
  });

  it("typed values are shown with the digits that were typed", () => {
    const texts = (source: string) =>
      prepareKpiChart(kpi({ source, maximum: null }), [], points([121.5, 122, 0.125]), [], today, { calendar: CALENDAR_YEAR }).rows.map(
        (row) => row.valueText,
      );
    expect(texts("manual")).toEqual(["0.125", "122", "121.5"]);
    expect(texts("records")).toEqual(["0", "122", "122"]);
  });

  it("shows only the last periods, with limits from all", () => {
    const { chart, rows } = prepareKpiChart(
      kpi(),
      [],
      points([...steady, 60]),
      [{ onDate: "2012-02-10", kind: "note", text: "Long ago" }],
      today,
      { calendar: CALENDAR_YEAR, shown: 3 },
    );
    expect([chart.points.length, rows.length, chart.annotations.length, chart.points[0]?.mean]).toEqual([3, 3, 0, 71]);
  });

  it("says how reliable the limits are: 24 months, 1.62 % a month is once in 62", () => {
    expect(prepareKpiChart(kpi(), [], points(steady), [], today, { calendar: CALENDAR_YEAR }).notes[0]).toBe(
      "With limits from 24 months, chance alone raises a signal about once in 62 months.",
    );
    const rising = prepareKpiChart(kpi(), [], points(Array.from({ length: 15 }, (_, i) => 50 + i)), [], today, {
      calendar: CALENDAR_YEAR,
    }).notes;
    expect(rising[1]).toBe("The limits are provisional until they rest on 20 months.");
    expect(rising[2]).toMatch(/^Consecutive months are correlated \(r = 0\.\d\d\)/);
    expect(prepareKpiChart(kpi(), [], points([1]), [], today, { calendar: CALENDAR_YEAR }).notes).toEqual([]);
  });
});
