import { describe, expect, it } from "vitest";
import { type Factor, logMean, Precise, shapley, splitProduct } from "./decompose";

const d = (n: number | string) => new Precise(n);
const factors = (...pairs: [number, number, (1 | -1)?][]): Factor[] =>
  pairs.map(([before, after, power = 1]) => ({ before: d(before), after: d(after), power }));
const rounded = (parts: ReturnType<typeof splitProduct>, digits = 1) => parts?.map((part) => part.toDecimalPlaces(digits).toNumber() + 0);
const sum = (parts: ReturnType<typeof splitProduct>) =>
  parts
    ?.reduce((total, part) => total.plus(part), d(0))
    .toDecimalPlaces(40)
    .toNumber();

describe("log-mean split", () => {
  it("gives the worked example: 10 x 5 x 5 = 250 to 7 x 7 x 6 = 294 is -96.8, +91.3, +49.5", () => {
    const parts = splitProduct(factors([10, 7], [5, 7], [5, 6]));
    expect(rounded(parts)).toEqual([-96.8, 91.3, 49.5]);
    expect(sum(parts)).toBe(44);
  });
  it("splits a ratio: the dividing part counts against it", () => {
    const parts = splitProduct(factors([100, 120], [10, 8, -1]));
    expect(sum(parts)).toBe(5);
    // L(15, 10) = 5 / ln 1.5 = 12.33152; times ln 1.2 and -ln 0.8
    expect(rounded(parts, 4)).toEqual([2.2483, 2.7517]);
  });
  it("has the analytical limits at zero", () => {
    expect(rounded(splitProduct(factors([0, 5], [4, 6])))).toEqual([30, 0]);
    expect(rounded(splitProduct(factors([0, 5], [0, 6])))).toEqual([15, 15]);
    expect(rounded(splitProduct(factors([0, 5], [6, 0])))).toEqual([0, 0]);
    expect(rounded(splitProduct(factors([5, 0], [4, 6])))).toEqual([-20, 0]);
    expect(splitProduct(factors([5, 4], [0, 1, -1]))).toBeNull();
  });
  it("uses the Shapley average where a sign changes", () => {
    // of two factors: change times the mean of the other
    expect(rounded(splitProduct(factors([-2, 3], [4, 6])))).toEqual([25, 1]);
  });
  it("with one factor below zero throughout, the signs follow", () => {
    const parts = splitProduct(factors([-10, -20], [2, 2]));
    expect(rounded(parts)).toEqual([-20, 0]);
  });
  it("the logarithmic mean lies between geometric and arithmetic", () => {
    const mean = logMean(d(2), d(8)).toNumber();
    expect(mean).toBeCloseTo(6 / Math.log(4), 12);
    expect(logMean(d(3), d(3)).toNumber()).toBe(3);
  });
});

it("Shapley: the glove game of three, where only one holds the left glove", () => {
  // value 1 when part 0 is there together with 1 or 2: Shapley 2/3, 1/6, 1/6
  const parts = shapley(
    [
      [d(0), d(1)],
      [d(0), d(1)],
      [d(0), d(1)],
    ],
    ([left, a, b]) => (left?.eq(1) && (a?.eq(1) || b?.eq(1)) ? d(1) : d(0)),
  );
  expect(parts?.map((part) => part.toNumber())).toEqual([2 / 3, 1 / 6, 1 / 6].map((n) => expect.closeTo(n, 12)));
});
