import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { getToday } from "@/lib/today/queries";
import { getShell } from "@/lib/today/shell";
import { noteVisit } from "@/lib/today/visit";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePosition } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
beforeEach(async () => {
  await owner.query(
    "delete from signal; delete from deferral; delete from action; delete from initiative; delete from person_setting; delete from upload",
  );
  await owner.query("update kpi set archived_at = now()");
});
afterAll(() => owner.end());

type Spec = {
  departmentId?: string;
  kind?: "process" | "late";
  state?: string;
  tone?: string;
  severity?: number;
  level?: number;
  owner?: Viewer;
  askedBy?: Viewer;
  answerBy?: string;
  escalatedTo?: string;
  holder?: Viewer;
  companyWide?: boolean;
};

/** A KPI with its summary and a signal on it. */
async function makeSignal(name: string, spec: Spec = {}): Promise<{ id: string; kpiId: string }> {
  const departmentId = spec.departmentId ?? company.a.id;
  const position = spec.holder === undefined ? null : await makePosition(departmentId, spec.holder.personId);
  const kpi = await makeKpi(departmentId, {
    name,
    source: "imported",
    ...(position && { positionId: position.id }),
    companyWide: spec.companyWide ?? false,
  });
  await owner.query(
    `insert into kpi_summary (kpi_id, latest_period, latest_value, latest_state, latest_at, status, late_from, variation, mean, lower, upper, rules, spark)
     values ($1, '2014-05-01', 5, 'final', now() - interval '10 days', 'off-track', $2, 'worsening', 10, 8, 12, '{outside}', '[]')`,
    [kpi.id, spec.kind === "late" ? "2014-06-01" : null],
  );
  const { rows } = await owner.query<{ id: string }>(
    `insert into signal (kpi_id, department_id, kind, rules, tone, severity, level, period_start, last_period, value, state, opened_at, owner_id, asked_by_id, answer_by, escalated_to_id, escalated_at)
     values ($1, $2, $3, '{outside}', $4, $5, $6, '2014-05-01', '2014-05-01', 5, $7::signal_state, now() - interval '2 hours', $8, $9, $10, $11, case when $11::uuid is null then null else now() end) returning id`,
    [
      kpi.id,
      departmentId,
      spec.kind ?? "process",
      spec.tone ?? "worse",
      spec.severity ?? 1,
      spec.level ?? 1,
      spec.state ?? "open",
      spec.owner?.personId ?? null,
      spec.askedBy?.personId ?? null,
      spec.answerBy ?? null,
      spec.escalatedTo ?? null,
    ],
  );
  return { id: rows[0]?.id ?? "", kpiId: kpi.id };
}

const addStep = (signalId: string, actor: Viewer | null, step: string, text = "") =>
  owner.query("insert into signal_event (signal_id, at, actor_id, step, text) values ($1, now(), $2, $3, $4)", [
    signalId,
    actor?.personId ?? null,
    step,
    text,
  ]);

async function linesOf(viewer: Viewer) {
  const page = await getToday(viewer);
  const names = (section: "signals" | "decisions" | "overdue") =>
    page.sections[section].items.map((item) =>
      (item.kind === "signal" ? item.signal.finding : `${item.lead} ${item.text}`).split(":")[0]?.trim(),
    );
  // The number beside the page's name matches the page.
  expect((await getShell(viewer)).needsYou).toBe(page.counter.left);
  return { page, signals: names("signals"), decisions: names("decisions"), overdue: names("overdue") };
}

describe("new signals", () => {
  it("are the COO's everywhere, asked ones first, then by level and size; improvements are no work", async () => {
    await makeSignal("small", { severity: 1 });
    await makeSignal("large", { severity: 9, departmentId: company.b1.id });
    await makeSignal("weighty", { level: 3, severity: 2 });
    await makeSignal("asked", { owner: company.coo, askedBy: company.executive, severity: 0, state: "acknowledged" });
    await makeSignal("better", { tone: "better", severity: 99 });
    await makeSignal("in hand", { state: "acknowledged" });
    await makeSignal("done", { state: "acted_on" });
    const { signals, page } = await linesOf(company.coo);
    expect(signals).toEqual(["asked", "weighty", "large", "small"]);
    expect(page.counter).toMatchObject({ left: 4, total: 4 });
    expect(page.sections.signals.items[0]).toMatchObject({
      signal: { notes: [`${company.executive.name} asks you`] },
      answer: { asked: true, rights: { decide: true } },
    });
  });

  it("are a lead's inside what they lead, an executive's to acknowledge only, a member's when they own them", async () => {
    await makeSignal("of A", {});
    await makeSignal("of the member", { holder: company.memberA });
    await makeSignal("of B", { departmentId: company.b.id });
    await makeSignal("of all", { departmentId: company.b.id, companyWide: true });
    expect((await linesOf(company.leadA)).signals.toSorted()).toEqual(["of A", "of the member"]);
    expect((await linesOf(company.memberA)).signals).toEqual(["of the member"]);
    const executive = await linesOf(company.executive);
    expect(executive.signals).toHaveLength(4);
    expect(executive.page.sections.signals.items[0]).toMatchObject({
      answer: { rights: { acknowledge: true, explain: false, decide: false } },
    });
  });

  it("give a viewer something to read and nothing to do, an administrator neither", async () => {
    await makeSignal("of A", {});
    await makeSignal("of B", { departmentId: company.b.id });
    const { page, signals } = await linesOf(company.viewerA);
    expect([signals, page.counter.left]).toEqual([[], 0]);
    expect(page.readable?.rows.map((row) => row.finding.split(":")[0])).toEqual(["of A"]);
    const admin = await linesOf(company.administrator);
    expect(JSON.stringify(admin.page)).not.toMatch(/of [AB]\b/);
  });

  it("return to their owner when overdue, and escalate to the lead above until they act", async () => {
    await makeSignal("forgotten", { state: "acknowledged", owner: company.memberA, answerBy: "2014-05-30T12:00:00Z" });
    const climbed = await makeSignal("climbed", { state: "acknowledged", departmentId: company.b1.id, escalatedTo: company.b.id });
    expect((await linesOf(company.memberA)).signals).toEqual(["forgotten"]);
    expect((await linesOf(company.leadB)).signals).toEqual(["climbed"]);
    await addStep(climbed.id, company.leadB, "asked");
    expect((await linesOf(company.leadB)).signals).toEqual([]);
  });

  it("snoozed until a later day are gone for the person who snoozed them, until that day", async () => {
    const { id } = await makeSignal("left", {});
    const leave = (until: string) =>
      owner.query("insert into deferral values ($1, $2, $3, now()) on conflict (person_id, item) do update set until = excluded.until", [
        company.coo.personId,
        `signal:${id}`,
        until,
      ]);
    await leave("2999-01-01");
    expect((await linesOf(company.coo)).signals).toEqual([]);
    expect((await linesOf(company.leadA)).signals).toEqual(["left"]);
    await leave("2014-01-01");
    expect((await linesOf(company.coo)).signals).toEqual(["left"]);
  });

  it("are shortened if there are many, with the total", async () => {
    for (let i = 0; i < 10; i++) await makeSignal(`signal ${i}`, { severity: i });
    const { page, signals } = await linesOf(company.coo);
    expect([signals.length, page.sections.signals.total, signals[0]]).toEqual([8, 10, "signal 9"]);
    expect((await getToday(company.coo, true)).sections.signals.items).toHaveLength(10);
  });
});

describe("decisions", () => {
  it("wait for people who may decide and did not explain; the COO may always", async () => {
    const byLead = await makeSignal("lead explained", { state: "explained" });
    await addStep(byLead.id, company.leadA, "explained", "a new supplier");
    const byMember = await makeSignal("member explained", { state: "explained" });
    await addStep(byMember.id, company.memberA, "explained");
    expect((await linesOf(company.coo)).decisions.toSorted()).toEqual(["lead explained", "member explained"]);
    expect((await linesOf(company.leadA)).decisions).toEqual(["member explained"]);
    expect((await linesOf(company.executive)).decisions).toEqual([]);
    expect((await linesOf(company.memberA)).decisions).toEqual([]);
  });

  it("are proposed initiatives too", async () => {
    await makeInitiative("IN-90", "Second line", { stage: "proposed", owner: company.memberA });
    expect((await linesOf(company.leadA)).decisions).toEqual(["Start IN-90 Second line?"]);
    expect((await linesOf(company.leadB)).decisions).toEqual([]);
  });
});

async function makeInitiative(code: string, title: string, { stage = "active", owner: by = company.leadA, dueOn = "2999-01-01" } = {}) {
  const { rows } = await owner.query<{ id: string }>(
    `insert into initiative (code, title, kind, stage, department_id, owner_id, area, starts_on, baseline_due_on, due_on)
     values ($1, $2, 'improvement', $3::initiative_stage, $4, $5, 'operations', '2014-01-01', $6, $6) returning id`,
    [code, title, stage, company.a.id, by.personId, dueOn],
  );
  return rows[0]?.id ?? "";
}

const makeAction = (title: string, by: Viewer, dueOn: string) =>
  owner.query("insert into action (title, department_id, owner_id, due_on) values ($1, $2, $3, $4)", [
    title,
    by.departmentId,
    by.personId,
    dueOn,
  ]);

describe("overdue", () => {
  it("are late values, and your own work that is past due", async () => {
    await makeSignal("late value", { kind: "late" });
    await makeAction("Call the supplier", company.leadA, "2014-05-01");
    await makeAction("Not yet", company.leadA, "2999-01-01");
    await makeAction("Another's", company.memberA, "2014-05-01");
    await makeInitiative("IN-91", "Late plan", { dueOn: "2014-05-02" });
    const { page } = await linesOf(company.leadA);
    expect(page.sections.overdue.items.map((item) => [item.kind, "text" in item && item.text])).toEqual([
      ["late", "nothing since May 2014."],
      ["work", "Call the supplier."],
      ["work", "IN-91 Late plan."],
    ]);
  });

  it("of somebody who is away are their deputy's, with that person's name", async () => {
    await makeAction("Count the stock", company.memberB, "2014-05-01");
    await owner.query(
      "insert into delegation (person_id, deputy_id, from_on, to_on, created_at) values ($1, $2, '2014-01-01', '2999-01-01', now())",
      [company.memberB.personId, company.leadB.personId],
    );
    const deputy = await viewerOf(company.leadB.personId);
    if (deputy === null) throw new Error("the deputy may sign in");
    expect((await linesOf(deputy)).page.sections.overdue.items).toMatchObject([
      { lead: `For ${company.memberB.name}:`, text: "Count the stock." },
    ]);
    await owner.query("delete from delegation");
  });

  it("are an administrator's jobs", async () => {
    await owner.query(
      "insert into upload (file_name, size, sha256, uploaded_at, state) values ('orders.csv', 1, '\\x00', now(), 'failed'), ('more.csv', 1, '\\x00', now(), 'new')",
    );
    const { page } = await linesOf(company.administrator);
    expect(page.sections.overdue.items.map((item) => "lead" in item && item.lead)).toEqual([
      "1 file could not be imported,",
      "1 file uploaded,",
    ]);
  });
});

describe("settled and changed items", () => {
  it("counts each signal once, offers to undo the last step, and forgets earlier ones", async () => {
    const one = await makeSignal("one", { state: "acknowledged" });
    await addStep(one.id, company.coo, "acknowledged");
    await addStep(one.id, company.coo, "asked");
    const two = await makeSignal("two", {});
    await addStep(two.id, company.coo, "acknowledged");
    await addStep(two.id, company.coo, "undone");
    const { page } = await linesOf(company.coo);
    expect(page.settled.map(({ text }) => text)).toEqual(["Asked about: one"]);
    expect(page.counter).toMatchObject({ left: 1, settled: 1, total: 2, text: "of 2 left, about 2 minutes" });
    expect(page.undo).toMatchObject({ signalId: one.id, version: 1 });
    await addStep(one.id, company.leadA, "explained");
    expect((await getToday(company.coo)).undo).toBeNull();
  });

  it("lists what others and the rules did since the last visit, not what the viewer did", async () => {
    const one = await makeSignal("one", { state: "explained" });
    await addStep(one.id, company.leadA, "explained", "the press stood still");
    await addStep(one.id, company.coo, "accepted");
    await addStep(one.id, null, "recovered");
    expect((await getToday(company.coo)).changes.items.map(({ text, note }) => [text, note])).toEqual([
      ["one: is back inside its usual range.", "by the rules"],
      ["one: explained. “the press stood still”", `by ${company.leadA.name}`],
    ]);
    expect((await getToday(company.leadB)).changes.items).toEqual([]);
    await addStep(one.id, null, "verified");
    expect(
      (await getToday(company.coo)).changes.items.map(({ text }) => text),
      "a recovery is told once",
    ).toEqual(["one: has recovered.", "one: explained. “the press stood still”"]);
    await noteVisit(company.coo);
    await owner.query("update person_setting set today_before_at = now()");
    expect((await getToday(company.coo)).changes.items).toEqual([]);
  });

  it("shows a source that came back in one line, not one per waiting value", async () => {
    const source = await makeSignal("the source", { kind: "late" });
    const waiting = await makeSignal("waiting", { kind: "late" });
    const alone = await makeSignal("alone", { kind: "late" });
    await owner.query("update signal set state = 'closed', closed_at = now() where id = any($1)", [[source.id, waiting.id, alone.id]]);
    await owner.query("update signal set waits_for_id = $1 where id = $2", [source.id, waiting.id]);
    for (const { id } of [waiting, source, alone]) await addStep(id, null, "closed");
    expect((await getToday(company.coo)).changes.items.map(({ text }) => text)).toEqual([
      "alone: signal closed.",
      "the source: signal closed.",
    ]);
  });

  it("begins a new visit after half an hour, from the end of the last one", async () => {
    await noteVisit(company.coo);
    await owner.query("update person_setting set today_seen_at = now() - interval '2 hours'");
    await noteVisit(company.coo);
    const { rows } = await owner.query<{ ago: number; seen: number }>(
      "select extract(epoch from now() - today_before_at)::int / 60 as ago, extract(epoch from now() - today_seen_at)::int as seen from person_setting where person_id = $1",
      [company.coo.personId],
    );
    expect(rows[0]?.ago).toBe(120);
    expect(rows[0]?.seen).toBeLessThan(5);
  });
});

it("is the same for a lead of A whatever happens in B", async () => {
  await makeSignal("of A", {});
  const before = JSON.stringify(await getToday(company.leadA));
  const inB = await makeSignal("of B", { departmentId: company.b.id, severity: 50 });
  await addStep(inB.id, company.leadB, "explained", "in B");
  await makeSignal("of B1", { departmentId: company.b1.id, kind: "late" });
  expect(JSON.stringify(await getToday(company.leadA))).toBe(before);
});

it("takes as many statements for thirty signals as for one", async () => {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  const statements = async () => {
    const from = spy.mock.calls.length;
    await getToday(company.coo);
    return spy.mock.calls.length - from;
  };
  await makeSignal("first", {});
  await statements();
  const one = await statements();
  for (let i = 0; i < 30; i++) await makeSignal(`more ${i} ${randomUUID()}`, { kind: i % 3 === 0 ? "late" : "process" });
  expect(await statements()).toBe(one);
  spy.mockRestore();
});
