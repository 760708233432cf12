import { expect, test } from "vitest";
import type { KpiRow } from "@/lib/charts/view";
import { assuranceRows, placeMeasures, variationColumns } from "./where-to-look";

const row = (name: string, rest: Partial<KpiRow> = {}): KpiRow => ({
  id: name,
  code: name,
  name,
  href: `/kpis/${name}`,
  unit: "%",
  departmentName: "Production",
  frequency: "month",
  points: [],
  mean: null,
  lower: null,
  upper: null,
  target: null,
  latest: 1,
  latestText: "1",
  latestPeriodLabel: "May 2014",
  provisional: false,
  targetText: "≥ 80",
  status: "on-track",
  staleDays: null,
  variation: "common-cause",
  assurance: "will-pass",
  ownerName: null,
  ageText: "1 d",
  areas: [],
  ...rest,
});

test("a measure is placed in the cell of its assurance and variation", () => {
  const grid = placeMeasures([row("a", { assurance: "will-fail", variation: "worsening" }), row("b"), row("c")]);
  expect(grid.cell("will-fail", "worsening").map((r) => r.id)).toEqual(["a"]);
  expect(grid.cell("will-pass", "common-cause").map((r) => r.id)).toEqual(["b", "c"]);
  expect(grid.placed).toBe(3);
});

test("stale overrides a missing target; each measure appears exactly once", () => {
  const rows = [
    row("late", { staleDays: 117, status: "no-target" }),
    row("free", { status: "no-target", assurance: null }),
    row("new", { variation: "not-judged", assurance: null }),
    row("moved", { variation: "changed" }),
    row("none", { status: "no-data", variation: "not-judged", assurance: null }),
    row("fine"),
  ];
  const grid = placeMeasures(rows);
  expect(grid.notPlaced.map((g) => [g.reason, g.rows.map((r) => r.id)])).toEqual([
    ["stale", ["late"]],
    ["no-data", ["none"]],
    ["no-target", ["free"]],
    ["not-judged", ["new"]],
    ["changed", ["moved"]],
  ]);
  const inCells = assuranceRows.flatMap((a) => variationColumns.flatMap((v) => grid.cell(a, v)));
  expect(inCells.length + grid.notPlaced.flatMap((g) => g.rows).length).toBe(rows.length);
  expect(grid.placed).toBe(1);
});
