import { expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import type { KpiRow } from "@/lib/charts/view";
import { correctablePeriods, formulaText, headlineOf, notesAfter } from "./kpi-page";

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

it("a filtered sum says which records it covers, and a formula explains itself", () => {
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
    "Sum of amount, of those with scenario = Actual and finished filled in. Longer periods are sums.",
  );
  expect(formulaText({ ...kpi, source: "formula", formula: "[A] / [B]" }, labels)).toMatch(/^\[A\] \/ \[B\]\. /);
});

const note = (onDate: string) => ({ onDate, kind: "note" as const, text: `on ${onDate}`, demonstration: false });
const company = { calendar: CALENDAR_YEAR };

it("annotations after the last drawn period appear next to the chart, which cannot show them", () => {
  const annotations = [note("2014-05-31"), note("2014-06-01"), note("2014-06-02")];
  expect(notesAfter({ definition: kpi, company, annotations }, "2014-05-01")).toEqual([
    "1 Jun 2014: on 2014-06-01",
    "2 Jun 2014: on 2014-06-02",
  ]);
  expect(notesAfter({ definition: kpi, company, annotations }, undefined)).toEqual([]);
});

it("periods to enter follow the company's fiscal year", () => {
  const definition = { ...kpi, frequency: "quarter" as const };
  const july = { calendar: { ...CALENDAR_YEAR, startMonth: 2 } };
  expect(
    correctablePeriods({ definition, points: [], company: july }, "2014-06-02", 2).map(({ period, label }) => [period, label]),
  ).toEqual([
    ["2014-02-01", "Q1 FY2015"],
    ["2013-11-01", "Q4 FY2014"],
  ]);
});

it("a source that ended: its value is called the last one, without saying how long ago", () => {
  const summary = {
    latest: 5,
    latestPeriodLabel: "April 2012",
    ageText: "763 d",
    provisional: false,
    target: null,
    targetText: "–",
  } as KpiRow;
  const points = [{ period: "2012-04-01", value: "5", numerator: null, denominator: null, state: "final", reason: null, version: 1 }];
  const of = (endsOn: string | null) => headlineOf({ summary, definition: { ...kpi, endsOn }, points, company }, "2014-06-02");
  expect(of("2012-04-30")).toMatchObject({ ended: true, periodText: "April 2012, the last: its source ended on 30 Apr 2012" });
  expect(of(null)).toMatchObject({ ended: false, periodText: "April 2012, ended 763 days ago" });
  expect(of("2014-06-02").ended).toBe(false);
});
