import { describe, expect, it } from "vitest";
import { addMonths } from "@/lib/calendar/dates";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import type { KpiPoint } from "../chart/chart-limits";
import { type SummaryKpi, summarise } from "./summary";

const kpi = (more: Partial<SummaryKpi> = {}): SummaryKpi => ({
  frequency: "month",
  direction: "higher",
  chart: "xmr",
  baselinePoints: 24,
  minimum: null,
  maximum: null,
  dueDays: 3,
  dueWorkingDays: true,
  startsOn: null,
  archived: false,
  unit: "orders",
  ...more,
});
const at = (index: number) => addMonths("2012-01-01", index);
const points = (values: (number | null)[], state: KpiPoint["state"] = "final"): KpiPoint[] =>
  values.map((value, i) => ({ period: at(i), value, numerator: null, denominator: null, state: value === null ? "missing" : state }));
/** 10, 12, 10, 12 ...: mean 11, mean moving range 2, limits 11 -/+ 5.32. */
const steady = Array.from({ length: 24 }, (_, i) => (i % 2 ? 12 : 10));
const today = "2020-01-01";
const floor = (value: number, fromOn = "2000-01-01") => ({ fromOn, floor: value, ceiling: null });

describe("summarise", () => {
  it("a steady process against 8: on track, common cause, hit or miss (lower limit 5.68), nothing needed", () => {
    const result = summarise(kpi(), [floor(8)], points(steady), [], today, CALENDAR_YEAR);
    expect(result).toMatchObject({
      latestPeriod: "2013-12-01",
      latestValue: 12,
      status: "on-track",
      variation: "common-cause",
      assurance: "hit-or-miss",
      rules: [],
      priority: 0,
      points: 24,
      signal: null,
    });
    expect([result.mean, result.lower, result.upper].map((n) => n?.toFixed(2))).toEqual(["11.00", "5.68", "16.32"]);
  });

  it("2 lies (11 - 2) / 5.32 = 1.69 half widths below: worse, severity 0.69, need 300 + 50 + 16.9", () => {
    const result = summarise(kpi(), [floor(8)], points([...steady, 2]), [], today, CALENDAR_YEAR);
    expect(result.signal).toMatchObject({ rules: ["outside"], tone: "worse", since: "2014-01-01" });
    expect(result.signal?.severity).toBeCloseTo(9 / 5.32 - 1, 9);
    expect(result.priority).toBeCloseTo(350 + 90 / 5.32, 9);
  });

  it("the same fall of a KPI where lower is better is an improvement: need 5; without a direction it is a change", () => {
    const fallen = points([...steady, 2]);
    expect(summarise(kpi({ direction: "lower" }), [], fallen, [], today, CALENDAR_YEAR)).toMatchObject({
      variation: "improving",
      priority: 105,
      signal: { tone: "better" },
    });
    expect(summarise(kpi({ direction: "informational" }), [], fallen, [], today, CALENDAR_YEAR)).toMatchObject({
      variation: "changed",
      assurance: null,
      status: "no-target",
      signal: { tone: "neutral" },
    });
    expect(summarise(kpi({ direction: "milestone" }), [], fallen, [], today, CALENDAR_YEAR)).toMatchObject({
      variation: "not-judged",
      signal: null,
    });
  });

  it("a run of eight below the mean began eight months ago", () => {
    const result = summarise(kpi(), [], points([...steady, 10, 9, 10, 9, 10, 9, 10, 9]), [], today, CALENDAR_YEAR);
    expect(result.signal).toMatchObject({ rules: ["run"], tone: "worse", since: "2014-01-01", severity: 0 });
  });

  it("leaves out a period that is not over, and takes the target that held then", () => {
    const result = summarise(kpi(), [floor(11), floor(99, "2013-12-01")], points(steady), [], "2013-12-31", CALENDAR_YEAR);
    expect(result).toMatchObject({
      latestPeriod: "2013-11-01",
      latestValue: 10,
      target: { floor: 11, ceiling: null },
      status: "off-track",
    });
  });

  it("a stated absence is a gap, counts as reported, and the value before it is the latest", () => {
    const result = summarise(kpi(), [], points([...steady, null]), [], today, CALENDAR_YEAR);
    expect(result).toMatchObject({ latestPeriod: "2013-12-01", points: 24, lateFrom: "2014-03-06" }); // February ends on Friday 28, due Wednesday 5 March
    expect(result.spark.at(-1)).toEqual({ period: "2014-01-01", value: null });
  });

  it("fills unrecorded months with gaps: February and March between January and April", () => {
    const [first, , , fourth] = points([1, 2, 3, 4]);
    const result = summarise(
      kpi(),
      [],
      [first, fourth].filter((p) => p !== undefined),
      [],
      today,
      CALENDAR_YEAR,
    );
    expect(result.spark.map(({ value }) => value)).toEqual([1, null, null, 4]);
  });

  it("no values, and eleven: no data, no limits, no signal; never judged", () => {
    expect(summarise(kpi(), [floor(1)], [], [], today, CALENDAR_YEAR)).toMatchObject({
      status: "no-data",
      latestPeriod: null,
      variation: "not-judged",
      assurance: null,
      mean: null,
      priority: 0,
      spark: [],
      lateFrom: null,
    });
    expect(summarise(kpi(), [], points(steady.slice(0, 11)), [], today, CALENDAR_YEAR)).toMatchObject({
      variation: "not-judged",
      mean: null,
      points: 11,
    });
    expect(summarise(kpi(), [], points(steady.slice(0, 12)), [], today, CALENDAR_YEAR)).toMatchObject({
      variation: "common-cause",
      provisionalLimits: true,
    });
  });

  it("the spark holds the last 36 periods and marks only the start of a signal and the latest point", () => {
    const result = summarise(kpi(), [], points([...steady, ...steady, 2, 2, 2, 2]), [], today, CALENDAR_YEAR);
    expect(result.spark).toHaveLength(36);
    expect(result.spark.flatMap(({ signal }, i) => (signal ? [i] : []))).toEqual([32, 34, 35]); // outside opens at the first, two of three at the third: all three on one side
  });

  it("a new baseline at an annotation makes the new level the usual one; an exclusion keeps a month out of the limits", () => {
    const shifted = points([...steady, ...steady.map((v) => v + 20)]);
    expect(summarise(kpi(), [], shifted, [], today, CALENDAR_YEAR).variation).toBe("improving");
    expect(summarise(kpi(), [], shifted, [{ onDate: "2014-01-15", kind: "baseline" }], today, CALENDAR_YEAR)).toMatchObject({
      variation: "common-cause",
      mean: 31,
    });
    const spoilt = points([...steady.slice(0, 23), 500]);
    expect(summarise(kpi(), [], spoilt, [{ onDate: "2013-12-24", kind: "exclude" }], today, CALENDAR_YEAR).mean).toBeCloseTo(252 / 23, 9);
  });

  it("shares: 60 of 100 each month make p limits 60 -/+ 3 x sqrt(0.6 x 0.4 / 100) = 45.3 to 74.7 %; 80 % of 100 is a signal", () => {
    const share = (n: number, i: number): KpiPoint => ({ period: at(i), value: n, numerator: n, denominator: 100, state: "final" });
    const recorded = [...Array.from({ length: 24 }, (_, i) => share(60, i)), share(80, 24)];
    const result = summarise(kpi({ chart: "p", unit: "%" }), [], recorded, [], today, CALENDAR_YEAR);
    expect([result.lower?.toFixed(1), result.upper?.toFixed(1), result.variation]).toEqual(["45.3", "74.7", "improving"]);
  });

  it("falls back to individuals if a share has no parts or exceeds its base", () => {
    const bare = points(steady);
    expect(summarise(kpi({ chart: "p" }), [], bare, [], today, CALENDAR_YEAR).upper?.toFixed(2)).toBe("16.32");
    const broken = bare.map((point) => ({ ...point, numerator: 3, denominator: 2 }));
    expect(summarise(kpi({ chart: "laney_p" }), [], broken, [], today, CALENDAR_YEAR).upper?.toFixed(2)).toBe("16.32");
  });

  it("limits stop at the possible range, and a provisional value is drawn as such", () => {
    const result = summarise(kpi({ minimum: 8, maximum: 14 }), [], points(steady, "provisional"), [], today, CALENDAR_YEAR);
    expect([result.lower, result.upper, result.spark.at(-1)?.provisional]).toEqual([8, 14, true]);
  });

  it("limits of a count stop at zero even if its definition does not say so, but not if a value was ever negative", () => {
    // 0, 8, 0, 8 ...: mean 4, mean moving range 8, lower limit 4 - 21.3.
    const counts = Array.from({ length: 24 }, (_, i) => (i % 2 ? 8 : 0));
    expect(summarise(kpi(), [], points(counts), [], today, CALENDAR_YEAR).lower).toBe(0);
    expect(summarise(kpi(), [], points([...counts, -1]), [], today, CALENDAR_YEAR).lower).toBeLessThan(0);
    expect(summarise(kpi(), [], points([...counts, 0.5]), [], today, CALENDAR_YEAR).lower).toBeLessThan(0);
  });

  it("lists the latest quiet points, and proposes the level that a sustained change reached", () => {
    expect(summarise(kpi(), [], points([...steady, 2, 11, 12]), [], today, CALENDAR_YEAR)).toMatchObject({
      signal: null,
      quietPoints: ["2014-02-01", "2014-03-01"],
      limitsFrom: "2012-01-01",
    });
    const below = summarise(kpi(), [], points([...steady, ...Array(8).fill(8)]), [], today, CALENDAR_YEAR);
    expect(below.signal?.shift).toEqual({ from: "2014-01-01", before: 11, after: 8 });
    expect(summarise(kpi(), [], points([...steady, 2]), [], today, CALENDAR_YEAR).signal?.shift).toBeNull();
  });

  it("ended and archived KPIs raise no signal", () => {
    expect(summarise(kpi({ endsOn: "2014-01-31" }), [], points([...steady, 2]), [], today, CALENDAR_YEAR).signal).toBeNull();
    expect(summarise(kpi({ archived: true }), [], points([...steady, 2]), [], today, CALENDAR_YEAR).signal).toBeNull();
  });
});
