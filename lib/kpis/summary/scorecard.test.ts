import { expect, it } from "vitest";
import type { KpiSummaryRow } from "./row";
import { prepareScorecard } from "./scorecard";

const kpi = (more: Partial<KpiSummaryRow>): KpiSummaryRow => ({
  id: "k",
  code: "K-1",
  name: "Measure",
  unit: "%",
  frequency: "month",
  dueDays: 3,
  dueWorkingDays: true,
  areas: ["operations"],
  source: "manual",
  perspective: "quality",
  departmentId: "a",
  departmentName: "Alpha",
  ownerName: null,
  latestPeriod: "2014-05-01",
  latestValue: "66.5",
  latestState: "final",
  targetFloor: null,
  targetCeiling: null,
  status: "on-track",
  lateFrom: null,
  variation: "common-cause",
  assurance: null,
  mean: null,
  lower: null,
  upper: null,
  priority: 0,
  spark: [],
  ...more,
});
const today = "2014-06-02";

it("the worst department comes first, with a summary of its measures", () => {
  const rows = prepareScorecard(
    [
      kpi({}),
      kpi({ id: "w", departmentId: "b", departmentName: "Beta", status: "off-track", variation: "worsening", perspective: "delivery" }),
    ],
    new Map([["b", 6]]),
    today,
  );
  expect(rows.map((r) => [r.name, r.status, r.soText, r.people])).toEqual([
    ["Beta", "off-track", "Needs help: one measure worsening", 6],
    ["Alpha", "on-track", "Steady", null],
  ]);
  expect(rows[0]?.cells.delivery?.[0]).toMatchObject({ valueText: "66.5 %", staleDays: null });
});

it("a department is stale only when all of it is: a late value does not hide a red one", () => {
  const late = kpi({ id: "l", lateFrom: "2014-05-30" });
  expect(prepareScorecard([late], new Map(), today)[0]).toMatchObject({ staleDays: 4, soText: "Cannot be judged: every value is late" });
  expect(prepareScorecard([late, kpi({ id: "o", status: "off-track" })], new Map(), today)[0]).toMatchObject({
    staleDays: null,
    status: "off-track",
    soText: "Misses one target, unchanged; one value late",
  });
});

it("a missing target and a missing value are named, not shown as good", () => {
  expect(prepareScorecard([kpi({ status: "no-target" })], new Map(), today)[0]?.soText).toBe("No target set");
  expect(prepareScorecard([kpi({ status: "no-data", latestValue: null })], new Map(), today)[0]?.soText).toBe("No value yet");
});

it("writes counts up to nine in words", () => {
  const said = (n: number) =>
    prepareScorecard(
      Array.from({ length: n }, (_, i) => kpi({ id: String(i), variation: "worsening" })),
      new Map(),
      today,
    )[0]?.soText;
  const words = ["one measure", ..."two three four five six seven eight nine 10".split(" ").map((word) => `${word} measures`)];
  expect(words.map((_, i) => said(i + 1))).toEqual(words.map((word) => `Needs help: ${word} worsening`));
});

it("order by urgency: late, worsening, missed, improving, without a target, steady", () => {
  const said = (...kpis: Partial<KpiSummaryRow>[]) => prepareScorecard(kpis.map(kpi), new Map(), today)[0]?.soText;
  expect(said({ status: "off-track" }, { variation: "worsening" })).toBe("Needs help: one measure worsening");
  expect(said({ status: "off-track" }, { variation: "improving" })).toBe("Misses one target, unchanged");
  expect(said({ status: "no-target" }, { variation: "improving", status: "no-target" })).toBe("Steady, one measure improving");
  expect(said({ status: "no-target" }, {})).toBe("Steady");
  expect(said({ lateFrom: "2014-05-30" }, {}, {})).toBe("Steady; one value late");
});

it("stands in the order its sentences say: worsening before targets missed before late; a worsening measure is the one of its group", () => {
  const rows = [
    kpi({ id: "1", departmentId: "a", departmentName: "Alpha", status: "off-track" }),
    kpi({ id: "2", departmentId: "b", departmentName: "Beta", status: "off-track", variation: "common-cause" }),
    kpi({ id: "3", departmentId: "b", departmentName: "Beta", status: "on-track", variation: "worsening" }),
    kpi({ id: "4", departmentId: "c", departmentName: "Gamma", lateFrom: "2014-05-01" }),
    kpi({ id: "5", departmentId: "d", departmentName: "Delta", variation: "worsening", perspective: "cost" }),
    kpi({ id: "6", departmentId: "d", departmentName: "Delta", variation: "worsening", perspective: "cost" }),
  ];
  const lines = prepareScorecard(rows, new Map(), "2014-06-02");
  expect(lines.map(({ name }) => name)).toEqual(["Delta", "Beta", "Alpha", "Gamma"]);
  expect(lines[1]?.cells.quality?.map(({ id }) => id)).toEqual(["3"]);
});
