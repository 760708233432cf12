import { expect, it } from "vitest";
import { formulaText } from "./kpi-page";

const labels = new Map([
  ["finished_on", "Finished"],
  ["due_on", "Due"],
  ["amount", "Amount"],
  ["scenario", "Scenario"],
]);
const kpi = {
  name: "K",
  unit: "%",
  frequency: "month" as const,
  direction: "higher" as const,
  chart: "p" as const,
  baselinePoints: 24,
  minimum: null,
  maximum: null,
  source: "records",
  measure: null as unknown,
  formula: null as string | null,
  aggregation: "ratio",
  dueDays: 3,
  dueWorkingDays: true,
};

it("a share on time names the two dates it compares", () => {
  const measure = {
    basis: "in-period",
    date: "due_on",
    factor: 100,
    whenEmpty: "missing",
    show: ["due_on"],
    numerator: { fn: "count", where: [{ field: "finished_on", is: "<=", than: { field: "due_on" } }] },
    denominator: { fn: "count" },
  };
  expect(formulaText({ ...kpi, measure }, labels)).toBe(
    "100 × number of records with finished ≤ due ÷ number of records. Longer periods are a sum over a sum, never an average of shares.",
  );
});

it("a filtered sum says over which records, and a formula says itself", () => {
  const measure = {
    basis: "in-period",
    date: "due_on",
    whenEmpty: "zero",
    show: ["amount"],
    numerator: { fn: "sum", of: { field: "amount" } },
    where: [
      { field: "scenario", is: "=", than: { value: "Actual" } },
      { field: "finished_on", empty: false },
    ],
  };
  expect(formulaText({ ...kpi, aggregation: "sum", measure }, labels)).toBe(
    "Sum of amount, of those with scenario = Actual and finished known. Longer periods are sums.",
  );
  expect(formulaText({ ...kpi, source: "formula", formula: "[A] / [B]" }, labels)).toMatch(/^\[A\] \/ \[B\]\. /);
});
