import { expect, it } from "vitest";
import { calibrationOf, clopperPearson, type Scored } from "./calibration";

const of = (...pairs: [number, boolean][]): Scored[] => pairs.map(([sure, held]) => ({ sure, held: held ? 1 : 0, count: 1 }));

it("six decisions: 70, 75, 60 did not hold, 85, 65, 80 did", () => {
  // Brier (0.49 + 0.5625 + 0.36 + 0.0225 + 0.1225 + 0.04) / 6 = 0.26625; mean 435 / 6 = 72.5 %
  const found = calibrationOf(of([70, false], [75, false], [85, true], [65, true], [60, false], [80, true]));
  expect(found).toMatchObject({ scored: 6, held: 3 });
  expect(found?.brier).toBeCloseTo(0.26625, 10);
  expect(found?.meanSure).toBeCloseTo(0.725, 10);
  // the sum over the 42 of 64 outcomes in which three or fewer hold, enumerated apart
  expect(found?.byChance).toBeCloseTo(0.2068725, 7);
});

it("counts per confidence say the same as the decisions one by one", () => {
  const counted = calibrationOf([
    { sure: 60, held: 1, count: 3 },
    { sure: 90, held: 4, count: 5 },
  ]);
  const single = calibrationOf(of([60, true], [60, false], [60, false], [90, true], [90, true], [90, true], [90, true], [90, false]));
  // Brier (0.16 + 2 × 0.36 + 4 × 0.01 + 0.81) / 8 = 0.21625; mean 630 / 8 = 78.75 %
  expect(counted).toMatchObject({ scored: 8, held: 5 });
  for (const found of [counted, single]) {
    expect(found?.brier).toBeCloseTo(0.21625, 10);
    expect(found?.meanSure).toBeCloseTo(0.7875, 10);
  }
  expect(counted?.byChance).toBeCloseTo(single?.byChance ?? Number.NaN, 12);
});

// Exact intervals as published: R binom.test, scipy.stats.binomtest(k, n).proportion_ci(method="exact"); 3 of 6 and 0 of 10 also stand in the
// tables of Clopper and Pearson.
it.each([
  [3, 6, 0.1181, 0.8819],
  [0, 10, 0, 0.3085],
  [5, 10, 0.1871, 0.8129],
  [10, 10, 0.6915, 1],
  [1, 20, 0.0013, 0.2487],
])("%i of %i: %d to %d", (k, n, low, high) => {
  expect(clopperPearson(k, n).low).toBeCloseTo(low, 4);
  expect(clopperPearson(k, n).high).toBeCloseTo(high, 4);
});

it.each([
  // none of n: 1 - 0.025^(1/n); all of n: its mirror image
  [0, 5000, 0, 1 - 0.025 ** (1 / 5000)],
  [5000, 5000, 0.025 ** (1 / 5000), 1],
])("%i of %i is known in closed form", (k, n, low, high) => {
  expect(clopperPearson(k, n).low).toBeCloseTo(low, 10);
  expect(clopperPearson(k, n).high).toBeCloseTo(high, 10);
});

it.each([
  [3500, 5000],
  [250, 5000],
  [1_400_000, 2_000_000],
])("%i of %i: the normal approximation to a tenth of its width, and never narrower", (k, n) => {
  const share = k / n;
  const half = 1.959963985 * Math.sqrt((share * (1 - share)) / n);
  const { low, high } = clopperPearson(k, n);
  expect(Math.abs(low - (share - half))).toBeLessThan(half / 10);
  expect(Math.abs(high - (share + half))).toBeLessThan(half / 10);
  expect(high - low).toBeGreaterThan(2 * half * 0.999);
});

// Some 50 ms. By the square of two millions it would be years, so that the test would run out of its time.
it("millions of decisions are reckoned at once, and no chance of so few is said of them", () => {
  const levels = Array.from({ length: 51 }, (_, n) => ({ sure: 50 + n, held: 30_000, count: 40_000 }));
  expect(calibrationOf(levels)).toMatchObject({ scored: 2_040_000, held: 1_530_000, byChance: null });
});

it("the chance of so few is said of nine, and of ten no more", () => {
  const some = (count: number) => calibrationOf([{ sure: 50, held: count, count }])?.byChance;
  expect(some(9)).toBeCloseTo(1, 12);
  expect(some(10)).toBeNull();
});

it("says nothing below three, and something at three", () => {
  expect(calibrationOf(of([70, true], [70, true]))).toBeNull();
  expect(calibrationOf(of([70, true], [70, true], [70, false]))).toMatchObject({ scored: 3, held: 2 });
});

it("a coin scores a quarter, whoever is sure and right nothing", () => {
  expect(calibrationOf(of([50, true], [50, false], [50, true]))?.brier).toBeCloseTo(0.25, 10);
  expect(calibrationOf(of([100, true], [100, true], [100, true]))?.brier).toBe(0);
});
