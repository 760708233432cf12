import fc from "fast-check";
import { expect, test } from "vitest";
import { spreadLabels } from "./labels";

test("labels that do not touch stay", () => {
  expect(spreadLabels([10, 40, 80], 15, 0, 100)).toEqual([10, 40, 80]);
});
test("50 and 54 with a gap of 16: both move, to 44 and 60, and keep the mean 52", () => {
  expect(spreadLabels([50, 54], 16, 0, 100)).toEqual([44, 60]);
});
test("the order of the input is kept even if it is not sorted", () => {
  expect(spreadLabels([54, 50], 16, 0, 100)).toEqual([60, 44]);
});
test("at the top edge the block moves down", () => {
  expect(spreadLabels([0, 2], 16, 0, 100)).toEqual([0, 16]);
});
test("any labels that fit keep the gap and the bounds", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 1, maxLength: 6 }), (wanted) => {
      const sorted = spreadLabels(wanted, 15, 0, 300).sort((a, b) => a - b);
      expect(sorted[0]).toBeGreaterThanOrEqual(-1e-9);
      expect(sorted.at(-1)).toBeLessThanOrEqual(300 + 1e-9);
      for (const [i, y] of sorted.entries()) if (i > 0) expect(y - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
    }),
  );
});
