import { expect, it } from "vitest";
import { type HealthInput, healthOf } from "./health/health";
import { type VerdictEffect, verdictOf } from "./verdict";

const today = "2014-06-02";
const input = (more: Partial<HealthInput> = {}): HealthInput => ({
  stage: "active",
  startsOn: "2014-04-01",
  baselineDueOn: "2014-12-01",
  dueOn: "2014-12-01",
  closedOn: null,
  updateEveryDays: 7,
  lastUpdateOn: "2014-05-30",
  judgement: "on_track",
  milestones: [{ title: "Gate 2", baselineDueOn: "2014-06-06", dueOn: "2014-06-15", doneOn: null }],
  effects: [],
  ...more,
});
const effect = (more: Partial<VerdictEffect> = {}): VerdictEffect => ({
  result: "too-early",
  fromOn: "2014-07-10",
  kpiName: "On time",
  unit: "%",
  likely: 8,
  earlierMean: 66.3,
  target: { bound: 80, reached: "above" },
  ...more,
});
const say = (more: Partial<HealthInput> = {}, effects: VerdictEffect[] = [effect()]) =>
  verdictOf(input(more), healthOf(input(more), today), effects, today);

it("says time, effect and the gap: 80 − (66.3 + 8) = 5.7 points", () => {
  expect(say()).toBe(
    "Gate 2 is forecast 9 days late; the effect cannot be tested before 10 July. Even if it works as expected, 5.7 points to the target remain unplanned.",
  );
});

it("counts the gap downwards if less is better: (30 − 8) − 20 = 2, and says nothing once the claim reaches the target", () => {
  const lower = effect({ unit: "days", likely: -8, earlierMean: 30, target: { bound: 20, reached: "below" } });
  expect(say({}, [lower])).toContain("2 days to the target remain unplanned.");
  expect(say({}, [{ ...lower, likely: -11 }])).not.toContain("unplanned");
});

it("begins with the missing check-in if one is late", () => {
  expect(say({ lastUpdateOn: "2014-05-01" }, [])).toBe(
    "The check-in is 25 days late; Gate 2 is forecast 9 days late; no effect can be tested, since no KPI is named.",
  );
});

it("names the overdue milestone, the next one, and a closed initiative", () => {
  expect(say({ milestones: [{ title: "Gate 2", baselineDueOn: "2014-05-01", dueOn: "2014-05-30", doneOn: null }] }, [])).toMatch(
    /^Gate 2 is 3 days overdue;/,
  );
  expect(say({ milestones: [] }, [])).toMatch(/^The finish is due 1 December as planned;/);
  expect(say({ stage: "stopped", closedOn: "2014-06-01" }, [])).toMatch(/^Stopped 1 June;/);
  expect(say({}, [effect({ result: "not-supported" })])).toContain("the claimed effect on On time is not supported by its values");
});
