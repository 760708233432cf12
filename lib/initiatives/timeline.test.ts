import { expect, it } from "vitest";
import { prepareTimeline, type TimelineMilestone } from "./timeline";

const milestone = (more: Partial<TimelineMilestone>): TimelineMilestone => ({
  id: more.title ?? "m",
  title: "m",
  ownerName: "James Hamilton",
  baselineDueOn: "2014-06-06",
  dueOn: "2014-06-06",
  doneOn: null,
  ...more,
});
const frame = { startsOn: "2014-04-01", dueOn: "2014-12-01", today: "2014-06-02" };
const root = milestone({ title: "Root cause agreed", baselineDueOn: "2014-04-18", dueOn: "2014-04-18", doneOn: "2014-04-18" });
const gate = milestone({ title: "Gate 2", dueOn: "2014-06-15" });
const tested = milestone({ title: "Effect tested", baselineDueOn: "2014-12-01", dueOn: "2014-12-01", ownerName: null });

it("orders rows by date, marks them as done, late or planned, and draws a baseline only where it differs", () => {
  const { rows, summary } = prepareTimeline([tested, gate, root], frame);
  expect(rows.map((r) => [r.title, r.ownerName, r.text, r.done, r.baselineX !== null])).toEqual([
    ["Root cause agreed", "James Hamilton", "done 18 April", true, false],
    ["Gate 2", "James Hamilton", "15 June, 9 days late", false, true],
    ["Effect tested", "no owner", "1 December", false, false],
  ]);
  expect(summary).toBe("3 milestones, 18 Apr 2014 to 1 Dec 2014; 1 done, 1 late.");
});

it("spans whole months from April to December: nine ticks over 275 days of 894 pixels; 2 June is day 62", () => {
  const { ticks, todayX } = prepareTimeline([tested, gate, root], frame);
  expect(ticks.map((t) => t.label)).toEqual(["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]);
  expect(ticks[0]?.x).toBe(250);
  expect(todayX).toBeCloseTo(250 + (62 / 275) * 894, 1);
});

it("places the label to the left of a mark at the right edge, so that no label leaves the picture", () => {
  const { rows, width } = prepareTimeline(
    [milestone({ title: "Christmas", baselineDueOn: "2014-12-24", dueOn: "2014-12-24" }), gate, root],
    frame,
  );
  expect(rows.map((r) => r.anchor)).toEqual(["start", "start", "end"]);
  for (const row of rows) expect(row.textX).toBeLessThan(width);
});

it("says overdue and early, and describes an open date in the past relative to today", () => {
  const texts = prepareTimeline(
    [
      milestone({ title: "a", baselineDueOn: "2014-05-30", dueOn: "2014-05-30" }),
      milestone({ title: "b", baselineDueOn: "2014-07-10", dueOn: "2014-07-09" }),
    ],
    frame,
  ).rows.map((r) => r.text);
  expect(texts).toEqual(["30 May, 3 days overdue", "9 July, 1 day early"]);
});

it("names every third month over two years and each year over ten, with the year", () => {
  expect(
    prepareTimeline([], { ...frame, dueOn: "2016-03-01" })
      .ticks.map((t) => t.label)
      .slice(0, 4),
  ).toEqual(["Apr 2014", "Jul", "Oct", "Jan 2015"]);
  expect(
    prepareTimeline([], { ...frame, dueOn: "2024-03-01" })
      .ticks.map((t) => t.label)
      .slice(0, 2),
  ).toEqual(["Jan 2015", "Jan 2016"]);
});

it("labels a finished milestone on the left if there is room: 12 May at pixel 383, its 11 characters need 84", () => {
  const pilot = milestone({ title: "Pilot", baselineDueOn: "2014-05-12", dueOn: "2014-05-12", doneOn: "2014-05-12" });
  const [row] = prepareTimeline([pilot], frame).rows;
  expect(row?.x).toBeCloseTo(250 + (41 / 275) * 894, 1);
  expect([row?.anchor, row?.textX]).toEqual(["end", (row?.x ?? 0) - 12]);
});
