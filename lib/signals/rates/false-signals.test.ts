import { expect, it } from "vitest";
import { expectedFalse, falseSignalsText } from "./false-signals";

it("100 weekly KPIs on 24 points: 1.62 a week, at 0.0162 each", () => {
  const found = expectedFalse([{ frequency: "week", baselinePoints: 24, kpis: 100 }]);
  expect(found.perWeek).toBeCloseTo(1.62, 9);
  // 30.436875 days in a month, 4.348125 weeks
  expect(found.perMonth).toBeCloseTo(1.62 * 4.348125, 6);
  expect(found.kpis).toBe(100);
});

it("days count seven times a week, months 0.23 times; without limits nothing counts", () => {
  const found = expectedFalse([
    { frequency: "day", baselinePoints: 24, kpis: 1 },
    { frequency: "month", baselinePoints: 24, kpis: 10 },
    { frequency: "week", baselinePoints: 11, kpis: 50 },
  ]);
  expect(found.perWeek).toBeCloseTo(0.0162 * 7 + (0.0162 * 10) / 4.348125, 9);
  expect(found.kpis).toBe(11);
});

it.each([
  [{ perWeek: 0.98, kpis: 52 }, "By chance alone, about 1 signal in 7 days is to be expected of 52 measures with limits."],
  [{ perWeek: 12.34, kpis: 900 }, "By chance alone, about 12 signals a week are to be expected of 900 measures with limits."],
  [{ perWeek: 0, kpis: 0 }, null],
])("chance: %o", (expected, text) => expect(falseSignalsText(expected)).toBe(text));
