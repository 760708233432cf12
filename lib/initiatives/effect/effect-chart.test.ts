import { expect, it } from "vitest";
import { type EffectChartInput, prepareEffectChart } from "./effect-chart";

const input = (more: Partial<EffectChartInput> = {}): EffectChartInput => ({
  kpiName: "on-time finishing",
  unit: "%",
  low: 5,
  likely: 8,
  high: 12,
  fromOn: "2014-07-10",
  points: [
    { period: "2014-01-01", value: 66, provisional: false },
    { period: "2014-02-01", value: null, provisional: false },
    { period: "2014-03-01", value: 67, provisional: false },
    { period: "2014-04-01", value: 66, provisional: false },
    { period: "2014-05-01", value: 66.5, provisional: true },
  ],
  targets: [
    { fromOn: "2013-01-01", bound: 75 },
    { fromOn: "2014-01-15", bound: 80 },
  ],
  earlierMean: 66.3,
  minimum: 0,
  maximum: 100,
  today: "2014-06-02",
  dueOn: "2014-12-01",
  ...more,
});

it("claims 66.3 + 5 to 66.3 + 12: 71.3 to 78.3%, labelled at the right in order of height", () => {
  const chart = prepareEffectChart(input());
  expect(chart?.title).toBe("If the claim is right, on-time finishing is 71.3 to 78.3% from 10 July");
  expect(chart?.labels.toSorted((a, b) => a.y - b.y).map((l) => l.text)).toEqual([
    "Target 80",
    "High 78.3",
    "Likely 74.3",
    "Low 71.3",
    "Mean 66.3",
  ]);
  expect(chart?.caption).toBe("Claimed: +5 low, +8 likely, +12 high on the mean before, 66.3%; from 10 July.");
});

it("breaks the line at a gap, never drops it to zero, and dashes the provisional step with a hollow point", () => {
  const chart = prepareEffectChart(input());
  expect(chart?.line.match(/M/g)).toHaveLength(2);
  expect(chart?.provisionalLine).toMatch(/^M.*L/);
  expect(chart?.dots.map((d) => d.hollow)).toEqual([false, false, false, true]);
  for (const dot of chart?.dots ?? []) expect(dot.y).toBeLessThanOrEqual(226);
});

it("draws a step in the target where it changed, and notes that the axis does not start at zero", () => {
  const chart = prepareEffectChart(input());
  expect(chart?.target).toMatch(/^M44 [\d.]+H[\d.]+V[\d.]+H580$/);
  expect(chart?.axisText).toMatch(/^axis starts at \d+/);
});

it("draws no range without a mean to add it to, and nothing at all without a value", () => {
  const chart = prepareEffectChart(input({ earlierMean: null }));
  expect([chart?.range, chart?.likely, chart?.mean]).toEqual(["", null, null]);
  expect(chart?.title).toContain("too few values");
  expect(prepareEffectChart(input({ points: [{ period: "2014-01-01", value: null, provisional: false }] }))).toBeNull();
});

it("stops at the possible range, with a note: a count of 6 less 9 stops at 0, a share of 95 and 12 more at 100", () => {
  const late = input({ kpiName: "late orders", unit: "orders", low: -3, likely: -5, high: -9, earlierMean: 6, targets: [], maximum: null });
  const chart = prepareEffectChart(late);
  expect(chart?.title).toBe("If the claim is right, late orders is 0 to 3 orders from 10 July");
  expect(chart?.labels.map((l) => l.text)).toEqual(["High 0", "Likely 1", "Low 3", "Mean 6"]);
  expect(chart?.yTicks.map((t) => t.label).every((label) => !/^[-−]/.test(label))).toBe(true);
  expect(chart?.caption).toBe(
    "Claimed: −3 low, −5 likely, −9 high on the mean before, 6 orders; from 10 July. Drawn to 0 orders, the smallest value that can occur.",
  );
  expect(prepareEffectChart(input({ earlierMean: 95 }))?.caption).toMatch(/Drawn to 100%, the largest value that can occur\.$/);
  expect(prepareEffectChart(input())?.caption).not.toContain("can occur");
});
