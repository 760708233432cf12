import { describe, expect, it } from "vitest";
import { CIRCUIT_BOARDS, PURCHASE_ORDERS, SHIPMENT_ERRORS, WORK_ORDERS } from "../reference-series.fixture";
import { attributeBaseline, attributeLimits, type Subgroup } from "./attribute-limits";

const pairs = (numerators: readonly number[], denominators: readonly number[]): Subgroup[] =>
  numerators.map((numerator, i) => ({ numerator, denominator: denominators[i] ?? Number.NaN }));

describe("attribute limits", () => {
  it("p: gives the published centre and limits of Montgomery table 7.4 and only week 11 outside", () => {
    const subgroups = pairs(PURCHASE_ORDERS.nonconforming, PURCHASE_ORDERS.drawn);
    const baseline = attributeBaseline("p", subgroups, 25);
    if (!baseline) throw new Error("expected a baseline");
    expect(baseline.centre).toBeCloseTo(0.095510204, 9);
    expect(attributeLimits(baseline, 100)?.lower).toBeCloseTo(0.007334695, 9);
    expect(attributeLimits(baseline, 100)?.upper).toBeCloseTo(0.183685713, 9);
    const outside = subgroups.flatMap(({ numerator, denominator }, i) => {
      const limits = attributeLimits(baseline, denominator);
      const share = numerator / denominator;
      return limits && (share > limits.upper || share < limits.lower) ? [i + 1] : [];
    });
    expect(outside).toEqual([11]);
  });

  it("c: gives the published 19.67, 6.36 to 32.97 of Montgomery example 7.3 with samples 6 and 20 set aside", () => {
    const subgroups = CIRCUIT_BOARDS.map((numerator, i) => (i === 5 || i === 19 ? null : { numerator, denominator: 100 }));
    const baseline = attributeBaseline("c", subgroups, 24);
    if (!baseline) throw new Error("expected a baseline");
    expect(baseline.lastIndex).toBe(25);
    expect(baseline.centre).toBeCloseTo(19.666666667, 9);
    expect(attributeLimits(baseline, 100)?.lower).toBeCloseTo(6.362531971, 9);
    expect(attributeLimits(baseline, 100)?.upper).toBeCloseTo(32.970801362, 9);
  });

  it("u: gives the published 0.074 and 0.1894 of Montgomery example 7.4", () => {
    const baseline = attributeBaseline("u", pairs(SHIPMENT_ERRORS, Array(20).fill(50)));
    if (!baseline) throw new Error("expected a baseline");
    expect(baseline.centre).toBeCloseTo(0.074, 12);
    expect(attributeLimits(baseline, 50)?.upper).toBeCloseTo(0.18941230437, 10);
    expect(attributeLimits(baseline, 50)?.lower).toBeLessThan(0);
  });

  it("p': widens the limits of work orders on time by sigma z 1.4822, as computed in another language", () => {
    // NumPy: mean |diff z| over the first 24 months / 1.128; last month 3,381 orders.
    const baseline = attributeBaseline("laney-p", pairs(WORK_ORDERS.onTime, WORK_ORDERS.due));
    if (!baseline) throw new Error("expected a baseline");
    expect(baseline.centre).toBeCloseTo(0.7075519089, 10);
    expect(baseline.sigmaZ).toBeCloseTo(1.48215879781, 9);
    expect(attributeLimits(baseline, 3381)?.lower).toBeCloseTo(0.6727665126863, 10);
    expect(attributeLimits(baseline, 3381)?.upper).toBeCloseTo(0.7423373051302, 10);
  });

  it("does not count a missing period, or one with nothing to count, as zero", () => {
    const real = pairs(SHIPMENT_ERRORS, Array(20).fill(50));
    const gappy = [real[0] ?? null, null, { numerator: 0, denominator: 0 }, ...real.slice(1)];
    expect(attributeBaseline("u", gappy)?.centre).toBe(attributeBaseline("u", real)?.centre);
    expect(attributeBaseline("u", gappy)?.points).toBe(20);
  });

  it("gives none for 11 subgroups and none for a period without a denominator", () => {
    const real = pairs(SHIPMENT_ERRORS, Array(20).fill(50));
    expect(attributeBaseline("p", real.slice(0, 11))).toBeNull();
    const baseline = attributeBaseline("p", real.slice(0, 12));
    expect(baseline?.provisional).toBe(true);
    expect(baseline && attributeLimits(baseline, 0)).toBeNull();
  });

  it("refuses a share above 1, negative counts and NaN", () => {
    for (const [numerator, denominator] of [
      [51, 50],
      [-1, 50],
      [1, Number.NaN],
    ] as const)
      expect(() => attributeBaseline("p", [{ numerator, denominator }])).toThrow(RangeError);
    expect(() => attributeBaseline("u", [{ numerator: 51, denominator: 50 }])).not.toThrow();
  });
});
