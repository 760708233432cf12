import { expect, it } from "vitest";
import type { EffectResult } from "../effect/effect-test";
import { type HealthInput, healthOf, needOf } from "./health";

const today = "2014-06-02"; // a Monday
const effect = (result: EffectResult["result"]): EffectResult => ({
  result,
  earlierMean: 66,
  sinceMean: null,
  valuesSince: 0,
  text: result,
  note: "",
});
/** The worked example of the mock-up: gate 2 nine days late, checked in on Friday. */
const input = (more: Partial<HealthInput> = {}): HealthInput => ({
  stage: "active",
  startsOn: "2014-04-01",
  baselineDueOn: "2014-12-01",
  dueOn: "2014-12-01",
  closedOn: null,
  updateEveryDays: 7,
  lastUpdateOn: "2014-05-30",
  judgement: "on_track",
  milestones: [
    { title: "Root cause agreed", baselineDueOn: "2014-04-18", dueOn: "2014-04-18", doneOn: "2014-04-18" },
    { title: "Gate 2", baselineDueOn: "2014-06-06", dueOn: "2014-06-15", doneOn: null },
  ],
  effects: [effect("too-early")],
  ...more,
});
const lines = (more: Partial<HealthInput> = {}) => Object.fromEntries(healthOf(input(more), today).lines.map((l) => [l.part, l]));

it("reads as in the worked example: 15 June against 6 June is 9 days late and to be watched; the owner's on track differs", () => {
  const health = healthOf(input(), today);
  expect(health).toMatchObject({ mark: "watch", word: "Watch", staleDays: null, reported: { judgement: "on_track", differs: true } });
  expect(health.lines.map((l) => [l.part, l.mark, l.text, l.note])).toEqual([
    ["Time", "watch", "Gate 2 forecast 15 June, baseline 6 June: 9 days late", "finish 1 December; baseline 1 December"],
    ["Money", "no-data", "No budget is connected", ""],
    ["Effect", "no-data", "too-early", ""],
    ["Update", "on-track", "Checked in Fri 30 May", "weekly; next due Fri 6 June"],
  ]);
});

it("allows a slip of a tenth of 244 planned days, 24: 24 days are to be watched, 25 are off track", () => {
  const gate = (dueOn: string) => lines({ milestones: [{ title: "Gate", baselineDueOn: "2014-06-06", dueOn, doneOn: null }] }).Time?.mark;
  expect([gate("2014-06-30"), gate("2014-07-01")]).toEqual(["watch", "off-track"]);
});

it("is off track once a date has passed that nobody moved", () => {
  const late = { title: "Gate 2", baselineDueOn: "2014-05-30", dueOn: "2014-05-30", doneOn: null };
  expect(lines({ milestones: [late] }).Time).toMatchObject({ mark: "off-track", text: "Gate 2 was due 30 May: 3 days overdue" });
  expect(lines({ milestones: [], dueOn: "2014-06-01" }).Time?.text).toBe("Finish was due 1 June: 1 day overdue");
  expect(lines({ milestones: [{ ...late, dueOn: today, baselineDueOn: today }] }).Time?.mark).toBe("on-track");
});

it("stale outranks off track: a check-in due on Friday is three days late on Monday, and not late on its day", () => {
  const overdue = [{ title: "Gate", baselineDueOn: "2014-05-01", dueOn: "2014-05-01", doneOn: null }];
  const stale = healthOf(input({ lastUpdateOn: "2014-05-23", milestones: overdue }), today);
  expect(stale).toMatchObject({ mark: "stale", staleDays: 3 });
  expect(stale.lines[3]).toMatchObject({ mark: "stale", word: "3 days late", note: "weekly; was due Fri 30 May" });
  expect(healthOf(input({ lastUpdateOn: "2014-05-26" }), today).staleDays).toBeNull();
});

it("is never on track without a check-in, and late from the start plus the interval", () => {
  const silent = { lastUpdateOn: null, judgement: null, milestones: [] };
  expect(healthOf(input({ ...silent, startsOn: "2014-06-01" }), today)).toMatchObject({
    mark: "no-data",
    word: "Not known",
    reported: null,
  });
  expect(healthOf(input({ ...silent, startsOn: "2014-05-01" }), today)).toMatchObject({ mark: "stale", staleDays: 25 });
});

it("takes the worst of the effects that can be told: a failed hypothesis is off track, a supported one does not hide it", () => {
  const on = { milestones: [] };
  expect(healthOf(input(on), today).mark).toBe("on-track");
  expect(healthOf(input({ ...on, effects: [effect("supported"), effect("not-supported")] }), today).mark).toBe("off-track");
  expect(lines({ ...on, effects: [effect("too-early"), effect("supported")] }).Effect?.word).toBe("Supported");
  expect(lines({ ...on, effects: [] }).Effect?.text).toBe("No KPI is named that this should move");
});

it("closed outranks everything: no lateness, no difference", () => {
  const done = healthOf(input({ stage: "done", closedOn: "2014-05-01", lastUpdateOn: "2014-01-01" }), today);
  expect(done).toMatchObject({ mark: "closed", word: "Done", staleDays: null, reported: { differs: false } });
  expect(done.lines[0]?.text).toBe("Done 1 May, 214 days before the baseline");
});

it("does not depend on the order of the milestones", () => {
  const milestones = [...input().milestones, { title: "Z", baselineDueOn: "2014-07-01", dueOn: "2014-07-05", doneOn: null }];
  expect(healthOf(input({ milestones: milestones.toReversed() }), today)).toEqual(healthOf(input({ milestones }), today));
});

it("sorts stale before off track, the longest silent first, and the closed last", () => {
  const need = (mark: Parameters<typeof needOf>[0]["mark"], staleDays: number | null = null) => needOf({ mark, staleDays });
  const keys = [need("stale", 20), need("stale", 3), need("off-track"), need("watch"), need("no-data"), need("on-track"), need("closed")];
  expect(keys).toEqual(keys.toSorted((a, b) => b - a));
  expect(new Set(keys).size).toBe(7);
});
