import { describe, expect, it } from "vitest";
import { type EnterableKpi, isUnusual, likelySlip, toNumberRow } from "./number-row";

const kpi: EnterableKpi = {
  id: "k",
  code: "PRC-20",
  name: "Cycle time",
  unit: "days",
  frequency: "week",
  departmentName: "Production Control",
  ownerName: "Peter Krebs",
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
    const row = toNumberRow(kpi, [saved("2014-05-19", "14")], 3, "2014-06-02");
    expect(row.due).toMatchObject({ period: "2014-05-26", dueOn: "2014-06-02", lateDays: null, saved: null });
    expect(row.earlier.map((p) => p.period)).toEqual(["2014-05-05", "2014-05-12", "2014-05-19"]);
    expect(row.earlier[2]?.saved?.value).toBe("14");
  });
  it("owes nothing before its first value, and counts the days of what it does owe", () => {
    const row = toNumberRow(kpi, [saved("2014-05-05", "14")], 3, "2014-06-02");
    expect(row.earlier.map((p) => p.lateDays)).toEqual([null, 14, 7]); // due 19 and 26 May
    expect(toNumberRow(kpi, [], 3, "2014-06-02").earlier.map((p) => p.lateDays)).toEqual([null, null, null]);
  });
});

describe("slips", () => {
  it("126 days with a usual 10.2 to 16 looks like 12.6", () => expect(likelySlip(126, kpi)).toBe(12.6));
  it("1.4 looks like 14, -14 like 14, 12000 like 12", () => expect([1.4, -14, 12000].map((n) => likelySlip(n, kpi))).toEqual([14, 14, 12]));
  it("17 is unusual and no slip; 12 is neither", () => {
    expect([likelySlip(17, kpi), isUnusual(17, kpi)]).toEqual([null, true]);
    expect([likelySlip(12, kpi), isUnusual(12, kpi)]).toEqual([null, false]);
  });
  it("nothing is unusual while the usual range is unknown", () => {
    expect([likelySlip(1e9, { lower: null, upper: null }), isUnusual(1e9, { lower: null, upper: null })]).toEqual([null, false]);
  });
});
