import { describe, expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { type SignalSummary, toSignalRow } from "./row";

const row: SignalSummary = {
  ...{ id: "k", code: "SCR-01", name: "Units scrapped", unit: "units", frequency: "month", dueDays: 3, dueWorkingDays: true, areas: [] },
  ...{ source: "records", perspective: "quality", departmentId: "d", departmentName: "Quality Assurance", ownerName: "Hazem Abolrous" },
  ...{ latestPeriod: "2014-05-01", latestValue: "260", latestState: "final", targetFloor: null, targetCeiling: null, status: null },
  ...{ lateFrom: null, variation: null, assurance: null, mean: 90, lower: 0, upper: 230, need: null, spark: null },
  ...{ signalId: "s", rules: ["outside"], tone: "worse", signalState: "open", signalPeriod: "2014-04-01", signalCount: 1 },
  openedAt: "2014-05-01T06:00:00Z",
};
const against = (more: Partial<SignalSummary>) => toSignalRow({ ...row, ...more }, "2014-06-02T08:00:00Z", CALENDAR_YEAR).against;

describe("what a signal is held against", () => {
  it("says since when, where that is not the latest period", () => {
    expect(against({})).toBe("outside its usual range since April 2014; usual 0 to 230.");
    expect(against({ signalPeriod: "2014-05-01" })).toBe("outside its usual range; usual 0 to 230.");
    expect(against({ rules: ["two-of-three"], lower: null })).toBe("two of three close to the same limit since April 2014.");
  });

  it("does not call outside what has come back", () => {
    expect(against({ latestValue: "26", signalState: "verified" })).toBe(
      "recovered (April 2014: outside its usual range); usual 0 to 230.",
    );
  });
});

it("names periods by the company's year: 1 July 2013 begins FY2014 where the year begins in July", () => {
  const years = { frequency: "year" as const, signalPeriod: "2012-07-01", latestPeriod: "2013-07-01" };
  const said = toSignalRow({ ...row, ...years }, "2014-06-02T08:00:00Z", { ...CALENDAR_YEAR, startMonth: 7 });
  expect([said.finding, said.against]).toEqual([
    "Units scrapped: 260 units, FY2014,",
    "outside its usual range since FY2013; usual 0 to 230.",
  ]);
});
