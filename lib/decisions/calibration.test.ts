import { expect, it } from "vitest";
import { calibrationOf, clopperPearson, type Scored } from "./calibration";

const of = (...pairs: [number, boolean][]): Scored[] => pairs.map(([sure, held]) => ({ sure, held }));

it("six decisions: 70, 75, 60 did not hold, 85, 65, 80 did", () => {
  // Brier (0.49 + 0.5625 + 0.36 + 0.0225 + 0.1225 + 0.04) / 6 = 0.26625; mean 435 / 6 = 72.5 %
  const found = calibrationOf(of([70, false], [75, false], [85, true], [65, true], [60, false], [80, true]));
  expect(found).toMatchObject({ scored: 6, held: 3 });
  expect(found?.brier).toBeCloseTo(0.26625, 10);
  expect(found?.meanSure).toBeCloseTo(0.725, 10);
  // the sum over the 42 of 64 outcomes in which three or fewer hold, enumerated apart
  expect(found?.byChance).toBeCloseTo(0.2068725, 7);
});

// scipy.stats.binomtest(k, n).proportion_ci(method="exact"); 3 of 6 and 0 of 10 also stand in the tables of Clopper and Pearson.
it.each([
  [3, 6, 0.1181, 0.8819],
  [0, 10, 0, 0.3085],
  [10, 10, 0.6915, 1],
  [1, 20, 0.0013, 0.2487],
])("%i of %i: %d to %d", (k, n, low, high) => {
  expect(clopperPearson(k, n).low).toBeCloseTo(low, 3);
  expect(clopperPearson(k, n).high).toBeCloseTo(high, 3);
});

it("says nothing below three, and something at three", () => {
  expect(calibrationOf(of([70, true], [70, true]))).toBeNull();
  expect(calibrationOf(of([70, true], [70, true], [70, false]))).toMatchObject({ scored: 3, held: 2 });
});

it("a coin scores a quarter, whoever is sure and right nothing", () => {
  expect(calibrationOf(of([50, true], [50, false], [50, true]))?.brier).toBeCloseTo(0.25, 10);
  expect(calibrationOf(of([100, true], [100, true], [100, true]))?.brier).toBe(0);
});
