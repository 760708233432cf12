import { describe, expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { type EnterableKpi, toNumberRow } from "./number-row";

const kpi: EnterableKpi = {
  id: "k",
  code: "PRC-20",
  name: "Cycle time",
  unit: "days",
  frequency: "week",
  departmentName: "Production Control",
  ownerName: "Peter Krebs",
  forName: null,
  dueDays: 1,
  dueWorkingDays: true,
  lower: 10.2,
  upper: 16,
  minimum: "0",
  maximum: null,
  startsOn: null,
};
const saved = (period: string, value: string) => ({
  period,
  value,
  state: "final",
  reason: null,
  note: null,
  version: 1,
  by: "Peter Krebs",
  at: "2014-05-27T08:00:00Z",
});

describe("toNumberRow", () => {
  it("Monday 2 June: the week of 26 May is due today, one working day after Sunday 1 June", () => {
    const row = toNumberRow(kpi, [saved("2014-05-19", "14")], 3, "2014-06-02", CALENDAR_YEAR);
    expect(row.due).toMatchObject({ period: "2014-05-26", dueOn: "2014-06-02", lateDays: null, saved: null });
    expect(row.earlier.map((p) => p.period)).toEqual(["2014-05-05", "2014-05-12", "2014-05-19"]);
    expect(row.earlier[2]?.saved?.value).toBe("14");
  });
  it("owes nothing before its first value, and counts the days late", () => {
    const row = toNumberRow(kpi, [saved("2014-05-05", "14")], 3, "2014-06-02", CALENDAR_YEAR);
    expect(row.earlier.map((p) => p.lateDays)).toEqual([null, 14, 7]); // due 19 and 26 May
    expect(toNumberRow(kpi, [], 3, "2014-06-02", CALENDAR_YEAR).earlier.map((p) => p.lateDays)).toEqual([null, null, null]);
  });
  it("finds values still owed further back, and nothing before the first value", () => {
    const row = toNumberRow(kpi, [saved("2014-04-07", "14"), saved("2014-04-21", "13")], 3, "2014-06-02", CALENDAR_YEAR);
    expect(row.openBefore.map((p) => p.period)).toEqual(["2014-04-14", "2014-04-28"]);
    expect(toNumberRow(kpi, [], 3, "2014-06-02", CALENDAR_YEAR).openBefore).toEqual([]);
  });
  it("months of a fiscal year follow the company's calendar", () => {
    const row = toNumberRow({ ...kpi, frequency: "quarter" }, [], 1, "2014-06-02", { startMonth: 2, weekStart: 1, pattern: "months" });
    expect([row.earlier[0]?.period, row.due.period]).toEqual(["2013-11-01", "2014-02-01"]);
  });
});
