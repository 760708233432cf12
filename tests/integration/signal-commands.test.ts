import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addDays } from "@/lib/calendar/dates";
import { today } from "@/lib/clock";
import { addAction } from "@/lib/initiatives/commands/actions";
import { assignInitiative } from "@/lib/initiatives/commands/assign-initiative";
import { changeInitiative } from "@/lib/initiatives/commands/change-initiative";
import { AssignInitiativeInput, ChangeInitiativeInput } from "@/lib/initiatives/schema";
import { getInitiative } from "@/lib/pages/initiative/queries";
import { getKpi } from "@/lib/pages/kpi/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
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
import { escalateOverdue } from "@/lib/signals/life/escalate";
import { watchClock } from "@/lib/signals/life/jobs";
import { deferItem, undoDeferItem } from "@/lib/today/defer-item";
import { DeferItemInput, UndoDeferItemInput } from "@/lib/today/defer-schema";
import { getToday } from "@/lib/today/queries";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

// Monday; answers are due at 16:00 of a working day: level 1 has three of them, level 2 one, level 3 none.
const MONDAY = new Date("2014-06-02T08:00:00Z");
let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
beforeEach(() => owner.query("delete from signal"));
afterAll(() => owner.end());

const soon = () => addDays(today(), 2);
type Spec = { departmentId?: string; state?: string; level?: number; answerBy?: string | null; shared?: boolean };

async function makeSignal({ departmentId = company.a.id, state = "open", level = 1, answerBy = null, shared = false }: Spec = {}) {
  const kpi = await makeKpi(departmentId, { companyWide: shared });
  const { rows } = await owner.query<{ id: string }>(
    `insert into signal (kpi_id, department_id, rules, tone, severity, level, state, answer_by, period_start, last_period, value, opened_at)
     values ($1, $2, '{outside}', 'worse', 1, $3, $4::signal_state, $5, '2014-05-01', '2014-05-01', 5, '2014-05-01') returning id`,
    [kpi.id, departmentId, level, state, answerBy],
  );
  const id = rows[0]?.id ?? "";
  const stored = async () => (await owner.query("select * from signal where id = $1", [id])).rows[0];
  const story = async () =>
    (await owner.query("select step, department_id, initiative_id, actor_id from signal_event where signal_id = $1 order by id", [id]))
      .rows;
  const told = async () => (await owner.query("select kind, person_id from notification where subject_id = $1 order by id", [id])).rows;
  const at = async () => ({ idempotencyKey: randomUUID(), id, version: (await stored()).version as number });
  return { id, kpi, stored, story, told, at };
}
type Signal = Awaited<ReturnType<typeof makeSignal>>;

describe("each step", () => {
  type Case = [name: string, state: string, by: "leadA" | "coo", run: (viewer: Viewer, signal: Signal) => Promise<unknown>];
  const cases: Case[] = [
    ["signal.acknowledge", "open", "leadA", async (v, s) => acknowledgeSignal(v, await s.at())],
    [
      "signal.ask",
      "open",
      "leadA",
      async (v, s) => askAboutSignal(v, { ...(await s.at()), personId: company.memberA.personId, text: "why?", answerBy: soon() }),
    ],
    [
      "signal.assign",
      "open",
      "leadA",
      async (v, s) => assignSignal(v, { ...(await s.at()), personId: company.memberA.personId, title: "look", dueOn: soon() }),
    ],
    [
      "signal.explain",
      "acknowledged",
      "leadA",
      async (v, s) => explainSignal(v, { ...(await s.at()), cause: "machine", text: "a bearing", actionTitle: "", actionDueOn: null }),
    ],
    ["signal.accept", "explained", "leadA", async (v, s) => acceptExplanation(v, { ...(await s.at()), text: "so it is" })],
    [
      "signal.ask-again",
      "explained",
      "coo",
      async (v, s) => {
        await owner.query("update signal set owner_id = $2 where id = $1", [s.id, company.leadA.personId]);
        return askAgain(v, { ...(await s.at()), text: "since when?", answerBy: soon() });
      },
    ],
    ["signal.leave", "open", "leadA", async (v, s) => deferSignal(v, { ...(await s.at()), until: soon() })],
    ["signal.new-level", "open", "leadA", async (v, s) => acceptNewLevel(v, { ...(await s.at()), onDate: "2014-05-01", text: "line 2" })],
  ];

  it.each(cases)("%s: one entry in the history and one in the audit log", async (action, state, by, run) => {
    const signal = await makeSignal({ state });
    await run(company[by], signal);
    expect(await signal.story()).toHaveLength(1);
    expect(await auditOf(signal.id)).toMatchObject([{ action, actor_name: company[by].name }]);
    expect((await signal.stored()).version).toBe(2);
  });

  it.each(cases)("%s: refused for readers, not found for another department, and only from its own states", async (_, state, __, run) => {
    const signal = await makeSignal({ state });
    await expect(run(company.viewerA, signal)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(run(company.leadB, signal)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await owner.query("update signal set state = 'closed', closed_at = now() where id = $1", [signal.id]);
    await expect(run(company.coo, signal)).rejects.toMatchObject({ code: "INVALID" });
    expect(await signal.story()).toEqual([]);
  });

  it.each(cases)("%s: a conflict if somebody else was first, with the current version", async (_, state, by, run) => {
    const signal = await makeSignal({ state });
    const stale = { ...signal, at: async () => ({ ...(await signal.at()), version: 0 }) };
    await expect(run(company[by], stale)).rejects.toMatchObject({ code: "CONFLICT", current: { version: "1" } });
    expect(await signal.story()).toEqual([]);
  });

  it("a shared KPI of another department is readable, and only answered by its own", async () => {
    const signal = await makeSignal({ shared: true });
    await expect(acknowledgeSignal(company.leadB, await signal.at())).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(undoStep(company.leadB, await signal.at())).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

it("a new level is an annotation that starts new limits, and closes the signal", async () => {
  const signal = await makeSignal();
  await acceptNewLevel(company.coo, { ...(await signal.at()), onDate: "2014-05-01", text: "second shift" });
  expect(await signal.stored()).toMatchObject({ state: "closed", closed_at: expect.any(Date) });
  const { rows } = await owner.query("select kind::text, text, on_date::text from annotation where kpi_id = $1", [signal.kpi.id]);
  expect(rows).toEqual([{ kind: "baseline", text: "second shift", on_date: "2014-05-01" }]);
  const tomorrow = { ...(await (await makeSignal()).at()), onDate: addDays(today(), 1), text: "not yet" };
  await expect(acceptNewLevel(company.coo, tomorrow)).rejects.toMatchObject({ code: "INVALID", field: "onDate" });
});

describe("an initiative opened from a signal", () => {
  const open = (viewer: Viewer, signalId: string, more: Record<string, string> = {}) =>
    assignInitiative(
      viewer,
      AssignInitiativeInput.parse({
        ...{ idempotencyKey: randomUUID(), title: "Back to its usual range", summary: "", kind: "improvement", area: "operations" },
        ...{
          departmentId: company.a.id,
          ownerId: company.leadA.personId,
          updateEveryDays: "7",
          startsOn: "2014-06-02",
          dueOn: "2014-09-01",
        },
        ...{ signalId, ...more },
      }),
    );

  it("answers it: acted on, in its history, named on the initiative's page; its owner is notified once", async () => {
    const signal = await makeSignal({ state: "explained" });
    const idempotencyKey = randomUUID();
    const { id } = await open(company.coo, signal.id, { idempotencyKey });
    await open(company.coo, signal.id, { idempotencyKey });
    expect(await signal.stored()).toMatchObject({ state: "acted_on", version: 2 });
    expect(await signal.story()).toMatchObject([{ step: "acted-on", initiative_id: id, actor_id: company.coo.personId }]);
    const told = await owner.query("select kind, person_id from notification where subject_id = $1", [id]);
    expect(told.rows).toEqual([{ kind: "initiative-assigned", person_id: company.leadA.personId }]);
    expect((await getInitiative(company.leadA, id, "2014-06-02"))?.signal).toMatchObject({ kpiId: signal.kpi.id, state: "acted_on" });
    expect((await getKpi(company.leadA, signal.kpi.id))?.initiatives, "on the KPI's page, without a claim").toMatchObject([
      { id, likely: null, fromOn: null, stage: "active" },
    ]);
  });

  it("needs the right to decide there, and a signal that is not closed", async () => {
    const own = { departmentId: company.b.id, ownerId: company.leadB.personId };
    await expect(open(company.leadB, (await makeSignal()).id, own)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(open(company.leadB, (await makeSignal({ shared: true })).id, own)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(open(company.coo, (await makeSignal({ state: "verified" })).id)).rejects.toMatchObject({ code: "INVALID" });
    expect((await owner.query("select 1 from initiative where department_id = $1", [company.b.id])).rowCount).toBe(0);
  });

  it("notifies a later owner, and the owner of an action", async () => {
    const { id } = await open(company.coo, "");
    const given = { idempotencyKey: randomUUID(), initiativeId: id, title: "Call", ownerId: company.memberA.personId, dueOn: "2014-06-30" };
    const action = await addAction(company.leadA, given);
    await changeInitiative(
      company.coo,
      ChangeInitiativeInput.parse({
        ...{ id, version: "1", title: "Handed on", summary: "", kind: "improvement", area: "operations", stage: "active" },
        ...{ departmentId: company.a.id, ownerId: company.memberA.personId, updateEveryDays: "7", dueOn: "2014-09-01" },
      }),
    );
    const { rows } = await owner.query("select kind, person_id, subject_id from notification where subject_id in ($1, $2) order by id", [
      id,
      action.id,
    ]);
    expect(rows).toEqual([
      { kind: "initiative-assigned", person_id: company.leadA.personId, subject_id: id },
      { kind: "action-assigned", person_id: company.memberA.personId, subject_id: action.id },
      { kind: "initiative-assigned", person_id: company.memberA.personId, subject_id: id },
    ]);
  });
});

it("snoozes work on the viewer's own list; invisible work does not exist", async () => {
  const { id } = await assignInitiative(
    company.coo,
    AssignInitiativeInput.parse({
      ...{ idempotencyKey: randomUUID(), title: "Left", summary: "", kind: "improvement", area: "operations", departmentId: company.a.id },
      ...{ ownerId: company.leadA.personId, updateEveryDays: "7", startsOn: "2014-06-02", dueOn: "2014-09-01" },
    }),
  );
  const leave = (viewer: Viewer, item: string, until: string) => deferItem(viewer, DeferItemInput.parse({ item, until }));
  await leave(company.leadA, `initiative:${id}`, soon());
  await leave(company.leadA, `initiative:${id}`, addDays(soon(), 1));
  const { rows } = await owner.query("select person_id, until::text from deferral where item = $1", [`initiative:${id}`]);
  expect(rows).toEqual([{ person_id: company.leadA.personId, until: addDays(soon(), 1) }]);
  expect((await auditOf(id)).map(({ action }) => action)).toEqual(["initiative.assign", "today.leave", "today.leave"]);
  await expect(leave(company.leadB, `initiative:${id}`, soon())).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(leave(company.leadA, `initiative:${id}`, today())).rejects.toMatchObject({ code: "INVALID", field: "until" });
  expect(DeferItemInput.safeParse({ item: `person:${id}`, until: soon() }).success).toBe(false);
});

it("snoozed work can be brought back within ten minutes, by the person who snoozed it", async () => {
  const { id } = await assignInitiative(
    company.coo,
    AssignInitiativeInput.parse({
      ...{ idempotencyKey: randomUUID(), title: "Late", summary: "", kind: "improvement", area: "operations", departmentId: company.a.id },
      ...{ ownerId: company.memberA.personId, updateEveryDays: "7", startsOn: "2014-05-02", dueOn: "2014-09-01" },
    }),
  );
  await owner.query("update initiative set due_on = $2 where id = $1", [id, addDays(today(), -1)]);
  const item = `initiative:${id}`;
  const undo = (viewer: Viewer) => undoDeferItem(viewer, UndoDeferItemInput.parse({ item }));
  const shown = async () => (await getToday({ ...company.memberA })).sections.overdue.items.some(({ key }) => key === item);
  expect(await shown()).toBe(true);
  await deferItem(company.memberA, DeferItemInput.parse({ item, until: soon() }));
  const page = await getToday({ ...company.memberA });
  expect(page.sections.overdue.items.map(({ key }) => key)).not.toContain(item);
  expect(page.undo).toMatchObject({ item, text: expect.stringContaining("Snoozed") });
  await expect(undo(company.leadA)).rejects.toMatchObject({ code: "INVALID" });
  await expect(undo(company.leadB)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await undo(company.memberA);
  expect(await shown()).toBe(true);
  await deferItem(company.memberA, DeferItemInput.parse({ item, until: soon() }));
  await owner.query("update deferral set at = at - interval '11 minutes' where item = $1", [item]);
  await expect(undo(company.memberA)).rejects.toMatchObject({ code: "INVALID" });
  expect((await auditOf(id)).map(({ action }) => action)).toEqual(["initiative.assign", "today.leave", "today.undo", "today.leave"]);
});

describe("an unanswered signal", () => {
  const escalate = (at: Date) => writing("system", (tx) => escalateOverdue(onTx(tx), at));

  it("escalates one department at a time to the company, where it stays", async () => {
    const signal = await makeSignal({ departmentId: company.b1.id, answerBy: "2014-06-02T07:59:00Z" });
    expect(await escalate(new Date("2014-06-02T07:58:00Z"))).toBe(0);
    expect(await escalate(MONDAY)).toBe(1);
    // Three working days after Monday: Thursday, 16:00.
    expect(await signal.stored()).toMatchObject({
      escalated_to_id: company.b.id,
      answer_by: new Date("2014-06-05T16:00:00Z"),
      version: 2,
      state: "open",
    });
    expect(await signal.told()).toEqual([{ kind: "signal-escalated", person_id: company.leadB.personId }]);
    expect(await escalate(new Date("2014-06-05T15:59:00Z"))).toBe(0);
    expect(await escalate(new Date("2014-06-06T08:00:00Z"))).toBe(1);
    expect(await signal.stored()).toMatchObject({ escalated_to_id: company.root.id, version: 3 });
    for (const day of ["2014-06-16", "2014-07-16", "2015-07-16"]) expect(await escalate(new Date(`${day}T08:00:00Z`))).toBe(0);
    expect((await signal.story()).map(({ step, department_id }) => [step, department_id])).toEqual([
      ["escalated", company.b.id],
      ["escalated", company.root.id],
    ]);
    expect((await signal.told()).at(-1)).toEqual({ kind: "signal-escalated", person_id: company.coo.personId });
    expect(await auditOf(signal.id)).toMatchObject([
      { action: "signal.escalate", actor_name: "the system", after: { at: "Department B" } },
      { action: "signal.escalate", after: { at: "Company" } },
    ]);
  });

  it("stays if it is answered, not yet due, or an improvement", async () => {
    for (const state of ["explained", "acted_on", "verified"]) await makeSignal({ state, answerBy: "2014-06-01T16:00:00Z" });
    await makeSignal({ answerBy: "2014-06-02T16:00:00Z" });
    await makeSignal({ answerBy: null });
    const late = await makeSignal({ state: "acknowledged", answerBy: "2014-06-01T16:00:00Z" });
    expect(await escalate(MONDAY)).toBe(1);
    expect(await late.stored()).toMatchObject({ escalated_to_id: company.root.id });
  });

  it("escalates to a lead with a future leaving date, and past one who has left or cannot sign in", async () => {
    const lead = company.leadB.personId;
    const climbed = async () => {
      const signal = await makeSignal({ departmentId: company.b1.id, answerBy: "2014-06-01T16:00:00Z" });
      await escalate(MONDAY);
      return (await signal.stored()).escalated_to_id;
    };
    await owner.query("update person set left_on = '2014-07-01' where id = $1", [lead]);
    expect(await climbed()).toBe(company.b.id);
    await owner.query("update person set left_on = '2014-06-02' where id = $1", [lead]);
    expect(await climbed()).toBe(company.root.id);
    await owner.query("update person set left_on = null where id = $1", [lead]);
    await owner.query("update account set disabled_at = now() where person_id = $1", [lead]);
    expect(await climbed()).toBe(company.root.id);
    await owner.query("update account set disabled_at = null where person_id = $1", [lead]);
    expect(await climbed()).toBe(company.b.id);
  });

  it("escalates past a department without a lead", async () => {
    await owner.query("update access_grant set ended_at = now() where person_id = $1", [company.leadB.personId]);
    const signal = await makeSignal({ departmentId: company.b1.id, answerBy: "2014-06-01T16:00:00Z" });
    await escalate(MONDAY);
    expect(await signal.stored()).toMatchObject({ escalated_to_id: company.root.id });
    await owner.query("update access_grant set ended_at = null where person_id = $1", [company.leadB.personId]);
  });

  it("escalates once when four workers run at the same time", async () => {
    const signals = [];
    for (let n = 0; n < 12; n++) signals.push(await makeSignal({ answerBy: "2014-06-01T16:00:00Z" }));
    const climbed = await Promise.all(Array.from({ length: 4 }, () => watchClock(MONDAY)));
    expect(climbed.reduce((sum, { escalated }) => sum + escalated, 0)).toBe(12);
    for (const signal of signals) {
      expect(await signal.story()).toHaveLength(1);
      expect(await signal.told()).toHaveLength(1);
    }
  });

  it("stays if an answer arrives first", async () => {
    const signal = await makeSignal({ answerBy: "2014-06-01T16:00:00Z" });
    const explain = { ...(await signal.at()), cause: "demand" as const, text: "holidays", actionTitle: "", actionDueOn: null };
    await Promise.allSettled([explainSignal(company.leadA, explain), escalate(MONDAY)]);
    const steps = (await signal.story()).map(({ step }) => step);
    expect([["explained"], ["escalated"]]).toContainEqual(steps);
  });
});
