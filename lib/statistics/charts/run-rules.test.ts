import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CIRCUIT_BOARDS, LOAN_COSTS } from "../reference-series.fixture";
import type { RunRule } from "./rules";
import { applyRunRules, type RulePoint } from "./run-rules";

/** Points around 0 with limits at -3 and 3, so that values can be read as sigmas. */
const sigmas = (values: readonly (number | null)[], segment = 0): RulePoint[] =>
  values.map((value) => ({ value, lower: -3, centre: 0, upper: 3, segment }));
const marked = (points: RulePoint[], rule: RunRule, options = {}) =>
  applyRunRules(points, options).map(({ rules, side }) => (rules.includes(rule) ? (side === "below" ? -1 : 1) : 0));
const opened = (points: RulePoint[], rule: RunRule, options = {}) =>
  applyRunRules(points, options).flatMap(({ opens }, i) => (opens.includes(rule) ? [i] : []));

describe("published answers", () => {
  it("outside: loans 39 and 40 of Montgomery example 6.5, the first of them opening", () => {
    const points = LOAN_COSTS.map((value) => ({ value, lower: 279.78331467, centre: 300.5, upper: 321.21668533, segment: 0 }));
    expect(applyRunRules(points).flatMap(({ rules }, i) => (rules.includes("outside") ? [i + 1] : []))).toEqual([39, 40]);
    expect(opened(points, "outside")).toEqual([38]);
  });

  it("outside: samples 6 and 20 of Montgomery example 7.3; run: samples 23 to 30 below", () => {
    const points = CIRCUIT_BOARDS.map((value) => ({ value, lower: 6.362531971, centre: 19.666666667, upper: 32.970801362, segment: 0 }));
    const marks = applyRunRules(points);
    expect(marks.flatMap(({ rules }, i) => (rules.includes("outside") ? [i + 1] : []))).toEqual([6, 20]);
    expect(marks.flatMap(({ rules }, i) => (rules.includes("run") ? [i + 1] : []))).toEqual([23, 24, 25, 26, 27, 28, 29, 30]);
    expect(opened(points, "run")).toEqual([29]);
  });

  // Vectors: nhs-r-community/NHSRplotthedots, tests/testthat/test-ptd_calculate_point_type.R (MIT).
  it.each([
    { sides: [1, 1, 1, 1, 1, 1], completed: [] },
    { sides: [1, 1, 1, 1, 1, 1, -1], completed: [] },
    { sides: [1, 1, 1, 1, 1, 1, 1, 1, -1], completed: [6, 7] },
    { sides: [-1, -1, -1, -1, -1, -1, -1, -1, 1], completed: [6, 7] },
  ])("seven on one side: $sides", ({ sides, completed }) => {
    const first = completed[0];
    expect(opened(sigmas(sides), "run", { runLength: 7 })).toEqual(first === undefined ? [] : [first]);
    // Applied to the seven points: every member is marked, the point on the other side is not.
    const members = sides.map((side, i) => (first !== undefined && i <= Math.max(...completed) ? side : 0));
    expect(marked(sigmas(sides), "run", { runLength: 7 })).toEqual(members);
  });

  it("marks exactly seven points if the run starts after one on the other side", () => {
    expect(marked(sigmas([-1, 1, 1, 1, 1, 1, 1, 1, -1]), "run", { runLength: 7 })).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 0]);
  });

  it.each([
    { values: [1, 2, 3, 4, 5, 6], opens: [], side: null },
    { values: [1, 2, 3, 3, 4, 5, 6], opens: [], side: null },
    { values: [1, 2, 3, 4, 5, 6, 7], opens: [6], side: "above" },
    { values: [2, 1, 2, 3, 4, 5, 6, 7, 3], opens: [7], side: "above" },
    { values: [7, 6, 5, 4, 3, 2, 1], opens: [6], side: "below" },
    { values: [2, 7, 6, 5, 4, 3, 2, 1, 3], opens: [7], side: "below" },
  ])("seven point trend: $values", ({ values, opens, side }) => {
    const points = values.map((value) => ({ value, lower: -100, centre: 4, upper: 100, segment: 0 }));
    expect(opened(points, "trend")).toEqual(opens);
    const last = applyRunRules(points)[opens[0] ?? 0];
    expect(last?.side).toBe(side);
  });

  it.each([
    { close: [1, 0, 1], side: [1, 1, 1], out: [1, 1, 1] },
    { close: [0, 1, 1], side: [1, 1, 1], out: [1, 1, 1] },
    { close: [0, 0, 1, 0, 1, 0, 0], side: [1, 1, 1, 1, 1, 1, 1], out: [0, 0, 1, 1, 1, 0, 0] },
    { close: [0, 0, 1, 1, 0, 0, 0], side: [1, 1, 1, 1, 1, 1, 1], out: [0, 1, 1, 1, 1, 0, 0] },
    { close: [1, 0, 1], side: [1, -1, 1], out: [0, 0, 0] },
    { close: [0, 0, 1, 0, 1, 0, 0], side: [1, -1, 1, -1, 1, -1, 1], out: [0, 0, 0, 0, 0, 0, 0] },
  ])("two of three: $close on $side", ({ close, side, out }) => {
    expect(marked(sigmas(close.map((isClose, i) => (side[i] ?? 0) * (isClose ? 2.5 : 0.5))), "two-of-three")).toEqual(out);
  });
});

describe("applyRunRules", () => {
  it("needs eight for a run and ends it at a value on the centre", () => {
    expect(opened(sigmas([1, 1, 1, 1, 1, 1, 1]), "run")).toEqual([]);
    expect(opened(sigmas([1, 1, 1, 1, 1, 1, 1, 1]), "run")).toEqual([7]);
    expect(opened(sigmas([1, 1, 1, 1, 0, 1, 1, 1, 1]), "run")).toEqual([]);
  });

  it("skips a missing point: it neither counts nor ends a run, and is never marked", () => {
    const points = sigmas([1, 1, 1, 1, null, 1, 1, 1, 1]);
    expect(opened(points, "run")).toEqual([8]);
    expect(applyRunRules(points)[4]).toEqual({ rules: [], opens: [], side: null });
  });

  it("does not look from one baseline into the next", () => {
    expect(opened([...sigmas([1, 1, 1, 1], 0), ...sigmas([1, 1, 1, 1], 1)], "run")).toEqual([]);
  });

  it("does not judge points without limits", () => {
    expect(applyRunRules([{ value: 99, lower: null, centre: null, upper: null, segment: 0 }])[0]?.rules).toEqual([]);
  });

  it("compares each point with its own limits", () => {
    const points = [3, 3, 3].map((value, i) => ({ value, lower: -1 - i, centre: 0, upper: 1 + i, segment: 0 }));
    expect(marked(points, "outside")).toEqual([1, 1, 0]);
  });

  it("calls fifteen inside the middle third hugging, without a side; fourteen not", () => {
    const calm = Array.from({ length: 15 }, (_, i) => (i % 2 ? 0.9 : -0.9));
    expect(applyRunRules(sigmas(calm)).every(({ rules, side }) => rules.join() === "hugging" && side === null)).toBe(true);
    expect(opened(sigmas(calm.slice(1)), "hugging")).toEqual([]);
  });

  it("names the rules of a point strongest first, and takes its side from the strongest that has one", () => {
    // Falls seven times from far above to outside below: the last point ends a trend, and is outside.
    const falling = applyRunRules(sigmas([2.9, 2.5, 2.2, 1, 0.5, -2.5, -3.5]));
    expect(falling.at(-1)).toEqual({ rules: ["outside", "trend"], opens: ["outside", "trend"], side: "below" });
    expect(falling[0]).toEqual({ rules: ["two-of-three", "trend"], opens: [], side: "above" });
    // Eight above the centre and rising: in a run and in a trend at once, the run before the trend.
    const rising = applyRunRules(sigmas([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]));
    expect(rising.at(-1)).toEqual({ rules: ["run", "trend"], opens: ["run"], side: "above" });
    expect(rising[6]).toEqual({ rules: ["run", "trend"], opens: ["trend"], side: "above" });
    // Falling above the mean: the first rule named decides the side.
    expect(applyRunRules(sigmas([0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1])).at(-1)?.side).toBe("above");
    expect(applyRunRules(sigmas([0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, -0.1])).at(-1)).toMatchObject({ rules: ["trend"], side: "below" });
    // All five: eight above, seven rising, two far out, one outside; and hugging comes last.
    const high = applyRunRules(sigmas([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 2.5, 3.5])).at(-1);
    expect(high?.rules).toEqual(["outside", "two-of-three", "run", "trend"]);
    const calm = applyRunRules(sigmas(Array.from({ length: 15 }, (_, i) => 0.1 + i / 100))).at(-1);
    expect(calm).toEqual({ rules: ["run", "trend", "hugging"], opens: ["hugging"], side: "above" });
  });

  it("a point on a limit is inside it, one on two thirds is not beyond, one on a third does not hug", () => {
    expect(marked(sigmas([3]), "outside")).toEqual([0]);
    expect(marked(sigmas([3.001]), "outside")).toEqual([1]);
    expect(marked(sigmas([-3]), "outside")).toEqual([0]);
    expect(marked(sigmas([-3.001]), "outside")).toEqual([-1]);
    expect(marked(sigmas([2, 1, 2]), "two-of-three")).toEqual([0, 0, 0]);
    expect(marked(sigmas([2.001, 1, 2.001]), "two-of-three")).toEqual([1, 1, 1]);
    expect(opened(sigmas(Array(15).fill(1)), "hugging")).toEqual([]);
    expect(opened(sigmas(Array(15).fill(0.999)), "hugging")).toEqual([14]);
    expect(opened(sigmas(Array(15).fill(0.5).with(7, 1.5)), "hugging")).toEqual([]);
    expect(opened(sigmas([2.5, -1, 2.5, 0, 2.5]), "two-of-three")).toEqual([]);
  });

  it("measures each side by the limit on that side", () => {
    const lopsided = (value: number): RulePoint => ({ value, lower: -1, centre: 0, upper: 9, segment: 0 });
    expect(marked([lopsided(8), lopsided(-1.5), lopsided(1.5)], "outside")).toEqual([0, -1, 0]);
    expect(marked([lopsided(5), lopsided(5), lopsided(7)], "two-of-three")).toEqual([0, 0, 0]);
    expect(marked([lopsided(7), lopsided(5), lopsided(7)], "two-of-three")).toEqual([1, 1, 1]);
    expect(marked([0.95, 0.95, 0.95].map(lopsided), "two-of-three")).toEqual([0, 0, 0]);
    expect(marked([-0.95, -0.95, -0.95].map(lopsided), "two-of-three")).toEqual([-1, -1, -1]);
  });

  it("a rule that continues opens nothing new; one that reverses, or begins again, does", () => {
    expect(opened(sigmas(Array(10).fill(1)), "run")).toEqual([7]);
    expect(opened(sigmas([4, 4, 1, 4]), "outside")).toEqual([0, 3]);
    expect(opened(sigmas([4, -4]), "outside")).toEqual([0, 1]);
  });

  it("refuses what is not a number, and judges no point with a missing limit", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      for (const name of ["value", "lower", "centre", "upper"] as const)
        expect(() => applyRunRules([{ value: 1, lower: 0, centre: 1, upper: 2, segment: 0, [name]: bad }])).toThrow(
          new RangeError("points must be finite numbers or null"),
        );
    for (const name of ["value", "lower", "centre", "upper"] as const)
      expect(applyRunRules([{ value: 9, lower: 0, centre: 1, upper: 2, segment: 0, [name]: null }])[0]?.rules).toEqual([]);
  });

  it("finds nothing in a constant series, whatever its mean rounds to", () => {
    const points = Array.from({ length: 20 }, () => ({
      value: 0.1,
      lower: 0.1 + 1e-17,
      centre: 0.09999999999999999,
      upper: 0.1,
      segment: 0,
    }));
    expect(applyRunRules(points).every(({ rules }) => rules.length === 0)).toBe(true);
  });

  it("nor in points beyond the mean or a limit by rounding alone, however large the numbers", () => {
    const level = 100_000.1;
    const points = Array.from({ length: 20 }, () => ({ value: level, lower: level, centre: level + 2e-11, upper: level, segment: 0 }));
    expect(points[0]?.centre).not.toBe(level);
    expect(applyRunRules(points).every(({ rules }) => rules.length === 0)).toBe(true);
    expect(marked(sigmas([3 + 4e-9]), "outside")).toEqual([0]);
    expect(marked(sigmas([3 + 8e-9]), "outside")).toEqual([1]);
  });

  it("is symmetrical in the sign and does not depend on the unit", () => {
    const series = fc.array(fc.option(fc.integer({ min: -50, max: 50 }).map((tenths) => tenths / 10)), { maxLength: 40 });
    fc.assert(
      fc.property(series, fc.constantFrom(1000, 0.001), (values, factor) => {
        const marks = applyRunRules(sigmas(values));
        const flipped = applyRunRules(sigmas(values.map((value) => value && -value)));
        const scaled = applyRunRules(
          values.map((value) => ({ value: value && value * factor, lower: -3 * factor, centre: 0, upper: 3 * factor, segment: 0 })),
        );
        expect(flipped.map(({ rules }) => rules)).toEqual(marks.map(({ rules }) => rules));
        const other = { above: "below", below: "above" } as const;
        expect(flipped.map(({ side }) => side)).toEqual(marks.map(({ side }) => side && other[side]));
        expect(scaled.map(({ rules }) => rules.filter((rule) => rule !== "hugging"))).toEqual(
          marks.map(({ rules }) => rules.filter((rule) => rule !== "hugging")),
        );
      }),
    );
  });
});
