import { describe, expect, it } from "vitest";
import { alarmBudget, falseSignalRate } from "./false-alarms";
import { type IndividualsLimits, individualsLimits } from "./process-limits";
import { applyRunRules } from "./run-rules";

/** Small seeded generator (mulberry32), so that the simulation is the same in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe("falseSignalRate", () => {
  it("is about 1.6 % on 24 points, more on fewer, none without limits", () => {
    expect(falseSignalRate(24)).toBe(0.0162);
    expect(falseSignalRate(11)).toBe(0);
    expect(falseSignalRate(0)).toBe(0);
    for (let points = 12; points < 60; points += 1) expect(falseSignalRate(points)).toBeGreaterThan(falseSignalRate(points + 1));
    expect(() => falseSignalRate(-1)).toThrow(RangeError);
  });

  it.each([12, 18, 24])("agrees with the chart's own code on unchanging series, %d baseline points", (baselinePoints) => {
    const random = generator(20140602 + baselinePoints);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const series = 4000;
    let opened = 0;
    for (let run = 0; run < series; run += 1) {
      const values = Array.from({ length: baselinePoints + 12 }, normal);
      const limits = individualsLimits(values, { baselinePoints });
      if (!limits) throw new Error("expected limits");
      // New: a signal is fulfilled here and none was at the point before, as the rates were simulated.
      let before = fulfilled(values.slice(0, baselinePoints), limits);
      for (let known = baselinePoints + 1; known <= values.length; known += 1) {
        const now = fulfilled(values.slice(0, known), limits);
        if (now && !before) opened += 1;
        before = now;
      }
    }
    expect(Math.abs(opened / (series * 12) - falseSignalRate(baselinePoints))).toBeLessThan(0.0025);
  });
});

/** Whether a signal is fulfilled at the last of the values known so far; the rules budgeted look back eight at most. */
function fulfilled(known: readonly number[], { lower, centre, upper }: IndividualsLimits): boolean {
  const points = known.slice(-8).map((value) => ({ value, lower, centre, upper, segment: 0 }));
  return applyRunRules(points, { trendLength: 99 }).at(-1)?.side !== null;
}

describe("alarmBudget", () => {
  it("adds up: 100 KPIs on 24 points raise 1.62 false signals a period, at least one in 80 % of periods", () => {
    const budget = alarmBudget(Array(100).fill(24));
    expect(budget.kpis).toBe(100);
    expect(budget.expected).toBeCloseTo(1.62, 10);
    // 1 - 0.9838^100 = 1 - exp(100 ln 0.9838) = 1 - exp(-1.63326)
    expect(budget.atLeastOne).toBeCloseTo(0.80471, 4);
  });

  it("leaves out KPIs without limits and is zero for none", () => {
    expect(alarmBudget([24, 5, 0])).toEqual({ kpis: 1, expected: 0.0162, atLeastOne: expect.closeTo(0.0162, 12) });
    expect(alarmBudget([])).toEqual({ kpis: 0, expected: 0, atLeastOne: 0 });
  });
});
