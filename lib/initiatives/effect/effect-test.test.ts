import { expect, it } from "vitest";
import { type EffectClaim, type EffectPoint, testEffect } from "./effect-test";

const claim: EffectClaim = { kpiName: "On time", unit: "%", low: 5, likely: 8, high: 12, fromOn: "2014-07-01" };
const month = (n: number) => `${2012 + Math.floor((n + 6) / 12)}-${String(((n + 6) % 12) + 1).padStart(2, "0")}-01`;
/** `values` monthly from July 2012: the first 24 lie before July 2014. */
const series = (values: (number | null)[], more: Partial<EffectPoint> = {}): EffectPoint[] =>
  values.map((value, i) => ({ period: month(i), value, provisional: false, ...more }));
const before = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 65 : 67)); // mean 66
const test = (since: (number | null)[], own = claim, today = "2015-12-01", earlier: (number | null)[] = before) =>
  testEffect(own, series([...earlier, ...since]), today);

it("is too early before the claimed start, whatever the values are", () => {
  const result = testEffect(claim, series(before), "2014-06-02");
  expect(result).toMatchObject({ result: "too-early", earlierMean: 66, sinceMean: null, valuesSince: 0 });
  expect(result.text).toBe("Claimed from 1 July: 29 days from now, then eight values are needed");
});

it("is too early with seven values since, and says how many there are", () => {
  const result = test([74, 74, 74, 74, 74, 74, 74]);
  expect(result.result).toBe("too-early");
  expect(result.text).toBe("7 of eight values since 1 July 2014; mean so far 74%, 66% before");
});

it("is supported by eight in a row above 66 with mean 74: +8 points of at least +5 claimed", () => {
  const result = test([73, 75, 73, 75, 73, 75, 73, 75]);
  expect(result.result).toBe("supported");
  expect(result.text).toBe("Mean 74% since 1 July 2014, 66% before: +8 points, claimed +5 to +12");
});

it("is not supported by a run of eight that moved the mean by 3 if at least 5 was claimed", () => {
  expect(test([69, 69, 69, 69, 69, 69, 69, 69])).toMatchObject({
    result: "not-supported",
    note: "a shift, but smaller than the low claim",
  });
});

it("is not supported if one of the last eight fell back, however high the rest", () => {
  expect(test([90, 90, 90, 90, 60, 90, 90, 90])).toMatchObject({ result: "not-supported", note: "no run of eight on the expected side" });
});

it("works the same for a claimed fall: the same values negated under the negated claim", () => {
  const mirrored = { ...claim, low: -5, likely: -8, high: -12 };
  const result = test(
    [-73, -75, -73, -75, -73, -75, -73, -75],
    mirrored,
    "2015-12-01",
    before.map((v) => -v),
  );
  expect(result).toMatchObject({ result: "supported", earlierMean: -66, sinceMean: -74 });
});

it("counts neither gaps nor provisional values: a missing month is not a zero", () => {
  const points = [...series([...before, 74, null, 74, 74, 74, 74, 74, 74])];
  expect(testEffect(claim, points, "2015-12-01")).toMatchObject({ result: "too-early", valuesSince: 7, sinceMean: 74 });
  const last = { period: "2015-03-01", value: 74, provisional: true };
  expect(testEffect(claim, [...points, last], "2015-12-01").valuesSince).toBe(7);
});

it("cannot compare with seven values before, and does not judge", () => {
  const result = testEffect(claim, series([...before.map((v, i) => (i < 17 ? null : v)), 80, 80, 80, 80, 80, 80, 80, 80]), "2015-12-01");
  expect(result).toMatchObject({ result: "too-early", earlierMean: null });
  expect(result.text).toContain("Only 7 of the eight values before");
});

it("warns if the start follows the worst of the earlier values: some recovery comes by chance", () => {
  const worst = [...before.slice(0, 23), 40];
  expect(test([74], claim, "2014-08-05", worst).note).toBe("started at the worst value: part of the recovery is chance");
  expect(test([74], claim, "2014-08-05").note).toBe("");
});
