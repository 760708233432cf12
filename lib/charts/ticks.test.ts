import { describe, expect, test } from "vitest";
import { niceTicks, plainNumber, stepDecimals } from "./ticks";

describe("niceTicks", () => {
  test("65 to 80 in five intervals: raw step 3, so a step of 5 from 65 to 80", () => {
    expect(niceTicks(65, 80)).toEqual([65, 70, 75, 80]);
  });
  test("60.5 to 80: raw step 3.9, step 5, from 60 to 80", () => {
    expect(niceTicks(60.5, 80)).toEqual([60, 65, 70, 75, 80]);
  });
  test("bars start at zero", () => {
    expect(niceTicks(35, 100, { fromZero: true, intervals: 4 })).toEqual([0, 25, 50, 75, 100]);
  });
  test("0.1 to 0.3: raw step 0.04, step 0.05, and no floating-point noise", () => {
    expect(niceTicks(0.1, 0.3)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3]);
  });
  test("a range across zero has a tick at zero", () => {
    expect(niceTicks(-3, 7)).toEqual([-4, -2, 0, 2, 4, 6, 8]);
  });
  test("a flat series is widened, not divided by zero", () => {
    const ticks = niceTicks(5, 5);
    expect(ticks[0]).toBeLessThan(5);
    expect(ticks.at(-1)).toBeGreaterThan(5);
    expect(niceTicks(0, 0)[0]).toBe(0);
  });
  test("values that differ only in the last digits are flat", () => {
    expect(niceTicks(85.7142857142, 85.7142857143)).toEqual([80, 82, 84, 86, 88, 90]);
  });
  test("refuses what is not a number", () => {
    expect(() => niceTicks(Number.NaN, 1)).toThrow(RangeError);
  });
});

test("stepDecimals: 0.25 needs two, 20 none, 2.5 one", () => {
  expect([0.25, 20, 2.5].map(stepDecimals)).toEqual([2, 0, 1]);
});

test("plainNumber: separators, true minus, dash for nothing, no minus zero", () => {
  expect([plainNumber(1234567.891, 1), plainNumber(-13.5, 1), plainNumber(null, 2), plainNumber(-0.04, 1)]).toEqual([
    "1,234,567.9",
    "−13.5",
    "–",
    "0.0",
  ]);
});
