import { expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { sinceLastCheckIn } from "./since";

const today = "2014-06-02";
const base = { lastUpdateOn: "2014-05-30", timeText: "Next: Gate 2, 6 June, as planned", milestones: [], actions: [], effects: [] };
const point = (period: string, value: number | null, provisional = false) => ({ period, value, provisional });

it("lists finished work, the time, and each KPI's latest value with its period and state", () => {
  const lines = sinceLastCheckIn(
    {
      ...base,
      milestones: [
        { title: "Pilot", doneOn: "2014-05-31" },
        { title: "Long ago", doneOn: "2014-04-01" },
        { title: "Open", doneOn: null },
      ],
      actions: [{ title: "Call", doneOn: "2014-05-30" }],
      effects: [
        { kpiName: "On time", unit: "%", frequency: "month", points: [point("2014-04-01", 66.3), point("2014-05-01", 66.5, true)] },
      ],
    },
    today,
    CALENDAR_YEAR,
  );
  expect(lines).toEqual([
    "Last check-in Fri 30 May.",
    "Done since: Pilot; Call.",
    "Next: Gate 2, 6 June, as planned.",
    "On time: 66.5% in May 2014, provisional.",
  ]);
});

it("skips a gap to the last value, and says if there is no value or no check-in", () => {
  const effect = (points: ReturnType<typeof point>[]) => ({ kpiName: "K", unit: "days", frequency: "day" as const, points });
  const lines = sinceLastCheckIn(
    { ...base, lastUpdateOn: null, effects: [effect([point("2014-05-30", 4), point("2014-05-31", null)]), effect([])] },
    today,
    CALENDAR_YEAR,
  );
  expect(lines).toEqual(["This is the first check-in.", "Next: Gate 2, 6 June, as planned.", "K: 4 days in 30 May.", "K: no value yet."]);
});

it("names a year from July as the company does", () => {
  const effects = [{ kpiName: "K", unit: "days", frequency: "year" as const, points: [point("2013-07-01", 4)] }];
  const lines = sinceLastCheckIn({ ...base, effects }, today, { ...CALENDAR_YEAR, startMonth: 7 });
  expect(lines.at(-1)).toBe("K: 4 days in FY2014.");
});

it("names five finished items and counts the rest; work done on the day of the check-in counts, the day before does not", () => {
  const done = (count: number) => Array.from({ length: count }, (_, i) => ({ title: `T${i + 1}`, doneOn: "2014-05-30" }));
  const line = (milestones: { title: string; doneOn: string }[]) => sinceLastCheckIn({ ...base, milestones }, today, CALENDAR_YEAR)[1];
  expect(line(done(5))).toBe("Done since: T1; T2; T3; T4; T5.");
  expect(line(done(6))).toBe("Done since: T1; T2; T3; T4; T5 and 1 more.");
  expect(line(done(8))).toBe("Done since: T1; T2; T3; T4; T5 and 3 more.");
  expect(line([{ title: "Before", doneOn: "2014-05-29" }])).toBe("Next: Gate 2, 6 June, as planned.");
  expect(sinceLastCheckIn({ ...base, lastUpdateOn: null, milestones: done(1) }, today, CALENDAR_YEAR)).toEqual([
    "This is the first check-in.",
    "Done since: T1.",
    "Next: Gate 2, 6 June, as planned.",
  ]);
});
