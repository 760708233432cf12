import "../support/as-worker";
import { beforeAll, describe, expect, it } from "vitest";
import { today } from "@/lib/clock";
import { importWords as DECISIONS } from "@/lib/decisions/files/import-words";
import { listDecisions } from "@/lib/decisions/queries";
import { OUTCOMES } from "@/lib/decisions/words";
import { undoImport } from "@/lib/imports/undo/undo";
import { readAsOf } from "@/lib/kpis/as-of";
import { getDecision } from "@/lib/pages/decision/queries";
import { owner } from "../support/audit";
import { type Company, makeCompany } from "../support/factories";
import { bring, counts } from "./import-support.fixture";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

const into = { target: "decisions", columns: Object.fromEntries(Object.keys(DECISIONS.columns).map((name) => [name, { from: name }])) };
const HEAD = Object.keys(DECISIONS.columns).join(",");
type Row = Partial<Record<keyof typeof DECISIONS.columns, string>>;
const open = (code: string): Row => ({
  ...{
    code,
    question: `Which of the two ${code}?`,
    area: "operations",
    department: company.a.name,
    askedBy: company.coo.name,
    askedOn: "2014-05-02",
  },
  ...{ owner: company.leadA.name, decideBy: "2014-05-20", atStake: "43300.50", options: "Smaller; As they are" },
});
const decided = (code: string): Row => ({
  ...open(code),
  ...{ chosen: "As they are", reason: "It pays", confidence: "70", decidedOn: "2014-05-15", reviewOn: "2014-05-30" },
});
const scored = (code: string): Row => ({ ...decided(code), outcome: "worse", outcomeText: "Nothing came of it", scoredOn: "2014-05-31" });
const file = (...rows: Row[]) =>
  `${HEAD}\n${rows
    .map((row) =>
      Object.keys(DECISIONS.columns)
        .map((name) => row[name] ?? "")
        .join(","),
    )
    .join("\n")}\n`;
const stored = async (code: string) =>
  (await owner.query<{ id: string }>("select id from decision where code = $1", [code])).rows[0]?.id ?? "";

describe("a log of decisions kept elsewhere", () => {
  it("becomes decisions with their options, choice and outcome; the same file again changes nothing; undone, none is left", async () => {
    const text = file(open("L-1"), decided("L-2"), scored("L-3"));
    const first = await bring(into, text);
    expect(first.rejects).toEqual([]);
    expect(counts(first)).toEqual(["imported", 3, 0, 0, 0, 0]);
    expect(await getDecision(company.leadA, await stored("L-1"), null)).toMatchObject({
      ...{
        code: "L-1",
        question: "Which of the two L-1?",
        atStake: "43300.5",
        askedByName: company.coo.name,
        ownerName: company.leadA.name,
      },
      ...{ askedOn: "2014-05-02", decidedOn: null, optionRows: [{ title: "Smaller" }, { title: "As they are" }] },
    });
    const third = await getDecision(company.leadA, await stored("L-3"), null);
    expect(third).toMatchObject({
      ...{ reason: "It pays", sure: 70, decidedOn: "2014-05-15", decidedByName: company.leadA.name, reviewOn: "2014-05-30" },
      ...{ outcome: "worse", outcomeText: "Nothing came of it", scoredOn: "2014-05-31" },
    });
    expect(third?.optionRows.find(({ id }) => id === third.chosenOptionId)?.title).toBe("As they are");
    expect(counts(await bring(into, text))).toEqual(["unchanged", 0, 0, 3, 0, 0]);
    expect(await undoImport("system", first.importId ?? "")).toMatchObject({ removed: 3, restored: 0 });
    expect(await stored("L-1")).toBe("");
  });

  it("an export of it is read back: every outcome, nothing changed; another option is not overlooked", async () => {
    const rows = OUTCOMES.map(([outcome], n) => ({ ...scored(`X-${n}`), outcome }));
    const first = await bring(into, file(...rows));
    expect(first.rejects).toEqual([]);
    expect(counts(await bring(into, file(...rows)))).toEqual(["unchanged", 0, 0, 3, 0, 0]);
    for (const other of [{ options: "Smaller; As they were" }, { chosen: "Smaller" }])
      expect((await bring(into, file({ ...scored("X-0"), outcome: "as-expected", ...other }))).rejects[0]?.reason).toContain("exists");
  });

  it("as known on a day: decided and scored from those days on, with no past that never was", async () => {
    await bring(into, file(scored("K-1")));
    const id = await stored("K-1");
    const then = async (day: string) => {
      const asOf = readAsOf(day, today(), "UTC");
      return (await listDecisions(company.leadA, {}, asOf)).rows.find((row) => row.id === id) ?? null;
    };
    expect(await then("2014-05-01")).toBeNull();
    expect(await then("2014-05-14")).toMatchObject({ decidedOn: null, chosen: null, sure: null, scoredOn: null, outcome: null });
    expect(await then("2014-05-16")).toMatchObject({ decidedOn: "2014-05-15", chosen: "As they are", scoredOn: null, outcome: null });
    expect(await then("2014-06-01")).toMatchObject({ scoredOn: "2014-05-31", outcome: "worse" });
    expect((await owner.query("select from decision_past where row_id = $1", [id])).rowCount).toBe(0);
  });

  it("is not undone once its options were changed", async () => {
    const brought = await bring(into, file(open("L-6")));
    await owner.query("update decision_option set title = 'Other' where decision_id = $1 and place = 1", [await stored("L-6")]);
    await owner.query("update decision set version = version + 1 where code = 'L-6'");
    await expect(undoImport("system", brought.importId ?? "")).rejects.toThrow("1 of its rows was changed since");
  });

  it("stays where somebody has said something of it", async () => {
    const brought = await bring(into, file(open("L-4")));
    await owner.query(
      "insert into comment (subject_type, subject_id, author_id, body, at) values ('decision', $1, $2, 'Let us wait', now())",
      [await stored("L-4"), company.leadA.personId],
    );
    await expect(undoImport("system", brought.importId ?? "")).rejects.toThrow("in use by");
    expect(await stored("L-4")).not.toBe("");
  });

  it("is refused line by line, each in a sentence", async () => {
    await bring(into, file(open("L-5")));
    const rows: Row[] = [
      { ...open("L-5"), question: "Another?" },
      { ...open("M-1"), options: "Only one" },
      { ...open("M-2"), options: "One; One" },
      { ...decided("M-3"), chosen: "A third" },
      { ...open("M-4"), reason: "Because" },
      { ...decided("M-5"), decidedOn: "2014-05-01" },
      { ...decided("M-6"), reviewOn: "2014-05-15" },
      { ...open("M-7"), outcome: "better", scoredOn: "2014-05-31" },
      { ...open("M-8"), owner: "Nobody Known" },
      { ...open("M-9"), atStake: "1.005" },
      { ...open("M-10"), askedOn: "2099-01-01" },
      { ...open("D-1000000") },
      { ...open("M-12"), outcomeText: "Nothing yet" },
    ];
    const { outcome, rejects } = await bring(into, file(...rows));
    expect([outcome, ...rejects.map(({ line, column, reason }) => `${line} ${column}: ${reason}`)]).toEqual([
      "refused",
      "2 code: a decision with this code exists; decisions are changed on their page",
      "3 options: name 2 to 4 options, separated by ;",
      "4 options: two options have the same name",
      "5 chosen: this is none of the options",
      "6 decidedOn: a decided one has all of: chosen option, reason, confidence, day of the decision, review date",
      "7 decidedOn: it was decided before it was asked",
      "8 reviewOn: the review date is after the day of the decision",
      "9 outcome: an outcome belongs to a decided one and has the day it was recorded",
      "10 owner: no person has this code, nor one alone this name",
      "11 atStake: '1.005' has more than 2 digits after the point",
      "12 askedOn: this day has not come yet",
      "13 code: after D- at most six digits: new decisions are numbered on from there",
      "14 outcomeText: words about an outcome need the outcome",
    ]);
    expect(await stored("M-1")).toBe("");
  });
});
