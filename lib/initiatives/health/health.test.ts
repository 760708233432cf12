import { expect, it } from "vitest";
import type { EffectResult } from "../effect/effect-test";
import { type HealthInput, healthOf, priorityOf } from "./health";

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

it("reads as in the worked example: 15 June against 6 June is 9 days late and on watch; the owner's on track differs", () => {
  const health = healthOf(input(), today);
  expect(health).toMatchObject({ mark: "watch", word: "Watch", staleDays: null, reported: { judgement: "on_track", differs: true } });
  expect(health.lines.map((l) => [l.part, l.mark, l.text, l.note])).toEqual([
    ["Time", "watch", "Gate 2 forecast 15 June, baseline 6 June: 9 days late", "finish 1 December; baseline 1 December"],
    ["Money", "no-data", "No budget is connected", ""],
    ["Effect", "no-data", "too-early", ""],
    ["Update", "on-track", "Checked in Fri 30 May", "weekly; next due Fri 6 June"],
  ]);
});

it("allows a slip of a tenth of 244 planned days, 24: 24 days are on watch, 25 are off track", () => {
  const gate = (dueOn: string) => lines({ milestones: [{ title: "Gate", baselineDueOn: "2014-06-06", dueOn, doneOn: null }] }).Time?.mark;
  expect([gate("2014-06-30"), gate("2014-07-01")]).toEqual(["watch", "off-track"]);
});

it("allows two weeks if a tenth of the plan is less: 14 days are on watch, 15 are off track", () => {
  const short = { startsOn: "2014-05-01", baselineDueOn: "2014-08-01", dueOn: "2014-08-01" }; // 92 days
  const gate = (dueOn: string) =>
    lines({ ...short, milestones: [{ title: "Gate", baselineDueOn: "2014-06-06", dueOn, doneOn: null }] }).Time?.mark;
  expect([gate("2014-06-20"), gate("2014-06-21")]).toEqual(["watch", "off-track"]);
  // Of 140 days a tenth is two weeks to the day; of 150 it is 15.
  const whole = (baselineDueOn: string, dueOn: string) =>
    lines({ milestones: [], startsOn: "2014-05-01", baselineDueOn, dueOn }).Time?.mark;
  expect([whole("2014-09-18", "2014-10-02"), whole("2014-09-18", "2014-10-03")]).toEqual(["watch", "off-track"]);
  expect([whole("2014-09-28", "2014-10-13"), whole("2014-09-28", "2014-10-14")]).toEqual(["watch", "off-track"]);
});

it("names the next date: as planned, so many days early, or paused, which is on watch", () => {
  const gate = (more: object = {}) => [{ title: "Gate", baselineDueOn: "2014-06-10", dueOn: "2014-06-10", doneOn: null, ...more }];
  const time = (more: Partial<HealthInput>) => [lines(more).Time?.mark, lines(more).Time?.text];
  expect(time({ milestones: gate() })).toEqual(["on-track", "Next: Gate, 10 June, as planned"]);
  expect(time({ milestones: gate({ dueOn: "2014-06-09" }) })).toEqual(["on-track", "Next: Gate, 9 June, 1 day early"]);
  expect(time({ milestones: gate({ dueOn: "2014-06-07" }) })).toEqual(["on-track", "Next: Gate, 7 June, 3 days early"]);
  expect(time({ milestones: gate({ dueOn: "2014-06-11" }) })).toEqual(["watch", "Gate forecast 11 June, baseline 10 June: 1 day late"]);
  expect(time({ milestones: [] })).toEqual(["on-track", "Next: Finish, 1 December, as planned"]);
  expect(time({ milestones: gate(), stage: "paused" })).toEqual(["watch", "Paused; next is Gate, 10 June"]);
});

it("is off track once a date has passed without being moved", () => {
  const late = { title: "Gate 2", baselineDueOn: "2014-05-30", dueOn: "2014-05-30", doneOn: null };
  expect(lines({ milestones: [late] }).Time).toMatchObject({ mark: "off-track", text: "Gate 2 was due 30 May: 3 days overdue" });
  expect(lines({ milestones: [], dueOn: "2014-06-01" }).Time?.text).toBe("Finish was due 1 June: 1 day overdue");
  expect(lines({ milestones: [{ ...late, dueOn: today, baselineDueOn: today }] }).Time?.mark).toBe("on-track");
});

it("stale overrides off track: a check-in due on Friday is three days late on Monday, and not late on its day", () => {
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

it("takes the worst of the effects that can be judged: a failed hypothesis is off track, a supported one does not hide it", () => {
  const on = { milestones: [] };
  expect(healthOf(input(on), today).mark).toBe("on-track");
  expect(healthOf(input({ ...on, effects: [effect("supported"), effect("not-supported")] }), today).mark).toBe("off-track");
  const told = (...effects: EffectResult[]) => {
    const { mark, word, text, note } = lines({ ...on, effects }).Effect ?? {};
    return [mark, word, text, note];
  };
  expect(told(effect("too-early"), effect("supported"))).toEqual(["on-track", "Supported", "supported", ""]);
  expect(told(effect("supported"), effect("not-supported"))).toEqual(["off-track", "Not supported", "not-supported", ""]);
  expect(told(effect("too-early"))).toEqual(["no-data", "Too early", "too-early", ""]);
  expect(told()).toEqual(["no-data", "Not known", "No KPI is named", ""]);
  expect(told({ ...effect("supported"), text: "the first" }, effect("supported"))[2]).toBe("the first");
});

it("an effect that is off track overrides a date that is on watch", () => {
  const slips = input({ effects: [effect("not-supported")] });
  expect([lines({ effects: slips.effects }).Time?.mark, healthOf(slips, today).mark]).toEqual(["watch", "off-track"]);
});

it("closed overrides everything: no lateness, no difference", () => {
  const done = healthOf(input({ stage: "done", closedOn: "2014-05-01", lastUpdateOn: "2014-01-01" }), today);
  expect(done).toMatchObject({ mark: "closed", word: "Done", staleDays: null, reported: { differs: false } });
  expect(done.lines.map(({ mark, word, text, note }) => [mark, word, text, note])).toEqual([
    ["closed", "Closed", "Done 1 May, 214 days before the baseline", "finish 1 December; baseline 1 December"],
    ["no-data", "Not known", "No budget is connected", ""],
    ["no-data", "Too early", "too-early", ""],
    ["closed", "Closed", "Checked in Wed 1 January", "none due any more"],
  ]);
});

it("says how closed work ended against its baseline, and that stopped work was stopped", () => {
  const closed = (stage: "done" | "stopped", closedOn: string) => {
    const { word, reported, lines: own } = healthOf(input({ stage, closedOn, judgement: null }), "2014-12-20");
    return [word, reported, own[0]?.text];
  };
  expect(closed("done", "2014-12-01")).toEqual(["Done", null, "Done 1 December, as planned"]);
  expect(closed("done", "2014-12-02")).toEqual(["Done", null, "Done 2 December, 1 day after the baseline"]);
  expect(closed("done", "2014-11-30")).toEqual(["Done", null, "Done 30 November, 1 day before the baseline"]);
  expect(closed("stopped", "2014-12-02")).toEqual(["Stopped", null, "Stopped 2 December"]);
});

it("says how often a check-in is due: daily, weekly, every so many days", () => {
  const note = (updateEveryDays: number) => lines({ updateEveryDays, lastUpdateOn: today }).Update?.note;
  expect([1, 2, 7, 8].map(note)).toEqual([
    "daily; next due Tue 3 June",
    "every 2 days; next due Wed 4 June",
    "weekly; next due Mon 9 June",
    "every 8 days; next due Tue 10 June",
  ]);
  expect(lines({ lastUpdateOn: null, startsOn: today }).Update).toMatchObject({
    mark: "no-data",
    word: "Not known",
    text: "No check-in yet",
    note: "weekly; next due Mon 9 June",
  });
});

it("names its marks, and whether the owner agrees", () => {
  const gate = (dueOn: string) => [{ title: "Gate", baselineDueOn: "2014-06-06", dueOn, doneOn: null }];
  const told = (dueOn: string, judgement: HealthInput["judgement"], more: Partial<HealthInput> = {}) => {
    const { mark, word, reported } = healthOf(input({ milestones: gate(dueOn), judgement, ...more }), today);
    return [mark, word, reported?.differs];
  };
  expect(told("2014-06-06", "on_track")).toEqual(["on-track", "On track", false]);
  expect(told("2014-06-06", "off_track")).toEqual(["on-track", "On track", true]);
  expect(told("2014-06-07", "watch")).toEqual(["watch", "Watch", false]);
  expect(told("2014-08-06", "off_track")).toEqual(["off-track", "Off track", false]);
  expect(told("2014-06-06", "on_track", { lastUpdateOn: "2014-05-01" })).toEqual(["stale", "Stale", true]);
});

it("does not depend on the order of the milestones", () => {
  const milestones = [...input().milestones, { title: "Z", baselineDueOn: "2014-07-01", dueOn: "2014-07-05", doneOn: null }];
  expect(healthOf(input({ milestones: milestones.toReversed() }), today)).toEqual(healthOf(input({ milestones }), today));
});

it("sorts stale before off track, the longest silent first, and the closed last", () => {
  const priority = (mark: Parameters<typeof priorityOf>[0]["mark"], staleDays: number | null = null) => priorityOf({ mark, staleDays });
  const keys = [
    priority("stale", 20),
    priority("stale", 3),
    priority("off-track"),
    priority("watch"),
    priority("no-data"),
    priority("on-track"),
    priority("closed"),
  ];
  expect(keys).toEqual([40_020, 40_003, 30_000, 20_000, 10_000, 0, -10_000]);
  // However long it is silent, its priority stays within its mark.
  expect([priority("stale", 9_999), priority("stale", 10_000), priority("stale", 99_999)]).toEqual([49_999, 49_999, 49_999]);
});
