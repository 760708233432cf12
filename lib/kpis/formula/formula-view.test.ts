import { expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { formulaTree, readableFormula } from "./formula-view";

const part = { id: "1", code: "PUR-01", name: "Purchase spend", unit: "USD", value: "120000", before: "100000", contribution: "4" };

it("shows the change, each part in the unit of the computed KPI, and bars relative to the largest", () => {
  const tree = formulaTree(
    {
      period: "2014-05-01",
      periodBefore: "2014-04-01",
      change: "3",
      hidden: 0,
      parts: [part, { ...part, id: "2", code: "SAL-01", contribution: "-1" }],
    },
    { unit: "%", frequency: "month" },
    CALENDAR_YEAR,
  );
  expect(tree.title).toBe("+3 points from April 2014 to May 2014");
  expect(tree.parts.map((own) => [own.valueText, own.contributionText, own.share])).toEqual([
    ["$120k", "+4 points", 1],
    ["$120k", "−1 point", -0.25],
  ]);
  expect(tree.note).toBe("The parts add up to the change.");
});

it("with a hidden input nothing is split, and its code is not revealed", () => {
  const view = { period: "2014-05-01", periodBefore: "2014-04-01", change: null, hidden: 1, parts: [{ ...part, contribution: null }] };
  expect(formulaTree(view, { unit: "%", frequency: "month" }, CALENDAR_YEAR).note).toContain("an input you do not have access to");
  expect(readableFormula("[PUR-01] / [SAL-01] * 100", ["PUR-01"])).toBe("[PUR-01] / [an input you do not have access to] * 100");
});
