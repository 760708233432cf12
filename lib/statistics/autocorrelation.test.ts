import { describe, expect, it } from "vitest";
import { hasAutocorrelationWarning, lagOneAutocorrelation } from "./autocorrelation";
import { LOAN_COSTS, WORK_ORDERS } from "./reference-series.fixture";

describe("lagOneAutocorrelation", () => {
  it("of 1 -1 1 -1 ... (12 values) is -11/12: eleven products of -1 over twelve squares of 1", () => {
    expect(lagOneAutocorrelation(Array.from({ length: 12 }, (_, i) => (i % 2 ? -1 : 1)))).toBeCloseTo(-11 / 12, 12);
  });

  it("of work orders on time is 0.34 over the first 24 months and warns; of loan costs -0.18 and does not", () => {
    const onTime = WORK_ORDERS.onTime.map((count, i) => (100 * count) / (WORK_ORDERS.due[i] ?? Number.NaN)).slice(0, 24);
    expect(lagOneAutocorrelation(onTime)).toBeCloseTo(0.34045325421, 9);
    expect(hasAutocorrelationWarning(lagOneAutocorrelation(onTime))).toBe(true);
    // NumPy over the first 20 values.
    expect(lagOneAutocorrelation(LOAN_COSTS.slice(0, 20))).toBeCloseTo(-0.18212121212, 9);
    expect(hasAutocorrelationWarning(lagOneAutocorrelation(LOAN_COSTS.slice(0, 20)))).toBe(false);
  });

  it("is unknown under 12 values and for a constant series, and unknown does not warn", () => {
    expect(lagOneAutocorrelation(LOAN_COSTS.slice(0, 11))).toBeNull();
    expect(lagOneAutocorrelation(Array(20).fill(0.1))).toBeNull();
    expect(hasAutocorrelationWarning(null)).toBe(false);
  });

  it("takes no product across a missing period", () => {
    // ±1 alternating, one gap after six: ten products of -1 over twelve squares.
    const values = Array.from({ length: 12 }, (_, i) => (i % 2 ? -1 : 1));
    expect(lagOneAutocorrelation([...values.slice(0, 6), null, ...values.slice(6)])).toBeCloseTo(-10 / 12, 12);
  });
});
