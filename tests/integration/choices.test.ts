import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { choiceOf, firstChoices, KINDS, listChoices } from "@/lib/choices/queries";
import { ENTITIES } from "@/lib/entities";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { pool } from "@/lib/platform/db/client";
import { OFFERED } from "@/lib/platform/entities/choice";
import { sourceFiles } from "../architecture/source-files";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePerson, makePosition, makeViewerOf } from "../support/factories";

let company: Company;
let idle: { id: string };
let kpi: Record<"own" | "other" | "wide" | "old", { id: string; code: string }>;
beforeAll(async () => {
  company = await makeCompany();
  // In the directory only; with an account and no role; with a role that only reads; gone; locked out.
  await makePerson({ name: "Ada Quiet", departmentId: company.a.id, account: false });
  idle = await makePerson({ name: "Ada Idle", departmentId: company.a.id, password: true });
  await makePerson({
    name: "Ada Gone",
    departmentId: company.a.id,
    password: true,
    grants: [{ role: "member", departmentId: company.a.id }],
  });
  await owner.query("update person set left_on = '2014-01-01' where name = 'Ada Gone'");
  const shut = await makePerson({
    name: "Ada Shut",
    departmentId: company.a.id,
    password: true,
    grants: [{ role: "member", departmentId: company.a.id }],
  });
  await owner.query("update account set disabled_at = now() where person_id = $1", [shut.id]);
  await makePerson({
    name: "Ada Works",
    departmentId: company.a.id,
    password: true,
    grants: [{ role: "member", departmentId: company.a.id }],
  });
  await makePerson({
    name: "Ada of B",
    departmentId: company.b.id,
    password: true,
    grants: [{ role: "member", departmentId: company.b.id }],
  });
  kpi = {
    own: await makeKpi(company.a.id, { code: "QA-01", name: "Quotes 100% in time" }),
    other: await makeKpi(company.b.id, { code: "QB-01", name: "Quotes of B" }),
    wide: await makeKpi(company.b.id, { code: "QW-01", name: "Quotes of everybody", companyWide: true }),
    old: await makeKpi(company.a.id, { code: "QO-01", name: "Quotes of long ago", archivedAt: new Date() }),
  };
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const offered = async (viewer: Viewer, of: string, q = "", department?: string) =>
  (await listChoices(viewer, { of, q, ...(department !== undefined && { department }) })).map(({ label, note, free }) =>
    [label, note, ...(free ? [] : ["no"])].filter(Boolean).join(" | "),
  );

describe("owners", () => {
  it("people who can act come first; the others are shown with what they lack, and cannot be chosen; people who left are not shown", async () => {
    expect(await offered(company.leadA, "owners", "ada")).toEqual([
      "Ada Works, Department A",
      "Ada Idle, Department A | needs a role | no",
      "Ada Quiet, Department A | needs an account | no",
      "Ada Shut, Department A | needs an account | no",
    ]);
  });

  it("a lead is offered their own tree, a COO everybody, a member themselves", async () => {
    expect(await offered(company.coo, "owners", "ada of")).toEqual(["Ada of B, Department B"]);
    expect(await offered(company.leadA, "owners", "ada of")).toEqual([]);
    expect(await offered(company.leadB, "owners", "lead")).toEqual(["Lead of Department B, Department B | you"]);
    expect(await offered(company.memberA, "owners")).toEqual(["Member of Department A, Department A | you"]);
    expect(await offered(company.administrator, "owners", "ada")).toEqual([]);
  });

  it("every word counts, in any position, and LIKE's wildcards are taken literally", async () => {
    expect(await offered(company.coo, "owners", "works ADA")).toEqual(["Ada Works, Department A"]);
    expect(await offered(company.coo, "owners", "a%s")).toEqual([]);
    expect(await offered(company.coo, "kpis", "100%")).toEqual(["Quotes 100% in time (QA-01) | Department A"]);
  });
});

it("KPIs are those the viewer may read, by name and by code, without archived ones", async () => {
  const names = async (viewer: Viewer) => (await listChoices(viewer, { of: "kpis", q: "quotes" })).map(({ value }) => value).toSorted();
  const ids = (...which: (keyof typeof kpi)[]) => which.map((one) => kpi[one].id).toSorted();
  expect(await names(company.leadA)).toEqual(ids("own", "wide"));
  expect(await names(company.coo)).toEqual(ids("own", "other", "wide"));
  expect(await names(company.administrator)).toEqual([]);
  expect(await listChoices(company.leadA, { of: "kpis", q: "qa-01" })).toMatchObject([{ value: kpi.own.id, unit: "pieces", free: true }]);
});

it("departments are those where the viewer may do the action", async () => {
  expect(await offered(company.leadB, "assignable")).toEqual(["Department B | in Company", "Department B1 | in Department B"]);
  expect(await offered(company.memberA, "assignable")).toEqual([]);
  expect((await offered(company.coo, "assignable")).length).toBe(4);
  expect(await offered(company.administrator, "people-manage", "b1")).toEqual(["Department B1 | in Department B"]);
  expect(await offered(company.administrator, "organisation-change", "b1")).toEqual(["Department B1 | in Department B"]);
  for (const of of ["access-change", "people-manage", "organisation-change"] as const) expect(await offered(company.coo, of)).toEqual([]);
  expect((await offered(company.coo, "access-read")).length).toBe(4);
});

it("possible holders and superiors of a position are offered where the viewer reads access: everybody who works here, every open position", async () => {
  const seat = await makePosition(company.b.id, company.memberB.personId);
  const closed = await makePosition(company.b.id);
  await owner.query("update position set title = 'Shut seat', archived_at = now() where id = $1", [closed.id]);
  const grants = [{ role: "administrator", departmentId: company.b.id }] as const;
  const ofB = await makeViewerOf({ name: "Administrator of B", departmentId: company.b.id, grants });
  expect(await offered(ofB, "holders", "ada")).toEqual(["Ada of B, Department B"]);
  expect(await offered(company.administrator, "holders", "ada")).toEqual([
    "Ada Idle, Department A",
    "Ada of B, Department B",
    "Ada Quiet, Department A",
    "Ada Shut, Department A",
    "Ada Works, Department A",
  ]);
  expect(await offered(ofB, "superiors")).toEqual(["Seat, Department B | Member of Department B"]);
  expect(await choiceOf(ofB, "superiors", seat.id)).toMatchObject({ value: seat.id });
  expect(await choiceOf(ofB, "superiors", closed.id)).toBeNull();
  for (const of of ["holders", "superiors"] as const) expect(await offered(company.leadB, of)).toEqual([]);
});

it("answerers and owners of actions are offered to people who may ask or assign there, and nobody of a department that is not theirs", async () => {
  const b = company.b.id;
  expect(await offered(company.leadB, "answerers", "", b)).toEqual([
    "Lead of Department B | you",
    "Ada of B",
    "Member of Department B",
    "Coo of Company",
  ]);
  expect(await offered(company.leadA, "answerers", "", b)).toEqual([]);
  expect(await offered(company.memberB, "answerers", "", b)).toEqual([]);
  expect(await offered(company.leadB, "answerers")).toEqual([]);
  expect(await offered(company.leadB, "action-owners", "ada", b)).toEqual(["Ada of B, Department B"]);
  expect(await offered(company.memberB, "action-owners", "", b)).toEqual(["Member of Department B, Department B | you"]);
  expect(await offered(company.leadA, "action-owners", "", b)).toEqual(["Lead of Department A, Department A | you"]);
});

it("owners and departments of initiatives are those of initiatives the viewer may read", async () => {
  for (const [departmentId, ownerId] of [
    [company.a.id, company.memberA.personId],
    [company.b.id, company.leadA.personId],
    [company.b1.id, company.memberB.personId],
  ])
    await owner.query(
      `insert into initiative (code, title, kind, area, department_id, owner_id, starts_on, baseline_due_on, due_on)
       values ($3, 'Work', 'improvement', 'risk', $1, $2, '2014-01-01', '2014-09-01', '2014-09-01')`,
      [departmentId, ownerId, `IN-${randomUUID().slice(0, 6)}`],
    );
  expect(await offered(company.leadA, "initiative-departments")).toEqual(["Department A | in Company", "Department B | in Company"]);
  expect(await offered(company.leadA, "initiative-owners")).toEqual(["Lead of Department A", "Member of Department A"]);
  expect(await offered(company.memberB, "initiative-owners")).toEqual(["Lead of Department A", "Member of Department B"]);
  expect(await offered(company.administrator, "initiative-owners")).toEqual([]);
});

it("of 60 people with one name 20 are offered, those who can act first; the chosen one comes first of all", async () => {
  for (let n = 0; n < 60; n++)
    await makePerson({
      name: `Many ${String(n).padStart(2, "0")}`,
      departmentId: company.a.id,
      account: n > 50,
      grants: n > 50 ? [{ role: "member", departmentId: company.a.id }] : [],
    });
  const found = await listChoices(company.leadA, { of: "owners", q: "many" });
  expect(found).toHaveLength(OFFERED);
  expect(found.slice(0, 10).map(({ label, free }) => [label.slice(0, 7), free])).toEqual([
    ...Array.from({ length: 9 }, (_, n) => [`Many ${51 + n}`, true]),
    ["Many 00", false],
  ]);
  const [last] = await listChoices(company.leadA, { of: "owners", q: "many 50" });
  const first = await firstChoices(company.leadA, "owners", last?.value ?? "");
  expect(first).toHaveLength(OFFERED + 1);
  expect(first[0]).toMatchObject({ label: "Many 50, Department A", free: false });
});

it("for an id it returns the name, to people who would be offered it, and nothing for any other", async () => {
  expect(await choiceOf(company.leadA, "owners", idle.id)).toMatchObject({ label: "Ada Idle, Department A", free: false });
  expect(await choiceOf(company.leadB, "owners", idle.id)).toBeNull();
  expect(await choiceOf(company.leadA, "kpis", kpi.other.id)).toBeNull();
  expect(await listChoices(company.leadB, { of: "kpis", q: "", id: kpi.other.id })).toMatchObject([{ label: "Quotes of B (QB-01)" }]);
  for (const of of KINDS) expect(await choiceOf(company.coo, of, randomUUID())).toBeNull();
  expect(await listChoices(company.coo, { q: "" })).toEqual([]);
});

it("every name that a field requests is described by one entity, and every described one is requested", () => {
  const described = ENTITIES.flatMap(({ choices }) => Object.keys(choices ?? {})).toSorted();
  const requests = /(?:\bsource=\{\{ of: |<ChoiceName of=|\bfirstChoices\(viewer, )"([a-z-]+)"/g;
  const requested = sourceFiles().flatMap(({ code }) => [...code.matchAll(requests)].map((match) => match[1] ?? ""));
  expect(described).toEqual([...new Set(requested)].toSorted());
});
