import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "@/lib/calendar/dates";
import { today } from "@/lib/clock";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { getExplaining } from "@/lib/signals/answers/explaining";
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
import { STEPS } from "@/lib/signals/life/steps";
import { signalsAsOf } from "@/lib/signals/queries/as-of";
import { getToday } from "@/lib/today/queries";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePosition, makeViewerOf } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(() => owner.end());

const soon = () => addDays(today(), 2);

async function makeSignal(holder?: Viewer) {
  const position = holder === undefined ? null : await makePosition(company.a.id, holder.personId);
  const kpi = await makeKpi(company.a.id, position === null ? {} : { positionId: position.id });
  const { rows } = await owner.query<{ id: string }>(
    `insert into signal (kpi_id, department_id, rules, tone, severity, period_start, last_period, value, opened_at)
     values ($1, $2, '{outside}', 'worse', 1, '2014-05-01', '2014-05-01', 5, now()) returning id`,
    [kpi.id, company.a.id],
  );
  const id = rows[0]?.id ?? "";
  const state = async () =>
    (
      await owner.query<{
        state: string;
        version: number;
        owner_id: string | null;
        asked_by_id: string | null;
        cause: string | null;
        accepted: boolean;
      }>("select state::text, version, owner_id, asked_by_id, cause::text, accepted_at is not null as accepted from signal where id = $1", [
        id,
      ])
    ).rows[0];
  const story = async () =>
    (await owner.query<{ step: string }>("select step from signal_event where signal_id = $1 order by id", [id])).rows.map(
      ({ step }) => step,
    );
  const at = async () => ({ idempotencyKey: randomUUID(), id, version: (await state())?.version ?? 0 });
  return { id, kpiId: kpi.id, state, story, at };
}

it("goes from the COO to the lead and back, is asked again, and is acted on once it is accepted with work on it", async () => {
  const signal = await makeSignal();
  const { coo, leadA } = company;
  await askAboutSignal(coo, { ...(await signal.at()), personId: leadA.personId, text: "why?", answerBy: soon() });
  expect(await signal.state()).toMatchObject({ state: "acknowledged", owner_id: leadA.personId, asked_by_id: coo.personId });
  await explainSignal(leadA, { ...(await signal.at()), cause: "machine", text: "a press stood still", actionTitle: "", actionDueOn: null });
  await askAgain(coo, { ...(await signal.at()), text: "since when?", answerBy: soon() });
  expect(await signal.state()).toMatchObject({ state: "acknowledged", owner_id: leadA.personId });
  await explainSignal(leadA, {
    ...(await signal.at()),
    cause: "machine",
    text: "since Monday",
    actionTitle: "mend it",
    actionDueOn: soon(),
  });
  await expect(acceptExplanation(leadA, { ...(await signal.at()), text: "" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await acceptExplanation(coo, { ...(await signal.at()), text: "" });
  expect(await signal.state()).toMatchObject({ state: "acted_on", accepted: true, cause: "machine" });
  expect(await signal.story()).toEqual(["asked", "explained", "asked-again", "explained", "accepted"]);
  expect((await auditOf(signal.id)).map(({ action }) => action)).toEqual([
    "signal.ask",
    "signal.explain",
    "signal.ask-again",
    "signal.explain",
    "signal.accept",
  ]);
  const { rows } = await owner.query("select kind, person_id from notification where subject_id = $1 order by id", [signal.id]);
  expect(rows).toEqual([
    { kind: "signal-asked", person_id: leadA.personId },
    { kind: "signal-explained", person_id: coo.personId },
    { kind: "signal-asked", person_id: leadA.personId },
    { kind: "signal-explained", person_id: coo.personId },
  ]);
});

it("asks nobody again who can no longer answer", async () => {
  const signal = await makeSignal();
  const leaver = await makeViewerOf({ name: "Leaver", departmentId: company.a.id, grants: [{ role: "lead", departmentId: company.a.id }] });
  await explainSignal(leaver, { ...(await signal.at()), cause: "demand", text: "holidays", actionTitle: "", actionDueOn: null });
  await owner.query("update access_grant set ended_at = now() where person_id = $1", [leaver.personId]);
  const again = { ...(await signal.at()), text: "since when?", answerBy: soon() };
  await expect(askAgain(company.coo, again)).rejects.toMatchObject({ code: "INVALID" });
  expect(await signal.state()).toMatchObject({ state: "explained" });
});

describe("as known now, a signal is in its current state", () => {
  const act = (personId: string) => ({ personId, title: "mend it", dueOn: soon() });
  const thenOf = (kpiId: string) =>
    reading("system", async (tx) => {
      const at = new Date(Date.now() + 1000).toISOString();
      const [row] = await signalsAsOf(onTx(tx), [kpiId], { day: today(), at });
      return row?.signalState;
    });
  it("also if work belongs to an explanation that somebody else has not accepted yet", async () => {
    const signal = await makeSignal();
    const { coo, leadA } = company;
    await explainSignal(leadA, { ...(await signal.at()), cause: "machine", text: "a press", actionTitle: "", actionDueOn: null });
    await assignSignal(leadA, { ...(await signal.at()), ...act(leadA.personId) });
    expect(await signal.state()).toMatchObject({ state: "explained" });
    expect(await thenOf(signal.kpiId)).toBe("explained");
    await acceptExplanation(coo, { ...(await signal.at()), text: "" });
    expect(await signal.state()).toMatchObject({ state: "acted_on" });
    expect(await thenOf(signal.kpiId)).toBe("acted_on");
  });

  it("acted on if work was given and nothing waits to be accepted", async () => {
    const signal = await makeSignal();
    await assignSignal(company.coo, { ...(await signal.at()), ...act(company.leadA.personId) });
    expect(await thenOf(signal.kpiId)).toBe("acted_on");
  });
});

it("without work on it an accepted explanation stays explained, and a member explains what is theirs", async () => {
  const signal = await makeSignal(company.memberA);
  await explainSignal(company.memberA, { ...(await signal.at()), cause: "demand", text: "holidays", actionTitle: "", actionDueOn: null });
  await acceptExplanation(company.leadA, { ...(await signal.at()), text: "so it is" });
  expect(await signal.state()).toMatchObject({ state: "explained", accepted: true });
});

describe("the offered explanation", () => {
  const words = { cause: "material" as const, text: "the batch was wet" };
  it("is the last one of the same KPI, not an undone one, and none for people who may not explain", async () => {
    const signal = await makeSignal();
    expect((await getExplaining(company.leadA, signal.id)).last).toBeNull();
    await explainSignal(company.leadA, { ...(await signal.at()), ...words, actionTitle: "", actionDueOn: null });
    expect((await getExplaining(company.coo, signal.id)).last).toMatchObject(words);
    await undoStep(company.leadA, await signal.at());
    expect((await getExplaining(company.coo, signal.id)).last).toBeNull();
    expect(await getExplaining(company.leadB, signal.id)).toEqual({ chart: null, people: [], last: null });
    expect(await getExplaining(company.viewerA, signal.id)).toEqual({ chart: null, people: [], last: null });
  });

  it("gives the work to the named person, if they can answer there, and notifies them", async () => {
    const signal = await makeSignal();
    const { people } = await getExplaining(company.coo, signal.id);
    expect(people.map(({ value }) => value)).toEqual(expect.arrayContaining([company.coo.personId, company.leadA.personId]));
    expect(people[0]?.value).toBe(company.coo.personId);
    const explain = async (actionOwnerId: string) =>
      explainSignal(company.coo, { ...(await signal.at()), ...words, actionTitle: "dry it", actionDueOn: soon(), actionOwnerId });
    await expect(explain(company.leadB.personId)).rejects.toMatchObject({ code: "INVALID", field: "actionOwnerId" });
    await explain(company.leadA.personId);
    const { rows } = await owner.query("select owner_id from action where signal_id = $1", [signal.id]);
    expect(rows).toEqual([{ owner_id: company.leadA.personId }]);
    const told = await owner.query("select kind, person_id from notification where subject_id = $1", [signal.id]);
    expect(told.rows).toEqual([{ kind: "signal-assigned", person_id: company.leadA.personId }]);
  });
});

describe("escalating by hand", () => {
  const why = "Two departments have to move together.";
  it("goes to the lead above with the sentence, no longer asks the earlier person, and can be undone", async () => {
    const signal = await makeSignal();
    const { coo, leadA } = company;
    await askAboutSignal(coo, { ...(await signal.at()), personId: leadA.personId, text: "why?", answerBy: soon() });
    const asked = await signal.state();
    const stands = async () => (await owner.query("select escalated_to_id from signal where id = $1", [signal.id])).rows[0];
    await escalateSignal(leadA, { ...(await signal.at()), text: why });
    expect(await signal.state()).toMatchObject({ state: "acknowledged", owner_id: null, asked_by_id: null });
    expect(await stands()).not.toEqual({ escalated_to_id: null });
    const page = await getToday({ ...coo });
    expect(page.sections.signals.items.find(({ key }) => key === `signal:${signal.id}`)).toMatchObject({
      signal: { notes: [`${leadA.name} escalated it: “${why}”`] },
    });
    const left = await getToday({ ...leadA });
    expect(left.sections.signals.items.map(({ key }) => key)).not.toContain(`signal:${signal.id}`);
    const told = await owner.query("select kind from notification where subject_id = $1 and person_id = $2", [signal.id, coo.personId]);
    expect(told.rows).toEqual([{ kind: "signal-escalated" }]);
    await expect(escalateSignal(leadA, { ...(await signal.at()), text: why })).rejects.toMatchObject({ code: "INVALID" });
    await undoStep(leadA, await signal.at());
    expect(await signal.state()).toMatchObject({ owner_id: asked?.owner_id, asked_by_id: asked?.asked_by_id });
    expect(await stands()).toEqual({ escalated_to_id: null });
    expect(await signal.story()).toEqual(["asked", "escalated", "undone"]);
    expect((await auditOf(signal.id)).map(({ action }) => action)).toEqual(["signal.ask", "signal.escalate", "signal.undo"]);
    await expect(escalateSignal(company.viewerA, { ...(await signal.at()), text: why })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(escalateSignal(company.leadB, { ...(await signal.at()), text: why })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("undo", () => {
  it("restores what the last step changed, and deletes its work", async () => {
    const signal = await makeSignal();
    await assignSignal(company.coo, { ...(await signal.at()), personId: company.leadA.personId, title: "look", dueOn: soon() });
    const actions = async () => (await owner.query("select 1 from action where signal_id = $1", [signal.id])).rowCount;
    expect([(await signal.state())?.state, await actions()]).toEqual(["acted_on", 1]);
    await undoStep(company.coo, await signal.at());
    expect([(await signal.state())?.state, await actions()]).toEqual(["open", 0]);
    await expect(undoStep(company.coo, await signal.at())).rejects.toMatchObject({ code: "INVALID" });
  });

  it("works for your own last step, and for ten minutes", async () => {
    const signal = await makeSignal();
    await acknowledgeSignal(company.leadA, await signal.at());
    await expect(undoStep(company.coo, await signal.at())).rejects.toMatchObject({ code: "INVALID" });
    await owner.query("update signal_event set at = now() - interval '11 minutes' where signal_id = $1", [signal.id]);
    await expect(undoStep(company.leadA, await signal.at())).rejects.toMatchObject({ code: "INVALID" });
  });

  it("brings back a snoozed signal", async () => {
    const signal = await makeSignal();
    await deferSignal(company.coo, { ...(await signal.at()), until: soon() });
    const left = async () => (await owner.query("select 1 from deferral where item = $1", [`signal:${signal.id}`])).rowCount;
    expect(await left()).toBe(1);
    await undoStep(company.coo, await signal.at());
    expect(await left()).toBe(0);
  });
});

it("of two simultaneous steps one gets a conflict; sent twice it is done once", async () => {
  const signal = await makeSignal();
  const at = await signal.at();
  const results = await Promise.allSettled([
    acknowledgeSignal(company.coo, at),
    acknowledgeSignal(company.leadA, { ...at, idempotencyKey: randomUUID() }),
  ]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(results.find((result) => result.status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  const other = await makeSignal();
  const same = await other.at();
  await Promise.all([acknowledgeSignal(company.coo, same), acknowledgeSignal(company.coo, same)]);
  expect(await other.story()).toEqual(["acknowledged"]);
});

it("only people who can answer can be asked, and no past day can be set", async () => {
  const signal = await makeSignal();
  const ask = async (personId: string, answerBy: string) =>
    askAboutSignal(company.coo, { ...(await signal.at()), personId, text: "", answerBy });
  await expect(ask(company.leadB.personId, soon())).rejects.toMatchObject({ code: "INVALID", field: "personId" });
  await expect(ask(company.viewerA.personId, soon())).rejects.toMatchObject({ code: "INVALID", field: "personId" });
  await expect(ask(company.leadA.personId, "2014-01-01")).rejects.toMatchObject({ code: "INVALID", field: "answerBy" });
  expect(await signal.story()).toEqual([]);
});

it("an explanation cannot be accepted by its author indirectly either: work and a new level wait for somebody else", async () => {
  const { leadA, coo, a, b } = company;
  const explained = async () => {
    const signal = await makeSignal();
    await askAboutSignal(coo, { ...(await signal.at()), personId: leadA.personId, text: "why?", answerBy: soon() });
    await explainSignal(leadA, { ...(await signal.at()), cause: "machine", text: "a press", actionTitle: "", actionDueOn: null });
    return signal;
  };
  const signal = await explained();
  await assignSignal(leadA, { ...(await signal.at()), personId: leadA.personId, title: "mend it", dueOn: soon() });
  expect(await signal.state()).toMatchObject({ state: "explained", accepted: false });
  await expect(acceptNewLevel(leadA, { ...(await signal.at()), onDate: "2014-05-01", text: "so be it" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await acceptExplanation(coo, { ...(await signal.at()), text: "" });
  expect(await signal.state()).toMatchObject({ state: "acted_on", accepted: true });

  const other = await explained();
  await assignSignal(coo, { ...(await other.at()), personId: leadA.personId, title: "mend it", dueOn: soon() });
  expect(await other.state()).toMatchObject({ state: "acted_on" });

  // A COO of another department does not count here.
  const grants = [
    { role: "lead" as const, departmentId: a.id },
    { role: "coo" as const, departmentId: b.id },
  ];
  const both = await makeViewerOf({ name: "Two Hats", departmentId: a.id, grants });
  const third = await makeSignal();
  await explainSignal(both, { ...(await third.at()), cause: "machine", text: "a press", actionTitle: "", actionDueOn: null });
  await expect(acceptExplanation(both, { ...(await third.at()), text: "" })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("the COO of the company accepts their own explanation; a COO of the department waits for somebody else, in the command and on Today", async () => {
  const { coo, a } = company;
  const grants = [{ role: "coo" as const, departmentId: a.id }];
  const below = await makeViewerOf({ name: "Coo of a department", departmentId: a.id, grants });
  const explainedBy = async (viewer: Viewer) => {
    const signal = await makeSignal();
    await explainSignal(viewer, { ...(await signal.at()), cause: "machine", text: "a press", actionTitle: "", actionDueOn: null });
    return signal;
  };
  const [ofBelow, ofCoo] = [await explainedBy(below), await explainedBy(coo)];
  const decisions = async (viewer: Viewer) =>
    (await getToday({ ...viewer }, true)).sections.decisions.items
      .map(({ key }) => key)
      .filter((key) => [ofBelow.id, ofCoo.id].includes(key.replace("signal:", "")));
  expect(await decisions(below)).toEqual([`signal:${ofCoo.id}`]);
  expect((await decisions(coo)).toSorted()).toEqual([`signal:${ofBelow.id}`, `signal:${ofCoo.id}`].toSorted());
  await expect(acceptExplanation(below, { ...(await ofBelow.at()), text: "" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await assignSignal(below, { ...(await ofBelow.at()), personId: below.personId, title: "mend it", dueOn: soon() });
  expect(await ofBelow.state()).toMatchObject({ state: "explained", accepted: false });
  await acceptExplanation(coo, { ...(await ofBelow.at()), text: "" });
  await acceptExplanation(coo, { ...(await ofCoo.at()), text: "" });
  expect([await ofBelow.state(), await ofCoo.state()]).toMatchObject([{ accepted: true }, { accepted: true }]);
});

it("every step of the database is described, and no other", async () => {
  const { rows } = await owner.query<{ kept: string }>(
    "select pg_get_constraintdef(oid) as kept from pg_constraint where conname = 'signal_event_step_check'",
  );
  const kept = [...(rows[0]?.kept ?? "").matchAll(/'([a-z-]+)'/g)].map(([, step]) => step);
  expect(kept.sort()).toEqual(Object.keys(STEPS).sort());
});
