import { describe, expect, it } from "vitest";
import { latestVariation, variationOf } from "./variation";

const above = { value: 9, mean: 5, rules: ["outside"], side: "above" } as const;
const below = { value: 1, mean: 5, rules: ["run"], side: "below" } as const;
const common = { value: 6, mean: 5, rules: [], side: null } as const;

describe("variationOf", () => {
  it("flips with the direction", () => {
    expect([variationOf(above, "higher"), variationOf(below, "higher")]).toEqual(["improving", "worsening"]);
    expect([variationOf(above, "lower"), variationOf(below, "lower")]).toEqual(["worsening", "improving"]);
  });

  it.each([
    ["leaves the band", { lower: 4, upper: 6 }, "worsening"],
    ["comes back into the band", { lower: 8, upper: 10 }, "improving"],
    ["moves inside the band", { lower: 0, upper: 10 }, "changed"],
    ["goes from far below to a little above", { lower: 7.5, upper: 8 }, "improving"],
  ] as const)("band: a signal that %s is judged by the distance outside it", (_, band, expected) => {
    expect(variationOf(above, "band", band)).toBe(expected);
  });

  it("neither praises nor blames an informational measure or a missing band, and never judges a milestone", () => {
    expect(variationOf(above, "informational")).toBe("changed");
    expect(variationOf(above, "band")).toBe("changed");
    expect(variationOf(above, "milestone")).toBe("not-judged");
  });

  it("calls no signal, and hugging alone, common cause", () => {
    expect(variationOf(common, "higher")).toBe("common-cause");
    expect(variationOf({ ...common, rules: ["hugging"] }, "lower")).toBe("common-cause");
  });

  it("does not judge without limits, value or point, or if excluded", () => {
    expect(variationOf({ ...common, mean: null }, "higher")).toBe("not-judged");
    expect(variationOf({ ...above, value: null }, "higher")).toBe("not-judged");
    expect(variationOf({ ...above, excluded: true }, "higher")).toBe("not-judged");
    expect(variationOf(undefined, "higher")).toBe("not-judged");
  });
});

describe("latestVariation", () => {
  it("takes the latest reported point that was not excluded", () => {
    const missing = { value: null, mean: 5, rules: [], side: null };
    expect(latestVariation([common, below, { ...above, excluded: true }, missing], "higher")).toBe("worsening");
    expect(latestVariation([missing], "higher")).toBe("not-judged");
  });
});
