import { describe, expect, it } from "vitest";
import { type IndividualsLimits, individualsLimits } from "./charts/process-limits";
import { ruleOf } from "./charts/rules";
import { applyRunRules } from "./charts/run-rules";
import { falseSignalRate } from "./false-alarms";

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
      // New: a rule is broken here and none was at the point before, as in the simulation.
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

/** Whether one of the simulated rules is broken at the last of the known values; they look back eight at most. */
function fulfilled(known: readonly number[], { lower, centre, upper }: IndividualsLimits): boolean {
  const points = known.slice(-8).map((value) => ({ value, lower, centre, upper, segment: 0 }));
  return (
    applyRunRules(points)
      .at(-1)
      ?.rules.some((rule) => ruleOf(rule).signal?.inRates) ?? false
  );
}
