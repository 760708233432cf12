import { expect, it } from "vitest";
import { placeOf, scaleOf } from "./time-line";

const today = "2014-06-02";

it("a scale includes every row and today", () => {
  expect(scaleOf([{ from: "2014-05-20", to: "2014-06-04" }], today, 60)).toEqual({ from: "2014-05-20", to: "2014-06-04" });
  expect(scaleOf([{ from: "2014-04-20", to: "2014-05-28" }], today, 60)).toEqual({ from: "2014-04-20", to: today });
  expect(scaleOf([], today, 60)).toEqual({ from: today, to: today });
});

it("reaches at most so many days to each side; what lies beyond is at the edge", () => {
  const scale = scaleOf([{ from: "2009-01-01", to: "2031-01-01" }], today, 60);
  expect(scale).toEqual({ from: "2014-04-03", to: "2014-08-01" });
  expect([placeOf(scale, "2009-01-01"), placeOf(scale, today), placeOf(scale, "2031-01-01")]).toEqual([0, 50, 100]);
});

it("places days in proportion, and one day alone in the middle", () => {
  const scale = { from: "2014-06-01", to: "2014-06-11" };
  expect(["2014-06-01", "2014-06-02", "2014-06-06", "2014-06-11"].map((day) => placeOf(scale, day))).toEqual([0, 10, 50, 100]);
  expect(placeOf({ from: today, to: today }, today)).toBe(50);
});
