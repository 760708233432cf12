import { describe, expect, test } from "vitest";
import { periodTicks } from "./process-axis";
import { type ProcessInput, type ProcessPoint, prepareProcessChart } from "./process-chart";

const quiet: Omit<ProcessPoint, "period" | "label" | "value"> = {
  lower: 65.6,
  mean: 70.9,
  upper: 76.2,
  target: 75,
  signal: null,
  provisional: false,
  baseline: true,
};
const names = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const month = (year: number, m: number, value: number | null, rest: Partial<ProcessPoint> = {}): ProcessPoint => ({
  ...quiet,
  period: `${year}-${String(m).padStart(2, "0")}-01`,
  label: `${names[m - 1]?.slice(0, 3)} ${year}`,
  value,
  ...rest,
});
const below = { rules: ["below the limit"], tone: "worse" as const };
const input = (points: ProcessPoint[], rest: Partial<ProcessInput> = {}): ProcessInput => ({
  name: "Finished by the due date",
  unit: "%",
  decimals: 1,
  frequency: "month",
  points,
  annotations: [],
  plotHeight: 200,
  ...rest,
});
/** On-time finishing of the demonstration company, December 2013 to May 2014, with the month before as baseline. */
const onTime = [
  month(2013, 4, 71.2),
  month(2013, 5, 68.6),
  month(2013, 12, 66.8, { baseline: false, signal: below }),
  month(2014, 1, 65.2, { baseline: false, target: 80, signal: below }),
  month(2014, 2, null, { baseline: false, target: 80 }),
  month(2014, 4, 67.4, { baseline: false, target: 80 }),
  month(2014, 5, 66.5, { baseline: false, target: 80, provisional: true, signal: below }),
];

describe("prepareProcessChart", () => {
  const chart = prepareProcessChart(input(onTime, { annotations: [{ period: "2014-05-12", flag: "C", text: "Pilot begins" }] }));

  test("65.2 less a margin of 14.8 / 25 is 64.6: ticks 60 to 80, and the axis says where it starts", () => {
    expect(chart.yTicks.map((t) => t.label)).toEqual(["60", "65", "70", "75", "80"]);
    expect(chart.axisNote).toBe("Axis starts at 60.");
  });
  test("an axis from zero has no note", () => {
    expect(prepareProcessChart(input([month(2014, 1, 0, { lower: null, mean: null, upper: null })])).axisNote).toBeNull();
  });
  test("a gap stays a gap and the unfinished end is not part of the solid line", () => {
    expect(chart.solid).toEqual([71.2, 68.6, 66.8, 65.2, null, 67.4, null]);
    expect(chart.provisional).toEqual([5, 6]);
    expect(chart.marks.at(-1)).toEqual({ index: 6, value: 66.5, shape: "diamond", tone: "worse", hollow: true });
  });
  test("limits are solid over the two baseline months and marked as held afterwards", () => {
    expect(chart.limits.filter((r) => r.y === 76.2)).toEqual([
      { from: -0.5, to: 1.5, y: 76.2, held: false },
      { from: 1.5, to: 6.5, y: 76.2, held: true },
    ]);
    expect(chart.baseline).toEqual({ from: -0.5, to: 1.5, label: "Baseline, 2 months" });
    expect(chart.bands).toEqual([{ from: -0.5, to: 6.5, lower: 65.6, upper: 76.2 }]);
  });
  test("the target has a step where it changed, and its label shows the old value", () => {
    expect(chart.targets[0]?.map((r) => [r.from, r.to, r.y])).toEqual([
      [-0.5, 1.5, 75],
      [1.5, 2.5, 75],
      [2.5, 6.5, 80],
    ]);
    expect(chart.endLabels.map((l) => l.text)).toEqual([
      "May 66.5, provisional",
      "Target 80, was 75",
      "Upper limit 76.2",
      "Mean 70.9",
      "Lower limit 65.6",
    ]);
  });
  test("66.5 and 65.6 are 9 px apart on 200 px for 20 points: labels move to 16 apart", () => {
    const y = (text: string) => chart.endLabels.find((l) => l.text.startsWith(text))?.y ?? Number.NaN;
    expect(y("Lower") - y("May")).toBeCloseTo(16, 1);
    expect(y("Target")).toBe(0);
  });
  test("space for the longest label: 21 characters of 6.6 px and 12 of margin are 151; millions widen the axis", () => {
    expect(chart.space).toEqual({ left: 40, right: 151 });
    const money = prepareProcessChart(input([month(2014, 1, 1_000_000, { lower: null, mean: null, upper: null, target: 5_000_000 })]));
    expect(money.space.left).toBe(72);
  });
  test("a flag is placed on the period that contains its day", () => {
    expect(chart.flags).toEqual([{ index: 6, flag: "C" }]);
  });
  test("two events in one period share a flag; one before the chart has none", () => {
    const annotations = [
      { period: "2013-01-01", flag: "A", text: "before" },
      { period: "2014-05-12", flag: "B", text: "one" },
      { period: "2014-05-20", flag: "C", text: "two" },
    ];
    expect(prepareProcessChart(input(onTime, { annotations })).flags).toEqual([{ index: 6, flag: "B C" }]);
  });
  test("the sentence of a point includes value, range, target and rule", () => {
    expect(chart.sentences.at(-1)).toBe(
      "May 2014: 66.5 %, provisional. Usual range 65.6 to 76.2, mean 70.9. Target 80. Signal for the worse: below the limit.",
    );
    expect(chart.sentences[4]).toBe("Feb 2014: no value. Usual range 65.6 to 76.2, mean 70.9. Target 80.");
  });
  test("one sentence for the whole", () => {
    expect(chart.summary).toBe(
      "Finished by the due date: 6 values from Apr 2013 to May 2014, 1 missing; latest 66.5 %, provisional; usual range 65.6 to 76.2; target 80; 3 points with a signal, 3 for the worse, the last in May 2014.",
    );
  });
  test("limits that vary by period (p chart) make one run each", () => {
    const varying = [month(2014, 1, 70, { upper: 76 }), month(2014, 2, 70, { upper: 77 })];
    expect(prepareProcessChart(input(varying)).bands.map((b) => b.upper)).toEqual([76, 77]);
  });
  test("a chart without values is still drawn and says so", () => {
    const empty = prepareProcessChart(input([month(2014, 1, null), month(2014, 2, null)]));
    expect(empty.marks).toEqual([]);
    expect(empty.summary).toBe("Finished by the due date: no values in 2 periods.");
  });
});

describe("periodTicks", () => {
  test("36 months from June 2011: Januaries and Julies, the year where it changes", () => {
    const periods = Array.from(
      { length: 36 },
      (_, i) => `${2011 + Math.floor((i + 5) / 12)}-${String(((i + 5) % 12) + 1).padStart(2, "0")}-01`,
    );
    expect(periodTicks(periods, "month").map((t) => `${t.label} ${t.year ?? ""}`.trim())).toEqual([
      "Jul 2011",
      "Jan 2012",
      "Jul",
      "Jan 2013",
      "Jul",
      "Jan 2014",
    ]);
  });
  test("days are labelled from the newest back", () => {
    const days = Array.from({ length: 19 }, (_, i) => `2014-05-${String(i + 1).padStart(2, "0")}`);
    expect(periodTicks(days, "day").map((t) => t.label)).toEqual(["1 May", "4 May", "7 May", "10 May", "13 May", "16 May", "19 May"]);
  });
});
