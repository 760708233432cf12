import { describe, expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { DEFAULT_RUN_LENGTH, DEFAULT_TREND_LENGTH, foundBy } from "@/lib/statistics/charts/rules";
import { type SignalSummary, toSignalRow } from "./row";

const row: SignalSummary = {
  ...{ id: "k", code: "SCR-01", name: "Units scrapped", unit: "units", frequency: "month", dueDays: 3, dueWorkingDays: true, areas: [] },
  ...{ source: "records", perspective: "quality", departmentId: "d", departmentName: "Quality Assurance", ownerName: "Hazem Abolrous" },
  ...{ latestPeriod: "2014-05-01", latestValue: "260", latestState: "final", targetFloor: null, targetCeiling: null, status: null },
  ...{ lateFrom: null, variation: null, assurance: null, mean: 90, lower: 0, upper: 230, priority: null, spark: null },
  ...{ signalId: "s", rules: ["outside"], tone: "worse", signalState: "open", signalPeriod: "2014-04-01", signalCount: 1 },
  openedAt: "2014-05-01T06:00:00Z",
};
const against = (more: Partial<SignalSummary>) => toSignalRow({ ...row, ...more }, "2014-06-02T08:00:00Z", CALENDAR_YEAR).against;

describe("the level a signal is compared with", () => {
  it("shows the start if it is not the latest period", () => {
    expect(against({})).toBe("outside its usual range since April 2014; usual 0 to 230.");
    expect(against({ signalPeriod: "2014-05-01" })).toBe("outside its usual range; usual 0 to 230.");
    expect(against({ rules: ["two-of-three"], lower: null })).toBe("two of three close to the same limit since April 2014.");
  });

  it('does not call a value that came back "outside"', () => {
    expect(against({ latestValue: "26", signalState: "verified" })).toBe(
      "recovered (April 2014: outside its usual range); usual 0 to 230.",
    );
  });
});

it("names periods by the company's year: 1 July 2013 begins FY2014 if the year begins in July", () => {
  const years = { frequency: "year" as const, signalPeriod: "2012-07-01", latestPeriod: "2013-07-01" };
  const said = toSignalRow({ ...row, ...years }, "2014-06-02T08:00:00Z", { ...CALENDAR_YEAR, startMonth: 7 });
  expect([said.finding, said.against]).toEqual([
    "Units scrapped: 260 units, FY2014,",
    "outside its usual range since FY2013; usual 0 to 230.",
  ]);
});

describe("the words of a signal", () => {
  it("every rule in words, the first of several, and none for an unknown rule", () => {
    expect(Object.fromEntries(["outside", "two-of-three", "run", "trend", "hugging"].map((rule) => [rule, foundBy(rule)]))).toEqual({
      outside: "outside its usual range",
      "two-of-three": "two of three close to the same limit",
      run: "eight or more in a row on one side of the mean",
      trend: "seven or more in a row in one direction",
      hugging: "fifteen in a row close to the mean",
    });
    expect([DEFAULT_RUN_LENGTH, DEFAULT_TREND_LENGTH], "as the words say").toEqual([8, 7]);
    const unlimited = { lower: null, signalPeriod: "2014-05-01" };
    expect(against({ ...unlimited, rules: ["run", "trend"] })).toBe("eight or more in a row on one side of the mean.");
    expect(against({ ...unlimited, rules: ["trend", "hugging"] })).toBe("seven or more in a row in one direction.");
    expect(against({ ...unlimited, rules: [] })).toBe("a change.");
    expect(against({ lower: 0, upper: null, rules: ["outside"] })).toBe("outside its usual range since April 2014.");
  });

  it("the finding, its state, its age, and the line beside it", () => {
    const shown = (more: Partial<SignalSummary>, now = "2014-06-02T08:00:00Z") => toSignalRow({ ...row, ...more }, now, CALENDAR_YEAR);
    expect(shown({}).finding).toBe("Units scrapped: 260 units, May 2014,");
    expect(shown({ latestPeriod: null }).finding).toBe("Units scrapped: 260 units,");
    expect(shown({}).href).toBe("/kpis/k");
    const states = ["open", "acknowledged", "explained", "acted_on", "verified", "closed"] as const;
    expect(states.map((signalState) => shown({ signalState }).notes)).toEqual(
      ["new", "acknowledged", "explained", "acted on", "verified", "closed"].map((word) => [word]),
    );
    expect([shown({}, "2014-05-01T06:00:10Z").ageText, shown({}).ageText]).toEqual(["opened just now", "32 d old"]);
    const captions = (["day", "week", "month", "quarter", "half_year", "year"] as const).map(
      (frequency) => shown({ frequency }).spark?.caption,
    );
    expect(captions).toEqual(["days", "weeks", "months", "quarters", "half-years", "years"].map((many) => `units, last 0 ${many}`));
  });
});
