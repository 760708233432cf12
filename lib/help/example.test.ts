import { describe, expect, it } from "vitest";
import { applyRunRules } from "@/lib/statistics/charts/run-rules";
import { exampleChart, RULE_EXAMPLES, RULE_LIMITS } from "./example";

describe("teaching examples", () => {
  const { chart } = exampleChart();

  it("has the limits stated in its comment, computed by hand", () => {
    const last = chart.points.at(-1);
    expect(last?.mean).toBeCloseTo(81.0208, 3);
    expect(last?.lower).toBeCloseTo(71.7455, 3);
    expect(last?.upper).toBeCloseTo(90.2961, 3);
  });

  it("shows one signal for the worse, in February 2015, and an annotation beside it", () => {
    expect(chart.points.filter((p) => p.signal !== null).map((p) => [p.label, p.signal?.tone])).toEqual([["February 2015", "worse"]]);
    expect(chart.annotations.map((a) => a.period)).toEqual(["2015-02-01"]);
  });

  it.each([
    ["Outside", "outside"],
    ["Two of three", "two-of-three"],
    ["Run of eight", "run"],
    ["Trend of seven", "trend"],
  ])("%s shows that rule and no other", (name, rule) => {
    const points = RULE_EXAMPLES.find((example) => example.rule === name)?.points ?? [];
    const marks = applyRunRules(
      points.map(({ value }) => ({ value, lower: RULE_LIMITS.lower, centre: RULE_LIMITS.mean, upper: RULE_LIMITS.upper, segment: 0 })),
    );
    const opened = marks.flatMap((mark, index) => mark.opens.map((own) => [own, index]));
    expect(opened).toEqual([[rule, points.findIndex((point) => point.signal !== undefined)]]);
  });

  it("has the words of each rule", () =>
    expect(RULE_EXAMPLES.map(({ words }) => words)).toEqual([
      "One value outside its limits.",
      "Two of three neighbouring values in the outer third, on the same side.",
      "Eight or more in a row on one side of the mean. The level has moved.",
      "Seven or more in a row in one direction, each beyond the one before.",
    ]));
});
