import { describe, expect, it } from "vitest";
import { mean, median } from "./moments";

describe("moments", () => {
  it("mean of 1 2 6 is 3, their median 2, the median of 1 2 6 7 is 4", () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(median([6, 1, 2])).toBe(2);
    expect(median([7, 6, 1, 2])).toBe(4);
  });

  it.each([[[]], [[1, Number.NaN]], [[Number.NEGATIVE_INFINITY]]])("refuses %j", (values) => {
    expect(() => mean(values)).toThrow(RangeError);
    expect(() => median(values)).toThrow(RangeError);
  });
});
