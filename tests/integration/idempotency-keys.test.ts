import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "@/lib/calendar/dates";
import { today } from "@/lib/clock";
import { makeCommentAction } from "@/lib/comments/commands/comment-action";
import { writeComment } from "@/lib/comments/commands/write-comment";
import { askDecision } from "@/lib/decisions/commands/ask-decision";
import { AskDecisionInput } from "@/lib/decisions/schema";
import { giveDelegation } from "@/lib/delegations/commands";
import { addAction } from "@/lib/initiatives/commands/actions";
import { assignInitiative } from "@/lib/initiatives/commands/assign-initiative";
import { addMilestone } from "@/lib/initiatives/commands/milestones";
import { reportInitiative } from "@/lib/initiatives/commands/report-initiative";
import { AssignInitiativeInput } from "@/lib/initiatives/schema";
import { addAnnotation } from "@/lib/kpis/commands/add-annotation";
import { defineKpi } from "@/lib/kpis/commands/define-kpi";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { recordMeasurements } from "@/lib/kpis/commands/record-measurements";
import { takeBackMeasurement } from "@/lib/kpis/commands/take-back-measurement";
import { KpiDefinition } from "@/lib/kpis/definition/schema";
import { addDepartment } from "@/lib/organisation/commands/department";
import { addPosition } from "@/lib/organisation/commands/position";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { claimIdempotencyKey } from "@/lib/platform/db/idempotency";
import { writing } from "@/lib/platform/db/scope";
import { escalateSignal } from "@/lib/signals/commands/escalate";
import {
  acceptExplanation,
  acceptNewLevel,
  acknowledgeSignal,
  askAboutSignal,
  askAgain,
  assignSignal,
  deferSignal,
  explainSignal,
} from "@/lib/signals/commands/steps";
import { undoStep } from "@/lib/signals/commands/undo";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makeViewerOf } from "../support/factories";

let company: Company;
let deputy: Viewer;
let kpi: string;
let initiative: string;
beforeAll(async () => {
  company = await makeCompany();
  deputy = await makeViewerOf({ name: "Deputy", departmentId: company.a.id, grants: [{ role: "lead", departmentId: company.a.id }] });
  kpi = (await makeKpi(company.a.id)).id;
  initiative = (await assignInitiative(company.leadA, work({ idempotencyKey: randomUUID() }))).id;
});
afterAll(() => owner.end());

const work = (more: Record<string, string>) =>
  AssignInitiativeInput.parse({
    ...{ title: "Finish every day", summary: "", kind: "improvement", area: "improvement", updateEveryDays: "7" },
    ...{ departmentId: company.a.id, ownerId: company.leadA.personId, startsOn: "2014-04-01", dueOn: "2014-12-01" },
    ...more,
  });
const definition = (name: string) =>
  KpiDefinition.parse({
    ...{ code: "ONCE-1", name, description: "", departmentId: company.a.id, positionId: null, areas: ["operations"], unit: "pieces" },
    ...{ frequency: "month", aggregation: "sum", direction: "higher", companyWide: false, dueDays: 3, dueWorkingDays: true, chart: "xmr" },
    ...{ minimum: null, maximum: null, source: "manual", recordKind: null, measure: null, formula: null, floor: null, ceiling: null },
  });
async function signal(): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into signal (kpi_id, department_id, rules, tone, severity, period_start, last_period, value, opened_at)
     values ($1, $2, '{outside}', 'worse', 1, '2014-05-01', '2014-05-01', 5, now()) returning id`,
    [(await makeKpi(company.a.id)).id, company.a.id],
  );
  return rows[0]?.id ?? "";
}
async function explained(): Promise<string> {
  const id = await signal();
  await explainSignal(company.leadA, {
    ...{ idempotencyKey: randomUUID(), id, version: 1, cause: "machine", text: "worn", actionTitle: "", actionDueOn: null },
  });
  return id;
}
const value = { state: "final" as const, note: "", reason: "" };
const soon = () => addDays(today(), 2);

/** Every command with an idempotency key: what it needs, and how to call it with one text or another. */
type Case = { name: string; given?: () => Promise<string>; run: (idempotencyKey: string, text: string, given: string) => Promise<unknown> };
const CASES: Case[] = [
  {
    name: "comment.write",
    run: (idempotencyKey, body) => writeComment(company.leadA, { idempotencyKey, about: { type: "kpi", id: kpi }, body }),
  },
  {
    name: "action.add of a comment",
    given: async () =>
      (await writeComment(company.leadA, { idempotencyKey: randomUUID(), about: { type: "kpi", id: kpi }, body: "do" })).id,
    run: (idempotencyKey, title, commentId) =>
      makeCommentAction(company.leadA, { idempotencyKey, commentId, title, ownerId: company.leadA.personId, dueOn: "2014-12-01" }),
  },
  {
    name: "annotation.add",
    run: (idempotencyKey, text) => addAnnotation(company.leadA, { idempotencyKey, kpiId: kpi, onDate: "2014-01-01", kind: "note", text }),
  },
  { name: "initiative.assign", run: (idempotencyKey, title) => assignInitiative(company.leadA, work({ idempotencyKey, title })) },
  {
    name: "initiative.report",
    run: (idempotencyKey, text) =>
      reportInitiative(company.leadA, { idempotencyKey, id: initiative, judgement: "watch", text, obstacle: "" }),
  },
  {
    name: "milestone.add",
    run: (idempotencyKey, title) =>
      addMilestone(company.leadA, { idempotencyKey, initiativeId: initiative, title, ownerId: null, dueOn: "2014-09-01" }),
  },
  {
    name: "action.add",
    run: (idempotencyKey, title) =>
      addAction(company.leadA, { idempotencyKey, initiativeId: initiative, title, ownerId: company.leadA.personId, dueOn: "2014-09-01" }),
  },
  {
    name: "decision.ask",
    run: (idempotencyKey, question) =>
      askDecision(
        company.leadA,
        AskDecisionInput.parse({
          ...{
            idempotencyKey,
            question,
            area: "operations",
            departmentId: company.a.id,
            ownerId: company.leadA.personId,
            decideBy: "2014-09-01",
          },
          ...{ option1Title: "This", option2Title: "That" },
        }),
      ),
  },
  {
    name: "department.add",
    run: (idempotencyKey, name) =>
      addDepartment(company.administrator, {
        idempotencyKey,
        code: `once-${idempotencyKey.slice(0, 8)}`,
        name,
        groupName: "",
        parentId: company.a.id,
      }),
  },
  {
    name: "position.add",
    run: (idempotencyKey, title) =>
      addPosition(company.administrator, {
        ...{
          idempotencyKey,
          code: `once-${idempotencyKey.slice(0, 8)}`,
          title,
          departmentId: company.a.id,
          holderId: null,
          reportsToId: null,
        },
      }),
  },
  { name: "kpi.define", run: (idempotencyKey, name) => defineKpi(company.leadA, { idempotencyKey, definition: definition(name) }) },
  {
    name: "delegation.give",
    given: async () =>
      (await makeViewerOf({ name: "Away", departmentId: company.a.id, grants: [{ role: "lead", departmentId: company.a.id }] })).personId,
    run: (idempotencyKey, text, personId) =>
      giveDelegation(company.administrator, {
        ...{ idempotencyKey, personId, deputyId: deputy.personId },
        fromOn: addDays(today(), text === "one" ? 1 : 10),
        toOn: addDays(today(), text === "one" ? 3 : 12),
      }),
  },
  {
    name: "measurement.record",
    given: async () => (await makeKpi(company.a.id)).id,
    run: (idempotencyKey, text, kpiId) =>
      recordMeasurement(company.leadA, {
        ...value,
        idempotencyKey,
        kpiId,
        periodStart: "2014-05-01",
        value: String(text.length),
        note: text,
        seenVersion: 0,
      }),
  },
  {
    name: "measurement.record of a block",
    given: async () => (await makeKpi(company.a.id)).id,
    run: (idempotencyKey, text, kpiId) =>
      recordMeasurements(company.leadA, {
        idempotencyKey,
        rows: [{ kpiId, periodStart: text === "one" ? "2014-05-01" : "2014-04-01", value: "1", seenVersion: 0 }],
      }),
  },
  {
    name: "measurement.correct of a value taken back",
    given: async () => {
      const { id } = await makeKpi(company.a.id);
      for (const periodStart of ["2014-04-01", "2014-05-01"])
        await recordMeasurement(company.leadA, { ...value, kpiId: id, periodStart, value: "1", seenVersion: 0 });
      return id;
    },
    run: (idempotencyKey, text, kpiId) =>
      takeBackMeasurement(company.leadA, {
        idempotencyKey,
        kpiId,
        periodStart: text === "one" ? "2014-05-01" : "2014-04-01",
        seenVersion: 1,
      }),
  },
  {
    name: "signal.acknowledge",
    given: signal,
    run: (idempotencyKey, text, id) => acknowledgeSignal(company.leadA, { idempotencyKey, id, version: text === "one" ? 1 : 2 }),
  },
  {
    name: "signal.ask",
    given: signal,
    run: (idempotencyKey, text, id) =>
      askAboutSignal(company.coo, { idempotencyKey, id, version: 1, personId: company.leadA.personId, text, answerBy: soon() }),
  },
  {
    name: "signal.assign",
    given: signal,
    run: (idempotencyKey, title, id) =>
      assignSignal(company.coo, { idempotencyKey, id, version: 1, personId: company.leadA.personId, title, dueOn: soon() }),
  },
  {
    name: "signal.explain",
    given: signal,
    run: (idempotencyKey, text, id) =>
      explainSignal(company.leadA, { idempotencyKey, id, version: 1, cause: "machine", text, actionTitle: "", actionDueOn: null }),
  },
  {
    name: "signal.accept",
    given: explained,
    run: (idempotencyKey, text, id) => acceptExplanation(company.coo, { idempotencyKey, id, version: 2, text }),
  },
  {
    name: "signal.ask-again",
    given: explained,
    run: (idempotencyKey, text, id) => askAgain(company.coo, { idempotencyKey, id, version: 2, text, answerBy: soon() }),
  },
  {
    name: "signal.escalate",
    given: signal,
    run: (idempotencyKey, text, id) => escalateSignal(company.leadA, { idempotencyKey, id, version: 1, text }),
  },
  {
    name: "signal.leave",
    given: signal,
    run: (idempotencyKey, text, id) => deferSignal(company.leadA, { idempotencyKey, id, version: 1, until: addDays(today(), text.length) }),
  },
  {
    name: "signal.new-level",
    given: signal,
    run: (idempotencyKey, text, id) => acceptNewLevel(company.coo, { idempotencyKey, id, version: 1, onDate: "2014-05-01", text }),
  },
  {
    name: "signal.undo",
    given: async () => {
      const id = await signal();
      await acknowledgeSignal(company.leadA, { idempotencyKey: randomUUID(), id, version: 1 });
      return id;
    },
    run: (idempotencyKey, text, id) => undoStep(company.leadA, { idempotencyKey, id, version: text === "one" ? 2 : 3 }),
  },
];

const events = async () => (await owner.query("select count(*)::int as n from audit_event")).rows[0].n as number;
/** An answer with moments as numbers, however they are written, and without how many values were computed for it, which is done once. */
const answered = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (name, said) =>
    name === "made" ? undefined : name === "at" && typeof said === "string" ? Date.parse(said) : said,
  );
const SPENT = { code: "KEY_REUSED", message: expect.stringMatching(/already sent.*was not saved/) };

describe("the same key with different input is refused, and nothing of it is saved", () => {
  it.each(CASES)("$name", async ({ given, run }) => {
    const needs = (await given?.()) ?? "";
    const key = randomUUID();
    const first = await run(key, "one", needs);
    const before = await events();
    await expect(run(key, "another", needs)).rejects.toMatchObject(SPENT);
    expect(await events()).toBe(before);
    // The same again is the same thing.
    expect(first).toBeDefined();
    expect(answered(await run(key, "one", needs))).toEqual(answered(first));
    expect(await events()).toBe(before);
  });

  it("the same words in another form are refused too", async () => {
    const idempotencyKey = randomUUID();
    await writeComment(company.leadA, { idempotencyKey, about: { type: "kpi", id: kpi }, body: "words" });
    await expect(
      addAnnotation(company.leadA, { idempotencyKey, kpiId: kpi, onDate: "2014-01-01", kind: "note", text: "words" }),
    ).rejects.toMatchObject(SPENT);
  });

  it("of twenty at once with two texts, one text is saved once, and the others are told", async () => {
    const idempotencyKey = randomUUID();
    const sent = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        writeComment(company.leadA, { idempotencyKey, about: { type: "kpi", id: kpi }, body: `race ${n % 2}` }),
      ),
    );
    const ids = new Set(sent.flatMap((s) => (s.status === "fulfilled" ? [s.value.id] : [])));
    expect(ids.size).toBe(1);
    const refused = sent.flatMap((s) => (s.status === "rejected" ? [s.reason.code] : []));
    expect(refused).toEqual(Array.from({ length: 10 }, () => "KEY_REUSED"));
    expect((await owner.query("select 1 from comment where body like 'race %'")).rowCount).toBe(1);
  });
});

describe("keys", () => {
  it("belong to one person: another person's use of the same key has no effect", async () => {
    const idempotencyKey = randomUUID();
    const one = await writeComment(company.leadA, { idempotencyKey, about: { type: "kpi", id: kpi }, body: "mine" });
    const two = await writeComment(company.memberA, { idempotencyKey, about: { type: "kpi", id: kpi }, body: "theirs" });
    expect(two.id).not.toBe(one.id);
    const three = await writeComment(company.coo, { idempotencyKey, about: { type: "kpi", id: kpi }, body: "mine" });
    expect([one.id, two.id]).not.toContain(three.id);
  });

  it("are free again if their submission failed, with any text", async () => {
    const idempotencyKey = randomUUID();
    await expect(
      writeComment(company.leadA, { idempotencyKey, about: { type: "kpi", id: randomUUID() }, body: "nowhere" }),
    ).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await writeComment(company.leadA, { idempotencyKey, about: { type: "kpi", id: kpi }, body: "here" });
  });

  it("from before hashes were stored answer as before", async () => {
    const idempotencyKey = randomUUID();
    const { id } = await writeComment(company.leadA, { idempotencyKey, about: { type: "kpi", id: kpi }, body: "old" });
    await owner.query("update idempotency set request_hash = null where key = $1", [idempotencyKey]);
    expect(await writeComment(company.leadA, { idempotencyKey, about: { type: "kpi", id: kpi }, body: "old" })).toEqual({ id });
  });

  it("compare the content, not its order or how often a field is left empty", async () => {
    const idempotencyKey = randomUUID();
    const made = (body: { idempotencyKey: string; a?: unknown; b?: unknown }) =>
      writing(company.leadA, async (tx) => (await claimIdempotencyKey(tx, company.leadA, "test", body)).id);
    const first = await made({ idempotencyKey, a: 1, b: { x: [1, 2], y: null } });
    expect(await made({ b: { y: null, x: [1, 2] }, a: 1, idempotencyKey })).toEqual(first);
    for (const b of [{ x: [2, 1], y: null }, { x: [1, 2] }, { x: [1, 2], y: "" }, { x: ["1", 2], y: null }])
      await expect(made({ idempotencyKey, a: 1, b })).rejects.toMatchObject({ code: "KEY_REUSED" });
  });
});

it("every command that takes an idempotency key is tested here", () => {
  const files = (dir: string): string[] =>
    readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
      entry.name === "generated"
        ? []
        : entry.isDirectory()
          ? files(path.join(dir, entry.name))
          : entry.name.endsWith(".ts")
            ? [path.join(dir, entry.name)]
            : [],
    );
  // The audit actions of all commands that take a key, from their source. A step of a signal always does.
  const used = files("lib").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/= (defineCommand|transitionSignal<\w+>)\(\{\n([\s\S]*?)\n\}\);/g)].flatMap(
      ([, made = "", text = ""]) =>
        made.startsWith("transitionSignal") || text.includes('guard: "key') ? [/audit: "([\w.-]+)"/.exec(text)?.[1] ?? file] : [],
    ),
  );
  expect(used.length).toBeGreaterThanOrEqual(20);
  const tried = CASES.map(({ name }) => name.split(" ")[0]);
  expect(used.filter((action) => !tried.includes(action))).toEqual([]);
});
