import { expect, it } from "vitest";
import { subgroupLimits } from "./subgroup-limits";

// Piston rings, inside diameter in mm over 74 - thousandths: Montgomery, Table 6.3 (25 samples of five).
const RINGS =
  `30 2 19 -8 8; -5 -8 1 11 4; -12 24 21 5 2; 2 -4 -7 15 9; -8 7 15 -11 14; 9 -6 -3 -15 -7; -5 6 -6 0 5; -15 3 -7 15 -12; 8 -5 9 5 4;
  -2 0 -10 7 -5; -6 -2 -6 -5 -10; 4 0 7 0 -4; -17 2 -2 -3 12; 6 -33 -6 0 -16; 12 14 -2 -1 7; 0 -16 5 -2 -4; -6 12 -14 5 7; 6 10 18 3 0;
  -16 2 3 5 -3; 0 10 13 20 3; -18 1 15 5 -4; 4 -1 -10 6 9; 10 -11 -10 9 14; 15 8 -7 0 10; -18 -16 -5 17 13`
    .split(";")
    .map((line) =>
      line
        .trim()
        .split(/\s+/)
        .map((thousandth) => 74 + Number(thousandth) / 1000),
    );

it("gives the published 74.001176, 73.987760 to 74.014592 of Montgomery example 6.3", () => {
  expect(RINGS.map((values) => values.length)).toEqual(Array.from({ length: 25 }, () => 5));
  const limits = subgroupLimits(RINGS);
  expect(limits?.centre).toBeCloseTo(74.001176, 9);
  expect(limits?.lower).toBeCloseTo(73.98776012329604, 9);
  expect(limits?.upper).toBeCloseTo(74.01459187670393, 9);
});

it("two pairs, 0 2 and 4 6: mean 3, s-bar 1.41421, c4(2) = 0.797885, so 3 +/- 3 x 1.41421 / (0.797885 x 1.41421) = 3 +/- 3.75994", () => {
  expect(
    subgroupLimits([
      [0, 2],
      [4, 6],
    ])?.upper,
  ).toBeCloseTo(6.75994, 4);
});

it("has no limits for one subgroup or single values, and refuses mixed sizes", () => {
  expect(subgroupLimits([[1, 2, 3]])).toBeNull();
  expect(subgroupLimits([[1], [2]])).toBeNull();
  expect(() =>
    subgroupLimits([
      [1, 2],
      [1, 2, 3],
    ]),
  ).toThrow(RangeError);
});
