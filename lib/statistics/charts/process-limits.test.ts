import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LOAN_COSTS, ONLINE_REVENUE } from "../reference-series.fixture";
import { individualsLimits } from "./process-limits";

describe("individualsLimits", () => {
  it("worked example: moving ranges of 2 around a mean of 11 give 11 ± 5.32 and a range limit of 6.536", () => {
    // 10 12 10 12 ...: every range is 2; 2.66 x 2 = 5.32; 3.268 x 2 = 6.536
    const limits = individualsLimits(Array.from({ length: 12 }, (_, i) => 10 + 2 * (i % 2)));
    expect(limits?.centre).toBeCloseTo(11, 10);
    expect(limits?.lower).toBeCloseTo(5.68, 10);
    expect(limits?.upper).toBeCloseTo(16.32, 10);
    expect(limits?.rangeUpper).toBeCloseTo(6.536, 10);
  });

  it("gives the published limits of Montgomery example 6.5: 300.5, 279.78 to 321.22, mean range 7.789473684, range limit 25.45", () => {
    const limits = individualsLimits(LOAN_COSTS, { baselinePoints: 20 });
    expect(limits?.centre).toBe(300.5);
    expect(limits?.range).toBeCloseTo(7.789473684, 9);
    // The publication divides by d2 = 1.128; 2.66 is that quotient, rounded.
    expect(limits?.lower).toBeCloseTo(279.78, 2);
    expect(limits?.upper).toBeCloseTo(321.22, 2);
    expect(Math.abs((limits?.lower ?? 0) - 279.78331467)).toBeLessThan(0.005);
    expect(Math.abs((limits?.rangeUpper ?? 0) - 25.448210526)).toBeLessThan(0.01);
    expect(limits?.provisional).toBe(false);
    expect(limits?.lastIndex).toBe(19);
  });

  it("gives the limits published by NHSRplotthedots for its test vector: 0.1416238, -3.01138, 3.294627", () => {
    // Source: nhs-r-community/NHSRplotthedots, tests/testthat (MIT).
    const vector = [
      -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285, -0.44566197,
      1.2240818, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.7013559, -0.47279141,
    ];
    const limits = individualsLimits(vector);
    expect(limits?.centre).toBeCloseTo(0.1416238, 7);
    expect(limits?.lower).toBeCloseTo(-3.01138, 5);
    expect(limits?.upper).toBeCloseTo(3.294627, 5);
  });

  it("holds online revenue of Adventure Works to 32.7 to 87.9 thousand dollars from its first 24 days", () => {
    const limits = individualsLimits(ONLINE_REVENUE);
    expect(limits?.lower).toBeCloseTo(32.66, 2);
    expect(limits?.upper).toBeCloseTo(87.92, 2);
    expect(limits?.points).toBe(24);
  });

  it("uses the median range times 3.145 and 3.865 in the median variant", () => {
    const limits = individualsLimits(LOAN_COSTS.slice(0, 20), { variant: "median" });
    // nineteen ranges sorted: 1 2 2 2 2 3 3 4 5 [5] 9 9 9 11 12 13 15 19 22; 3.145 x 5 = 15.725; 3.865 x 5 = 19.325
    expect(limits?.range).toBe(5);
    expect(limits?.upper).toBeCloseTo(300.5 + 15.725, 9);
    expect(limits?.rangeUpper).toBeCloseTo(19.325, 9);
  });

  it("gives none for 11 points, provisional ones for 12 and 19, firm ones for 20", () => {
    const first = (n: number) => individualsLimits(LOAN_COSTS.slice(0, n));
    expect(first(11)).toBeNull();
    expect(first(12)?.provisional).toBe(true);
    expect(first(19)?.provisional).toBe(true);
    expect(first(20)?.provisional).toBe(false);
    expect(individualsLimits([])).toBeNull();
  });

  it("skips a missing period: it is not zero and no range reaches across it", () => {
    const values = Array.from({ length: 13 }, (_, i) => (i === 6 ? null : i < 6 ? 10 + (i % 2) : 20 + (i % 2)));
    const limits = individualsLimits(values);
    expect(limits?.points).toBe(12);
    expect(limits?.range).toBe(1);
    expect(limits?.centre).toBe(15.5);
  });

  it("needs six pairs of neighbours: five are too few", () => {
    // Twelve values, some as pairs of neighbours, separated by gaps.
    const inPairs = (pairs: number, alone: number) => [
      ...Array.from({ length: pairs }, () => [10, 12, null]).flat(),
      ...Array.from({ length: alone }, () => [11, null]).flat(),
    ];
    expect(individualsLimits(inPairs(6, 0))).toMatchObject({ points: 12, range: 2, provisional: true, lastIndex: 16 });
    expect(individualsLimits(inPairs(5, 2))).toBeNull();
    expect(individualsLimits(inPairs(5, 20))).toBeNull();
  });

  it("uses the first 24 values by default: the 25th and later ones change nothing", () => {
    const values = Array.from({ length: 24 }, (_, i) => 10 + 2 * (i % 2));
    expect(individualsLimits([...values, 9_999, null, -5])).toEqual(individualsLimits(values));
    expect(individualsLimits(values.with(23, 40))?.centre).not.toBe(individualsLimits(values)?.centre);
    expect(individualsLimits([...values, 9_999], { baselinePoints: 25 })).toMatchObject({ points: 25, lastIndex: 24 });
  });

  it("gives none if too few neighbours are known", () => {
    expect(individualsLimits(Array.from({ length: 40 }, (_, i) => (i % 2 ? null : i)))).toBeNull();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %s instead of letting it spread", (bad) => {
    expect(() => individualsLimits([bad, ...LOAN_COSTS])).toThrow(new RangeError("values must be finite numbers or null"));
  });

  it("scales with the unit and follows the sign", () => {
    const series = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(series, fc.constantFrom(-1, 0.001, 60, 1000), (values, factor) => {
        const limits = individualsLimits(values);
        const scaled = individualsLimits(values.map((value) => value * factor));
        const [lower, upper] = factor < 0 ? [limits?.upper, limits?.lower] : [limits?.lower, limits?.upper];
        expect(scaled?.lower).toBeCloseTo((lower ?? 0) * factor, 6);
        expect(scaled?.upper).toBeCloseTo((upper ?? 0) * factor, 6);
      }),
    );
  });
});
