import { expect, it } from "vitest";
import { calibrationOf } from "./calibration";
import type { Decider, DecisionCounts } from "./queries";
import {
  calibrationHeadline,
  dueText,
  expectedValue,
  legendOf,
  listSentence,
  loadMarks,
  loadText,
  markOf,
  monthText,
  namedApart,
} from "./view";

const counts = (totals: DecisionCounts["totals"], more: Partial<DecisionCounts> = {}): DecisionCounts => ({
  ...{ totals, own: 0, ownFirst: null, late: 0, due: 0, dueCode: null },
  ...more,
});

it.each([
  ["2014-06-04", "Wed 4 June"],
  ["2014-06-02", "today"],
  ["2014-06-01", "1 day late"],
  ["2014-05-31", "2 days late"],
  ["2015-01-05", "Mon 5 January 2015"],
])("due %s is said %s on 2 June 2014", (day, said) => expect(dueText(day, "2014-06-02")).toBe(said));

it("43.30 at 35 % is worth 15.16, rounded half up; nothing where one is missing", () => {
  expect(expectedValue("43.3", 35)).toBe("15.16"); // 15.155
  expect(expectedValue("43300", 50)).toBe("21650.00");
  expect(expectedValue("0.01", 49)).toBe("0.00");
  expect(expectedValue(null, 35)).toBeNull();
  expect(expectedValue("43.3", null)).toBeNull();
});

it("says whose they are, what is late, what is due to be scored, how often what was chosen held", () => {
  const said = (of: DecisionCounts, scored: { sure: number; held: number; count: number }[] = []) =>
    listSentence({ counts: of, scored }, "2014-06-02");
  const scored = [70, 75, 85, 65, 60, 80].map((sure, n) => ({ sure, held: [2, 3, 5].includes(n) ? 1 : 0, count: 1 }));
  expect(
    said(counts({ open: 2, running: 1, scored: 6 }, { own: 1, ownFirst: "2014-06-04", late: 1, due: 1, dueCode: "D-20" }), scored),
  ).toBe(
    "One of two open decisions is yours, the first by Wed 4 June. One is late. D-20 is due to be scored. Of six scored, three went as expected or better, with 73 % confidence on average.",
  );
  expect(said(counts({ open: 0, running: 0, scored: 0 }))).toBe("There are no decisions that you can see yet.");
  expect(said(counts({ open: 1, running: 0, scored: 0 }))).toBe("One decision is waiting for others.");
});

it("says the counts of all, however few of them are listed", () => {
  const many = counts({ open: 431, running: 250, scored: 2 }, { own: 120, ownFirst: "2014-06-04", late: 104, due: 101, dueCode: "D-1" });
  expect(listSentence({ counts: many, scored: [] }, "2014-06-02", true)).toBe(
    `This filter shows ${many.totals.open} open, ${many.totals.running} awaiting an outcome, ${many.totals.scored} scored.`,
  );
  expect(listSentence({ counts: many, scored: [{ sure: 70, held: 1, count: 2 }] }, "2014-06-02")).toBe(
    "120 of 431 open decisions are yours, the first by Wed 4 June. 104 are late. 101 are due to be scored. Of two scored, one went as expected or better.",
  );
});

it("says the chance of few, and of ten and more whether they were calibrated", () => {
  const headline = (sure: number, held: number, count: number) => {
    const calibration = calibrationOf([{ sure, held, count }]);
    return calibration === null ? null : calibrationHeadline(calibration);
  };
  // (0.5^3 × (1 + 3)) = 50 %
  expect(headline(50, 1, 3)).toBe("Too few to tell: at the stated confidence, one or fewer successes of three happen 50 % of the time");
  expect(headline(70, 7, 10)).toBe("Well calibrated, as far as 10 can show: 70 % confidence on average");
  expect(headline(90, 1500, 3000)).toBe("Overconfident: 90 % confidence, 50 % successful");
  expect(headline(60, 2700, 3000)).toBe("Underconfident: 60 % confidence, 90 % successful");
});

it("names namesakes with their department, others without, and what each has to do", () => {
  const person = (id: string, name: string, departmentName: string | null): Decider => ({
    ...{ id, name, departmentName, open: 3, late: 1, running: 0 },
  });
  const people = [person("1", "Ann Beebe", "Sales"), person("2", "Ann Beebe", "Finance"), person("3", "Roberto Tamburello", "Engineering")];
  expect(namedApart(people).map(({ said }) => said)).toEqual(["Ann Beebe, Sales", "Ann Beebe, Finance", "Roberto Tamburello"]);
  expect(loadText({ open: 3, late: 1, running: 0 })).toBe("3 open, 1 late");
  expect(loadText({ open: 0, late: 0, running: 2 })).toBe("0 open, 2 awaiting outcome");
});

const row = { decideBy: "2014-06-04", decidedOn: null, reviewOn: null, outcome: null };
it.each([
  ["open", row],
  ["open", { ...row, decideBy: "2014-06-02" }],
  ["late", { ...row, decideBy: "2014-06-01" }],
  ["running", { ...row, decidedOn: "2014-05-01", reviewOn: "2014-06-03" }],
  ["due", { ...row, decidedOn: "2014-05-01", reviewOn: "2014-06-02" }],
  ["held", { ...row, decidedOn: "2014-05-01", reviewOn: "2014-05-20", outcome: "as-expected" as const }],
  ["held", { ...row, decidedOn: "2014-05-01", reviewOn: "2014-05-20", outcome: "better" as const }],
  ["not-held", { ...row, decidedOn: "2014-05-01", reviewOn: "2014-05-20", outcome: "worse" as const }],
])("is marked %s on 2 June 2014", (mark, of) => expect(markOf(of, "2014-06-02")).toBe(mark));

it("the legend counts each mark once, and leaves out what there is none of", () => {
  const legend = { late: 1, "in-time": 6, running: 5, held: 3, "not-held": 0, all: 15, since: "2013-10-04" };
  expect(legendOf(legend).map(({ state, count, said }) => `${state}: ${count} ${said}`)).toEqual([
    "late: 1 late",
    "in-time: 6 open",
    "running: 5 running",
    "held: 3 held",
  ]);
  expect(monthText("2013-10-04")).toBe("October 2013");
  expect(loadMarks({ open: 2, late: 1, running: 1 })).toEqual(["late", "open", "running"]);
});
