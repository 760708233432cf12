import { describe, expect, it } from "vitest";
import { countsBetweenLimits, timeBetweenLimits } from "./rare-events";
import { VALVE_FAILURES } from "./reference-series.fixture";

describe("gaps between rare events", () => {
  it("g: a mean gap of 20 orders gives 0 to 20 + 3 x sqrt(20 x 21) = 81.48", () => {
    const limits = countsBetweenLimits(Array.from({ length: 12 }, (_, i) => (i % 2 ? 15 : 25)));
    expect(limits?.centre).toBe(20);
    expect(limits?.lower).toBe(0);
    expect(limits?.upper).toBeCloseTo(81.4817, 4);
  });

  it("t: hours between valve failures (Montgomery, table 7.14) run from 0 to 6,940 around 430, none outside", () => {
    // NumPy: y = hours^(1/3.6), mean 5.3893, mean moving range 2.3609; Montgomery transforms with 0.2777.
    const limits = timeBetweenLimits(VALVE_FAILURES);
    expect(limits?.centre).toBeCloseTo(430.0409518, 6);
    expect(limits?.lower).toBe(0);
    expect(limits?.upper).toBeCloseTo(6940.0842206, 5);
    expect(VALVE_FAILURES.every((hours) => hours < (limits?.upper ?? 0))).toBe(true);
  });

  it("t: hours to days divides every limit by 24", () => {
    const days = timeBetweenLimits(VALVE_FAILURES.map((hours) => hours / 24));
    expect((days?.upper ?? 0) * 24).toBeCloseTo(timeBetweenLimits(VALVE_FAILURES)?.upper ?? 0, 6);
  });

  it("gives none under 12 gaps and refuses a negative one", () => {
    expect(countsBetweenLimits(VALVE_FAILURES.slice(0, 11))).toBeNull();
    expect(timeBetweenLimits(VALVE_FAILURES.slice(0, 11))).toBeNull();
    expect(() => countsBetweenLimits([-1])).toThrow(RangeError);
    expect(() => timeBetweenLimits([Number.NaN])).toThrow(RangeError);
  });
});
