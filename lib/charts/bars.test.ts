import { describe, expect, test } from "vitest";
import { barShares, prepareDailyBars } from "./bars";

test("barShares: 102 of a longest 237 is 0.430; children share the scale; nothing measured is no length", () => {
  const shares = barShares([
    { id: "price", name: "Prices", value: 237, valueText: "$237k" },
    {
      id: "reject",
      name: "Rejected",
      value: 102,
      valueText: "$102k",
      children: [{ id: "g", name: "G", value: 46.5, valueText: "$46.5k" }],
    },
    { id: "stops", name: "Stops", value: null, valueText: "no source" },
  ]);
  expect([...shares.values()].map((s) => s.toFixed(3))).toEqual(["1.000", "0.430", "0.196", "0.000"]);
});

describe("prepareDailyBars", () => {
  const day = (label: string, value: number | null) => ({ period: `2014-05-${label.padStart(2, "0")}`, label, value });

  test("0 to 100 over 50 px: 100 is the full height, 36 is 18 px, from zero", () => {
    const chart = prepareDailyBars([day("1", 36), day("2", 100)], "%", 50, 5);
    expect(chart.ticks.map((t) => t.value)).toEqual([0, 50, 100]);
    expect(chart.bars.map((b) => [b.x, b.width, b.y, b.height])).toEqual([
      [12.5, 25, 32, 18],
      [62.5, 25, 0, 50],
    ]);
  });
  test("90 and 100 still stand on zero: 90 is nine tenths of the height", () => {
    const chart = prepareDailyBars([day("1", 90), day("2", 100)], "", 50, 5);
    expect(chart.bars.map((b) => b.height)).toEqual([45, 50]);
  });
  test("a missing day is an empty slot and is counted", () => {
    const chart = prepareDailyBars([day("1", null), day("2", 10)], "%", 50, 5);
    expect(chart.bars.map((b) => b.period)).toEqual(["2014-05-02"]);
    expect(chart.summary).toBe("1 value between 10 and 10 %, 1 missing.");
  });
  test("a loss hangs below zero", () => {
    const chart = prepareDailyBars([day("1", -5), day("2", 5)], "", 40, 5);
    expect(chart.bars.map((b) => [b.y, b.height])).toEqual([
      [20, 20],
      [0, 20],
    ]);
  });
  test("labels the first and every fifth", () => {
    const days = Array.from({ length: 11 }, (_, i) => day(String(i + 1), 1));
    expect(prepareDailyBars(days, "", 40, 5).labels.map((l) => l.text)).toEqual(["1", "5", "10"]);
  });
});
