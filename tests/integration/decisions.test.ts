import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { choiceOf } from "@/lib/choices/queries";
import { writeComment } from "@/lib/comments/commands/write-comment";
import { listMentionable } from "@/lib/comments/queries";
import { listDecisionsAbout } from "@/lib/decisions/about";
import { askDecision, changeDecision } from "@/lib/decisions/commands/ask-decision";
import { decide, scoreDecision, undoDecision } from "@/lib/decisions/commands/decide";
import { listAwaiting, listDecisions, stateOf } from "@/lib/decisions/queries";
import { AskDecisionInput, ChangeDecisionInput, DecideInput } from "@/lib/decisions/schema";
import { exportFile } from "@/lib/exports/commands";
import { ExportInput } from "@/lib/exports/schema";
import { listNotices } from "@/lib/notices/queries";
import { closeDepartment } from "@/lib/organisation/commands/close-department";
import { getDecision } from "@/lib/pages/decision/queries";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { search } from "@/lib/search/queries";
import { getToday } from "@/lib/today/queries";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeDepartment, makeKpi, makeViewerOf } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

const missing = { code: "NOT_FOUND" };
const forbidden = { code: "FORBIDDEN" };
/** Who of these is offered. */
const deciders = async (viewer: Viewer, ...people: Viewer[]) =>
  (await Promise.all(people.map(({ personId: id }) => choiceOf(viewer, "deciders", id)))).map((found) => found?.value ?? null);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const fields = (more: Record<string, string> = {}) => ({
  ...{
    idempotencyKey: randomUUID(),
    question: "Smaller volumes for three suppliers?",
    background: "",
    area: "operations",
    atStake: "43300",
  },
  ...{ departmentId: company.a.id, ownerId: company.leadA.personId, decideBy: inDays(2), about: "" },
  ...{
    option1Title: "Smaller",
    option1Gain: "43300",
    option1Odds: "35",
    option2Title: "As they are",
    option2Gain: "43300",
    option2Odds: "50",
  },
  ...more,
});
const asked = (more: Record<string, string> = {}) => AskDecisionInput.parse(fields(more));
const optionsOf = async (id: string) =>
  (await owner.query<{ id: string; title: string }>("select id, title from decision_option where decision_id = $1 order by place", [id]))
    .rows;
const choice = async (id: string, more: Record<string, string> = {}) => {
  const version = (await owner.query<{ version: number }>("select version from decision where id = $1", [id])).rows[0]?.version ?? 0;
  const [first] = await optionsOf(id);
  return DecideInput.parse({
    ...{ id, version: String(version), optionId: first?.id ?? "", reason: "It pays", sure: "70", reviewOn: inDays(60) },
    ...{ holdsKpiId: "", holdsSide: "at-most", holdsBound: "", holdsOn: "", ...more },
  });
};
const find = (viewer: Viewer, id: string) => getDecision(viewer, id, null);

describe("asking", () => {
  it("makes it once with its options and an audit row; whoever decides is told, finds it on Today and by search", async () => {
    const input = asked();
    const first = await askDecision(company.coo, input);
    expect(await askDecision(company.coo, input)).toEqual(first);
    expect((await optionsOf(first.id)).map(({ title }) => title)).toEqual(["Smaller", "As they are"]);
    expect((await auditOf(first.id)).map(({ action }) => action)).toEqual(["decision.ask"]);
    const row = await find(company.leadA, first.id);
    expect(row).toMatchObject({ ownerName: company.leadA.name, atStake: "43300", may: { decide: true, change: true, score: false } });
    expect((await listNotices(company.leadA))[0]).toMatchObject({
      href: `/decisions/${first.id}`,
      text: expect.stringContaining("asks you to decide: D-"),
    });
    const today = await getToday(company.leadA);
    expect(today.sections.decisions.items).toContainEqual(
      expect.objectContaining({ key: `decision:${first.id}`, verb: "Decide", href: `/decisions/${first.id}#decide` }),
    );
    expect((await search(company.leadA, { q: row?.code ?? "" }))[0]).toMatchObject({
      kind: "decision",
      id: first.id,
      href: `/decisions/${first.id}`,
    });
  });

  it.each([
    ["one option", { option2Title: "", option2Gain: "", option2Odds: "" }, "option2Title"],
    ["something of an option that is not named", { option3Odds: "20" }, "option3Title"],
    ["odds above 100", { option1Odds: "101" }, "option1Odds"],
    ["a negative amount", { atStake: "-1" }, "atStake"],
    ["three decimals of money", { option1Gain: "1.234" }, "option1Gain"],
  ])("refuses %s at its field", (_what, more, field) => {
    const parsed = AskDecisionInput.safeParse(fields(more));
    expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(field);
  });

  it("is not done in another department, nor by a viewer, and nobody is asked who cannot decide", async () => {
    await expect(askDecision(company.leadB, asked())).rejects.toMatchObject(missing);
    await expect(askDecision(company.viewerA, asked())).rejects.toMatchObject(forbidden);
    await expect(askDecision(company.coo, asked({ ownerId: company.viewerA.personId }))).rejects.toMatchObject({
      code: "INVALID",
      field: "ownerId",
    });
    expect(await deciders(company.coo, company.viewerA, company.leadA)).toEqual([null, company.leadA.personId]);
    expect(await deciders(company.viewerA, company.leadA)).toEqual([null]);
  });

  it("those of a department beside are offered to nobody but who reads the whole company", async () => {
    const { leadA, leadB, coo } = company;
    expect(await deciders(coo, leadA, leadB)).toEqual([leadA.personId, leadB.personId]);
    expect(await deciders(leadA, leadA, coo, leadB)).toEqual([leadA.personId, coo.personId, null]);
    await expect(askDecision(company.leadA, asked({ ownerId: company.leadB.personId }))).rejects.toMatchObject({ field: "ownerId" });
  });

  it("about something the viewer may not read is refused, about a KPI of theirs it is shown", async () => {
    const [own, other] = [await makeKpi(company.a.id), await makeKpi(company.b.id)];
    await expect(askDecision(company.leadA, asked({ about: `kpi:${other.id}` }))).rejects.toMatchObject({
      code: "INVALID",
      field: "about",
    });
    const { id } = await askDecision(company.leadA, asked({ about: `kpi:${own.id}` }));
    // The KPI's page lists it, for who may read it.
    const about = async (viewer: Viewer) => (await listDecisionsAbout(viewer, { type: "kpi", id: own.id }, null)).map((row) => row.id);
    expect(await about(company.leadA)).toEqual([id]);
    expect(await about(company.leadB)).toEqual([]);
    expect((await find(company.leadA, id))?.about).toEqual([{ type: "kpi", id: own.id, name: own.name, href: `/kpis/${own.id}` }]);
  });
});

const changed = (more: Record<string, string> = {}) => {
  const { idempotencyKey: _, about: __, departmentId: ___, ...rest } = fields(more);
  return rest;
};

describe("changing", () => {
  it("is told to whoever asked, whoever decides and whoever decided before; the log has both sides", async () => {
    const { id } = await askDecision(company.coo, asked());
    const change = (viewer: Viewer, more: Record<string, string>, version: number) =>
      changeDecision(viewer, ChangeDecisionInput.parse({ ...changed(more), id, version: String(version) }));
    const told = async (viewer: Viewer) => (await listNotices(viewer))[0]?.text ?? "";
    await change(company.leadA, { question: "Smaller?" }, 1);
    expect(await told(company.coo)).toContain("changed this decision");
    await change(company.coo, { question: "Smaller?", ownerId: company.memberB.personId, option2Title: "None" }, 2);
    expect(await told(company.leadA)).toContain("changed this decision");
    expect(await told(company.memberB)).toContain("asks you to decide");
    const last = (await auditOf(id)).at(-1);
    expect(last).toMatchObject({
      before: { decides: company.leadA.name, options: expect.arrayContaining([expect.stringContaining("As they are")]) },
      after: { decides: company.memberB.name, options: expect.arrayContaining([expect.stringContaining("None")]) },
    });
  });

  it("is not done, nor read, by who asked once they have no role that does", async () => {
    const input = { ...changed(), question: "Mine?" };
    const { id } = await askDecision(company.memberB, asked({ departmentId: company.b.id, ownerId: company.leadB.personId }));
    const without = { ...company.memberB, grants: [], readable: [] };
    await expect(changeDecision(without, ChangeDecisionInput.parse({ ...input, id, version: "1" }))).rejects.toMatchObject(missing);
    expect(await find(without, id)).toBeNull();
    const viewer = { ...company.viewerB, personId: company.memberB.personId };
    expect((await find(viewer, id))?.may.change).toBe(false);
    await expect(changeDecision(viewer, ChangeDecisionInput.parse({ ...input, id, version: "1" }))).rejects.toMatchObject(forbidden);
    await owner.query("delete from decision where id = $1", [id]);
  });

  it("keeps its department open", async () => {
    const place = await makeDepartment("With a decision", company.a.id);
    const coo = (await viewerOf(company.coo.personId)) as Viewer;
    await askDecision(coo, asked({ departmentId: place.id }));
    const administrator = (await viewerOf(company.administrator.personId)) as Viewer;
    const close = () => closeDepartment(administrator, { departmentId: place.id });
    await expect(close()).rejects.toThrow("1 decision without an outcome");
  });
});

describe("who reads it", () => {
  it("its department, whoever reads the company, whoever decides and whoever asked; nobody else", async () => {
    const { id } = await askDecision(company.coo, asked({ ownerId: company.memberB.personId }));
    for (const viewer of [company.leadA, company.viewerA, company.coo, company.memberB])
      expect(await find(viewer, id), viewer.name).not.toBeNull();
    for (const viewer of [company.leadB, company.viewerB]) expect(await find(viewer, id), viewer.name).toBeNull();
    const codes = async (viewer: Viewer) => (await listDecisions(viewer, {}, null)).rows.map((row) => row.id);
    expect(await codes(company.memberB)).toContain(id);
    expect(await codes(company.leadB)).not.toContain(id);
    expect(
      (await listMentionable(company.leadA, { about: { type: "decision", id }, q: company.viewerA.name.slice(0, 4) })).length,
    ).toBeGreaterThan(0);
    await expect(
      writeComment(company.viewerA, { idempotencyKey: randomUUID(), about: { type: "decision", id }, body: "?" }),
    ).rejects.toMatchObject(forbidden);
    await writeComment(company.leadA, {
      idempotencyKey: randomUUID(),
      about: { type: "decision", id },
      body: "Brakes: six days of stock.",
    });
    expect((await find(company.memberB, id))?.comments.map(({ body }) => body)).toEqual(["Brakes: six days of stock."]);
    await expect(
      writeComment(company.leadB, { idempotencyKey: randomUUID(), about: { type: "decision", id }, body: "?" }),
    ).rejects.toMatchObject(missing);
  });
});

describe("deciding", () => {
  it("is done by whoever was asked and nobody for them; the one who asked is told; it can be taken back", async () => {
    const { id } = await askDecision(company.coo, asked({ ownerId: company.memberB.personId }));
    for (const viewer of [company.coo, company.leadA]) await expect(decide(viewer, await choice(id))).rejects.toMatchObject(forbidden);
    await expect(decide(company.leadB, await choice(id))).rejects.toMatchObject(missing);
    await decide(company.memberB, await choice(id));
    expect(await find(company.coo, id)).toMatchObject({
      chosen: "Smaller",
      sure: 70,
      reason: "It pays",
      decidedByName: company.memberB.name,
    });
    expect((await listNotices(company.coo))[0]?.text).toContain("decided what you asked for");
    await expect(decide(company.memberB, await choice(id))).rejects.toMatchObject({ code: "INVALID" });
    const { version } = (await find(company.memberB, id)) ?? { version: 0 };
    await undoDecision(company.memberB, { id, version });
    expect(await find(company.coo, id)).toMatchObject({ chosen: null, decidedOn: null, sure: null });
    expect((await listNotices(company.coo))[0]?.text).toContain("undid the choice");
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(["decision.ask", "decision.decide", "decision.undo"]);
  });

  it("an hour later it stands; on 59 minutes it can still be taken back", async () => {
    const { id } = await askDecision(company.coo, asked());
    await decide(company.leadA, await choice(id));
    const at = (minutes: number) =>
      owner.query("update decision set decided_at = now() - make_interval(mins => $2) where id = $1", [id, minutes]);
    await at(61);
    await expect(undoDecision(company.leadA, { id, version: 2 })).rejects.toMatchObject({ code: "INVALID" });
    expect((await find(company.leadA, id))?.may.undo).toBe(false);
    await at(59);
    await expect(undoDecision(company.leadA, { id, version: 2 })).resolves.toEqual({ id });
  });

  it("of a question that changed meanwhile is a conflict; so is a change of one that was decided", async () => {
    const { id } = await askDecision(company.coo, asked());
    const before = await choice(id);
    const rest = changed({ question: "Other words?", option1Title: "Much smaller" });
    await changeDecision(company.coo, ChangeDecisionInput.parse({ ...rest, id, version: "1" }));
    // Whoever was overtaken is shown what it says now, options too.
    await expect(changeDecision(company.leadA, ChangeDecisionInput.parse({ ...rest, id, version: "1" }))).rejects.toMatchObject({
      code: "CONFLICT",
      current: { version: "2", question: "Other words?", option1Title: "Much smaller", option2Gain: "43300" },
    });
    // The option in its place is the same one.
    expect(before.optionId).toBe((await optionsOf(id))[0]?.id);
    await expect(decide(company.leadA, before)).rejects.toMatchObject({ code: "CONFLICT" });
    await decide(company.leadA, await choice(id));
    await expect(changeDecision(company.coo, ChangeDecisionInput.parse({ ...rest, id, version: "3" }))).rejects.toMatchObject({
      code: "INVALID",
    });
  });

  it("an option of another decision is none of this one, and a day that has passed is none to look again", async () => {
    const [one, two] = [await askDecision(company.coo, asked()), await askDecision(company.coo, asked())];
    const [foreign] = await optionsOf(two.id);
    await expect(decide(company.leadA, { ...(await choice(one.id)), optionId: foreign?.id ?? "" })).rejects.toMatchObject({
      field: "optionId",
    });
    await expect(decide(company.leadA, { ...(await choice(one.id)), reviewOn: inDays(0) })).rejects.toMatchObject({ field: "reviewOn" });
  });

  it("what it holds by is read from the KPI: both sides of the bound, and missing is not known", async () => {
    const kpi = await makeKpi(company.a.id);
    const { id } = await askDecision(company.coo, asked());
    const more = { holdsKpiId: kpi.id, holdsSide: "at-most", holdsBound: "22", holdsOn: inDays(10) };
    await expect(decide(company.leadA, await choice(id, { ...more, holdsOn: inDays(-1) }))).rejects.toMatchObject({ field: "holdsOn" });
    for (const kpiId of [(await makeKpi(company.b.id)).id, (await makeKpi(company.a.id, { archivedAt: new Date() })).id])
      await expect(decide(company.leadA, await choice(id, { ...more, holdsKpiId: kpiId }))).rejects.toMatchObject({ field: "holdsKpiId" });
    await decide(company.leadA, await choice(id, more));
    const holds = async () => (await find(company.leadA, id))?.holds;
    expect(await holds()).toMatchObject({ value: null, held: null });
    const put = (value: string) =>
      owner.query(
        "insert into measurement (kpi_id, period_start, value) values ($1, $2, $3) on conflict (kpi_id, series, period_start) where superseded_at is null do update set value = excluded.value",
        [...[kpi.id, (awaited?.periodStart ?? "2014-07-01") as string, value]],
      );
    const awaited = await holds();
    await put("22");
    expect(await holds()).toMatchObject({ value: "22", held: true });
    await put("22.01");
    expect(await holds()).toMatchObject({ value: "22.01", held: false });
  });
});

describe("what came of it", () => {
  it("is said once, by whoever decided, and never before; lists and the file know it", async () => {
    const { id } = await askDecision(company.coo, asked());
    const said = { outcome: "worse" as const, outcomeText: "No more than its trend" };
    await expect(scoreDecision(company.leadA, { id, version: 1, ...said })).rejects.toMatchObject({ code: "INVALID" });
    await decide(company.leadA, await choice(id));
    await expect(scoreDecision(company.coo, { id, version: 2, ...said })).rejects.toMatchObject(forbidden);
    await scoreDecision(company.leadA, { id, version: 2, ...said });
    expect((await listNotices(company.coo))[0]?.text).toContain("recorded the outcome of");
    await expect(scoreDecision(company.leadA, { id, version: 3, ...said })).rejects.toMatchObject({ code: "CONFLICT" });
    const list = await listDecisions(company.leadA, { state: "scored" }, null);
    expect(list.rows.map((row) => row.id)).toContain(id);
    expect(new Set(list.rows.map(stateOf))).toEqual(new Set(["scored"]));
    expect(list.scored).toContainEqual({ sure: 70, held: 0, count: 1 });
    // The file is narrowed as the list is.
    const file = async (filter: Record<string, string>) =>
      new Response(await (await exportFile(company.leadA, ExportInput.parse({ what: "decisions", ...filter }))).open()).text();
    expect(await file({})).toContain("No more than its trend");
    expect(await file({ state: "scored", q: "", owner: company.leadA.personId })).toContain("No more than its trend");
    for (const filter of [{ state: "open" }, { owner: company.coo.personId }, { q: "of nobody" }, { asOf: "2014-01-01" }])
      expect(await file(filter), JSON.stringify(filter)).not.toContain("No more than its trend");
  });

  it("is recorded by whoever may change the decision once its decider has left, and by nobody else", async () => {
    const gone = await makeViewerOf({
      name: "Gone",
      departmentId: company.a.id,
      password: true,
      grants: [{ role: "lead", departmentId: company.a.id }],
    });
    const { id } = await askDecision(company.coo, asked({ ownerId: gone.personId }));
    await decide(gone, await choice(id));
    const said = { id, version: 2, outcome: "better" as const, outcomeText: "More than hoped" };
    const may = async (viewer: Viewer) => (await getDecision(viewer, id, null))?.may.score;
    expect(await may(company.leadA)).toBe(false);
    await expect(scoreDecision(company.leadA, said)).rejects.toMatchObject(forbidden);
    await owner.query("update person set left_on = current_date where id = $1", [gone.personId]);
    expect(await may(company.memberA)).toBe(false);
    await expect(scoreDecision(company.memberA, said)).rejects.toMatchObject(forbidden);
    expect([await may(company.leadA), await may(company.coo)]).toEqual([true, true]);
    // Whoever asked finds it on Today from the review on.
    await owner.query("update decision set review_on = current_date where id = $1", [id]);
    expect((await getToday(company.coo, true)).sections.decisions.items.map(({ key }) => key)).toContain(`outcome:${id}`);
    expect((await getToday(company.leadA, true)).sections.decisions.items.map(({ key }) => key)).not.toContain(`outcome:${id}`);
    await scoreDecision(company.leadA, said);
    expect(await getDecision(company.leadA, id, null)).toMatchObject({
      outcome: "better",
      scoredByName: company.leadA.name,
      ownerName: "Gone",
    });
    expect((await auditOf(id)).at(-1)?.after).toMatchObject({ inPlaceOf: "Gone" });
  });

  it("is asked for on Today from the day it was to be looked at", async () => {
    const { id } = await askDecision(company.coo, asked());
    await decide(company.leadA, await choice(id));
    const lines = async () => (await getToday(company.leadA, true)).sections.decisions.items.map(({ key }) => key);
    await owner.query("update decision set review_on = current_date + 1 where id = $1", [id]);
    expect(await lines()).not.toContain(`outcome:${id}`);
    await owner.query("update decision set review_on = current_date where id = $1", [id]);
    expect(await lines()).toContain(`outcome:${id}`);
  });
});

it("as known on a day: what was asked by then, not yet decided, in the words of then", async () => {
  const { id } = await askDecision(company.coo, asked({ question: "In the first words?" }));
  await owner.query("update decision set asked_at = '2014-05-20 09:00Z' where id = $1", [id]);
  await owner.query("delete from decision_past where row_id = $1", [id]);
  await decide(company.leadA, await choice(id));
  await owner.query("update decision_past set until = '2014-05-25 09:00Z' where row_id = $1", [id]);
  await owner.query("update decision set decided_at = '2014-05-25 09:00Z' where id = $1", [id]);
  await owner.query("delete from decision_past where row_id = $1 and until > '2014-05-25 10:00Z'", [id]);
  const on = (day: string) => getDecision(company.leadA, id, { day, at: `${day}T23:59:59.999Z` });
  expect(await on("2014-05-19")).toBeNull();
  expect(await on("2014-05-24")).toMatchObject({
    question: "In the first words?",
    chosen: null,
    may: { decide: false, change: false, comment: false },
  });
  expect(await on("2014-05-25")).toMatchObject({ chosen: "Smaller" });
});

it("awaits at the foot of its area and department, the first by when", async () => {
  const late = await askDecision(company.coo, asked({ decideBy: inDays(-2), area: "risk" }));
  const next = await askDecision(company.coo, asked({ decideBy: inDays(3), area: "risk" }));
  const of = (viewer: Viewer, filter: { area?: string; departmentIds?: string[] }) =>
    reading(viewer, (tx) => listAwaiting(onTx(tx), viewer, filter));
  expect((await of(company.leadA, { area: "risk" })).rows.map(({ id }) => id)).toEqual([late.id, next.id]);
  expect((await of(company.leadA, { area: "risk" })).rows[0]).toMatchObject({ late: 2 });
  expect((await of(company.leadB, { area: "risk" })).total).toBe(0);
  expect((await of(company.coo, { departmentIds: [company.b.id] })).total).toBe(0);
});
