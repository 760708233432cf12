import { expect, it } from "vitest";
import type { DecisionList, DecisionRow } from "./queries";
import { dueText, expectedValue, listSentence } from "./view";

const row = (more: Partial<DecisionRow>): DecisionRow => ({
  ...{ id: "d", code: "D-01", question: "Buy it?", area: "operations", departmentId: "x", departmentName: "Purchasing", options: 2 },
  ...{ ownerId: "me", ownerName: "Me", askedById: "you", askedByName: "You", askedOn: "2014-05-30", decideBy: "2014-06-04", atStake: null },
  ...{ chosen: null, sure: null, decidedOn: null, reviewOn: null, outcome: null, outcomeText: "", scoredOn: null },
  ...more,
});
const list = (rows: DecisionRow[], scored: DecisionList["scored"] = []): DecisionList => ({
  rows,
  totals: {
    open: rows.filter((r) => r.decidedOn === null).length,
    running: rows.filter((r) => r.decidedOn !== null && r.scoredOn === null).length,
    scored: scored.length,
  },
  scored,
  deciders: [],
  currency: "USD",
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
  const rows = [
    row({ decideBy: "2014-05-31", ownerId: "she" }),
    row({ decideBy: "2014-06-04" }),
    row({ code: "D-20", decidedOn: "2014-02-10", reviewOn: "2014-06-02" }),
  ];
  const scored = [70, 75, 85, 65, 60, 80].map((sure, n) => ({ sure, held: [2, 3, 5].includes(n) }));
  expect(listSentence(list(rows, scored), "me", "2014-06-02")).toBe(
    "One of two open decisions is yours, the first by Wed 4 June. One is late. D-20 is due to be scored. Of six scored, three went as expected or better, with 73 % confidence on average.",
  );
  expect(listSentence(list([]), "me", "2014-06-02")).toBe("There are no decisions that you can see yet.");
  expect(listSentence(list([row({ ownerId: "she" })]), "me", "2014-06-02")).toBe("One decision is waiting for others.");
});
