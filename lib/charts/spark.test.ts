import { describe, expect, test } from "vitest";
import type { SparkPoint } from "@/lib/charts/view";
import { prepareSpark, sparkSentence } from "./spark";

const points = (values: (number | null)[]): SparkPoint[] =>
  values.map((value, i) => ({ period: `2014-${String(i + 1).padStart(2, "0")}-01`, value }));
const box = { mean: null, lower: null, upper: null, target: null, width: 108, height: 28 };

describe("prepareSpark", () => {
  test("0, 5, 10 over a 108 by 28 box with 4 px inset: x 4, 54, 104 and y 24, 14, 4", () => {
    expect(prepareSpark({ ...box, points: points([0, 5, 10]) }).line).toBe("M4 24L54 14L104 4");
  });
  test("a missing period is a gap, and a value between two gaps is a separate dot", () => {
    const spark = prepareSpark({ ...box, points: points([0, null, 10, null, 0]) });
    expect(spark.line).toBe("M4 24M54 4M104 24");
    expect(spark.loose).toEqual([
      { x: 4, y: 24 },
      { x: 54, y: 4 },
    ]);
  });
  test("a run of one tone has one diamond where it opens and one at the latest point", () => {
    const run = points([5, 0, 0, 0, 0]).map((p, i) => (i > 0 ? { ...p, signal: "worse" as const } : p));
    expect(prepareSpark({ ...box, points: run }).marks.map((m) => [m.x, m.shape, m.tone])).toEqual([
      [29, "diamond", "worse"],
      [104, "diamond", "worse"],
    ]);
  });
  test("without a signal the latest point is a dot; if provisional, hollow and reached by a dashed step", () => {
    const spark = prepareSpark({ ...box, points: points([0, 10, 5]).map((p, i) => ({ ...p, provisional: i === 2 })) });
    expect(spark.marks).toEqual([{ x: 104, y: 14, shape: "dot", tone: "neutral", hollow: true }]);
    expect(spark.line).toBe("M4 24L54 4");
    expect(spark.provisionalLine).toBe("M54 4L104 14");
  });
  test("a near target widens the scale, a far one is drawn at the edge", () => {
    const near = prepareSpark({ ...box, points: points([0, 10]), target: { floor: 20, ceiling: null } });
    expect(near.targetYs).toEqual([4]);
    expect(near.line).toBe("M4 24L104 14");
    const far = prepareSpark({ ...box, points: points([0, 10]), target: { floor: 1000, ceiling: null } });
    expect(far.targetYs).toEqual([4]);
    expect(far.line).toBe("M4 24L104 4");
  });
  test("constant limits are one full-width band; limits that vary follow their points", () => {
    expect(prepareSpark({ ...box, points: points([0, 10]), lower: 0, upper: 10 }).band).toBe("M0 4H108V24H0Z");
    const varying = points([5, 5]).map((p, i) => ({ ...p, lower: i === 0 ? 0 : 2.5, upper: i === 0 ? 10 : 7.5 }));
    expect(prepareSpark({ ...box, points: varying }).band).toBe("M4 4L104 9L104 19L4 24Z");
  });
  test("no value draws nothing", () => {
    expect(prepareSpark({ ...box, points: points([null, null]), lower: 0, upper: 1 })).toMatchObject({ band: "", line: "", marks: [] });
  });
  test("a flat series is drawn in the middle", () => {
    expect(prepareSpark({ ...box, points: points([7, 7]) }).line).toBe("M4 14L104 14");
  });
});

test("the sentence counts values and gaps, and keeps three figures", () => {
  expect(sparkSentence("Finished on time", "%", points([66.53, null, 70.9]))).toBe(
    "Finished on time: 2 values and 1 missing, between 66.5 % and 70.9 %, latest 70.9 %.",
  );
});
