import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CIRCUIT_BOARDS, LOAN_COSTS, ONLINE_REVENUE, PURCHASE_ORDERS, WORK_ORDERS } from "../reference-series.fixture";
import { type ChartInput, processChart } from "./process-chart";
import { latestVariation } from "./variation";

/** Days from 1 April 2014 on, enough for 91 points. */
const day = (index: number) => new Date(Date.UTC(2014, 3, 1 + index)).toISOString().slice(0, 10);
const series = (values: readonly (number | null)[]): ChartInput[] => values.map((value, i) => ({ period: day(i), value }));
const outside = (points: { rules: string[] }[]) => points.flatMap(({ rules }, i) => (rules.includes("outside") ? [i + 1] : []));

describe("processChart on published series", () => {
  it("holds the limits of the first 20 loans and finds 39 and 40 outside", () => {
    const chart = processChart({ points: series(LOAN_COSTS), chart: "xmr", baselines: [], baselinePoints: 20 });
    expect(outside(chart.points)).toEqual([39, 40]);
    expect(chart.points[38]).toMatchObject({ side: "above", mean: 300.5 });
    expect(chart.segments).toHaveLength(1);
    expect(chart.segments[0]).toMatchObject({ from: day(0), to: day(39), baselineTo: day(19), provisional: false, varying: false });
  });

  it("finds week 11 outside on the p chart in percent, with limits for each week", () => {
    const points = PURCHASE_ORDERS.nonconforming.map((numerator, i) => {
      const denominator = PURCHASE_ORDERS.drawn[i] ?? Number.NaN;
      return { period: day(i), value: (100 * numerator) / denominator, numerator, denominator };
    });
    const chart = processChart({ points, chart: "p", baselines: [], baselinePoints: 25, scale: 100 });
    expect(outside(chart.points)).toEqual([11]);
    expect(chart.points[0]?.lower).toBeCloseTo(0.7334695, 7);
    expect(chart.points[0]?.upper).toBeCloseTo(18.3685713, 7);
    expect(chart.points[10]?.upper).toBeCloseTo(17.958225, 6);
    expect(chart.segments[0]?.varying).toBe(true);
  });

  it("keeps circuit boards 6 and 20 out of the c chart's limits", () => {
    const points = CIRCUIT_BOARDS.map((value, i) => ({ period: day(i), value, excluded: i === 5 || i === 19 }));
    const chart = processChart({ points, chart: "c", baselines: [] });
    expect(chart.segments[0]?.mean).toBeCloseTo(19.666666667, 9);
    expect(chart.segments[0]?.upper).toBeCloseTo(32.970801362, 9);
    expect(chart.segments[0]?.baselineTo).toBe(day(25));
    expect(chart.points[5]).toMatchObject({ value: 5, excluded: true, rules: [] });
  });

  it("detects the bikes missing from online revenue: the last two days outside 32.7 to 87.9, Friday inside", () => {
    const chart = processChart({ points: series(ONLINE_REVENUE), chart: "xmr", baselines: [], floor: 0 });
    expect(outside(chart.points)).toEqual([31, 38, 55, 56]);
    expect(chart.points.at(-1)).toMatchObject({ side: "below" });
    expect(chart.points.at(-3)?.opens).toEqual([]);
    expect(latestVariation(chart.points, "higher")).toBe("worsening");
  });

  it("finds work orders on time at 70.9 % within 65.6 to 76.2, with a warning for autocorrelation, and worse since", () => {
    const values = WORK_ORDERS.onTime.map((count, i) => (100 * count) / (WORK_ORDERS.due[i] ?? Number.NaN));
    const chart = processChart({ points: series(values), chart: "xmr", baselines: [], floor: 0, ceiling: 100 });
    const segment = chart.segments[0];
    expect([segment?.mean, segment?.lower, segment?.upper].map((limit) => limit?.toFixed(1))).toEqual(["70.9", "65.6", "76.2"]);
    expect(segment?.autocorrelation).toBeCloseTo(0.34045325421, 9);
    expect(segment?.autocorrelated).toBe(true);
    expect(chart.points.at(-1)?.rules).toContain("run");
    expect(latestVariation(chart.points, "higher")).toBe("worsening");
  });
});

describe("processChart", () => {
  const steady = (n: number, level = 10) => Array.from({ length: n }, (_, i) => level + (i % 2));

  it("begins a new baseline only where one is recorded, even if its period has no point", () => {
    const points = series([...steady(20), ...steady(12, 50)]);
    expect(processChart({ points, chart: "xmr", baselines: [] }).segments).toHaveLength(1);
    const chart = processChart({ points: points.filter((_, i) => i !== 20), chart: "xmr", baselines: [day(20), "2013-01-01"] });
    expect(chart.segments.map(({ from, to }) => [from, to])).toEqual([
      [day(0), day(19)],
      [day(21), day(31)],
    ]);
    expect(chart.segments[1]).toMatchObject({ mean: null, lower: null, baselineTo: null });
  });

  it("gives no mean, limits or signals before 12 points of a segment, nor on chart none", () => {
    const points = series([...steady(10), 1000]);
    for (const kind of ["xmr", "none"] as const) {
      const chart = processChart({ points: kind === "xmr" ? points : series([...steady(30), 1000]), chart: kind, baselines: [] });
      expect(chart.points.every(({ lower, mean, rules }) => lower === null && mean === null && rules.length === 0)).toBe(true);
      expect(latestVariation(chart.points, "higher")).toBe("not-judged");
    }
  });

  it("marks limits on 12 to 19 points as provisional", () => {
    expect(processChart({ points: series(steady(19)), chart: "xmr", baselines: [] }).segments[0]?.provisional).toBe(true);
    expect(processChart({ points: series(steady(20)), chart: "xmr", baselines: [] }).segments[0]?.provisional).toBe(false);
  });

  it("stops limits at floor and ceiling without changing what is a signal", () => {
    const points = series(Array.from({ length: 24 }, (_, i) => (i % 2 ? 2 : 8)));
    const open = processChart({ points, chart: "xmr", baselines: [] });
    const cut = processChart({ points, chart: "xmr", baselines: [], floor: 0, ceiling: 15 });
    expect(open.segments[0]?.lower).toBeCloseTo(5 - 15.96, 9);
    expect([cut.segments[0]?.lower, cut.segments[0]?.upper, cut.points[0]?.lower]).toEqual([0, 15, 0]);
    expect(cut.points.map(({ rules }) => rules)).toEqual(open.points.map(({ rules }) => rules));
  });

  it("does not judge a period whose denominator is unknown", () => {
    const points = Array.from({ length: 20 }, (_, i) => ({
      period: day(i),
      value: 40 + (i % 2),
      numerator: 40 + (i % 2),
      denominator: 100,
    }));
    const chart = processChart({ points: [...points, { period: day(20), value: 99 }], chart: "p", baselines: [], scale: 100 });
    expect(chart.points[20]).toMatchObject({ value: 99, lower: null, mean: null, rules: [] });
    expect(chart.segments[0]?.upper).not.toBeNull();
  });

  it("returns nothing for no points, and refuses periods out of order", () => {
    expect(processChart({ points: [], chart: "xmr", baselines: [] })).toEqual({ segments: [], points: [] });
    expect(() => processChart({ points: series([1, 2]).reverse(), chart: "xmr", baselines: [] })).toThrow(RangeError);
    expect(() => processChart({ points: series([1]), chart: "p", baselines: [], scale: 0 })).toThrow(RangeError);
  });

  const values = fc.array(fc.option(fc.integer({ min: -500, max: 500 })), { maxLength: 60 });

  it("is symmetrical: the negative of a series improves where the series worsens", () => {
    fc.assert(
      fc.property(values, (list) => {
        const chart = processChart({ points: series(list), chart: "xmr", baselines: [] });
        const mirror = processChart({ points: series(list.map((value) => value && -value)), chart: "xmr", baselines: [] });
        expect(latestVariation(mirror.points, "lower")).toBe(latestVariation(chart.points, "higher"));
      }),
    );
  });

  it("scales: minutes instead of hours change no signal", () => {
    fc.assert(
      fc.property(values, (list) => {
        const hours = processChart({ points: series(list), chart: "xmr", baselines: [] });
        const minutes = processChart({ points: series(list.map((value) => value && value * 60)), chart: "xmr", baselines: [] });
        expect(minutes.points.map(({ rules }) => rules)).toEqual(hours.points.map(({ rules }) => rules));
      }),
    );
  });

  it("missing is not zero: periods without a value after the last one change no limit and no mark", () => {
    fc.assert(
      fc.property(values, fc.nat(5), (list, extra) => {
        const chart = processChart({ points: series(list), chart: "xmr", baselines: [] });
        const later = processChart({ points: series([...list, ...Array<null>(extra).fill(null)]), chart: "xmr", baselines: [] });
        expect(later.points.slice(0, list.length)).toEqual(chart.points);
      }),
    );
  });
});
