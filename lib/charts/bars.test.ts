import { describe, expect, test } from "vitest";
import { prepareDailyBars } from "./bars";

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
  test("90 and 100 still start at zero: 90 is nine tenths of the height", () => {
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
  test("a bound above every bar is inside the axis, at its own height", () => {
    const chart = prepareDailyBars([day("1", 20)], "", 50, 5, 75);
    expect(chart.ticks.at(-1)?.value).toBe(100);
    expect(chart.boundY).toBe(12.5);
    expect(prepareDailyBars([day("1", 20)], "", 50, 5).boundY).toBeNull();
  });
});
