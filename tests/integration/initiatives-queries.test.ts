import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listInitiatives, listWorkDue } from "@/lib/initiatives/queries";
import { loadInitiatives } from "@/lib/initiatives/rows/queries";
import { getInitiative } from "@/lib/pages/initiative/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { db, Prisma, pool } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type Company, makeCompany, makeKpi } from "../support/factories";

const today = "2014-06-02";
let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(async () => {
  await db.$disconnect();
  await pool.end();
});

const day = (date: string) => new Date(date);
type Spec = {
  title?: string;
  ownerId?: string;
  area?: "operations" | "improvement" | "risk";
  dueOn?: string;
  baseline?: string;
  closed?: boolean;
  updated?: string;
};
/** An initiative in the database, started on 1 May, checked in on 30 May by default. */
async function make(
  departmentId: string,
  {
    title = "Work",
    ownerId = company.leadA.personId,
    area = "improvement",
    dueOn = "2014-12-01",
    baseline = dueOn,
    closed = false,
    updated = "2014-05-30",
  }: Spec = {},
) {
  return writing("system", (tx) =>
    tx.initiative.create({
      data: {
        ...{ code: `IN-${Math.floor(Math.random() * 90_000_000) + 100}`, title, kind: "improvement", departmentId, ownerId, area },
        ...{
          startsOn: day("2014-05-01"),
          baselineDueOn: day(baseline),
          dueOn: day(dueOn),
          ...(closed && { stage: "done", closedOn: day("2014-05-20") }),
        },
        updates: { create: { authorId: ownerId, judgement: "on_track", text: "Going", at: day(`${updated}T10:00:00Z`) } },
      },
      select: { id: true, code: true },
    }),
  );
}
const titles = async (viewer: Viewer, filter: Parameters<typeof listInitiatives>[1] = {}) =>
  (await listInitiatives(viewer, filter, today)).rows.map((i) => i.title);

it("lists who sees what: the COO all, a lead their department and what they own elsewhere, an administrator nothing", async () => {
  await make(company.a.id, { title: "A" });
  await make(company.b.id, { title: "B", ownerId: company.leadB.personId });
  await make(company.b1.id, { title: "B1", ownerId: company.memberB.personId });
  await make(company.b.id, { title: "B by lead A" });
  expect((await titles(company.coo)).toSorted()).toEqual(["A", "B", "B by lead A", "B1"]);
  expect((await titles(company.leadA)).toSorted()).toEqual(["A", "B by lead A"]);
  expect((await titles(company.viewerB)).toSorted()).toEqual(["B", "B by lead A", "B1"]);
  expect(await titles(company.administrator)).toEqual([]);
});

it("puts first what needs attention: silent, then off track, then watch; closed ones only on request", async () => {
  const filter = { area: "risk" as const };
  await make(company.a.id, { title: "watch", area: "risk", baseline: "2014-11-25" });
  await make(company.a.id, { title: "silent", area: "risk", updated: "2014-05-05" });
  await make(company.a.id, { title: "fine", area: "risk" });
  await make(company.a.id, { title: "overdue", area: "risk", dueOn: "2014-06-01" });
  await make(company.a.id, { title: "closed", area: "risk", closed: true });
  expect(await titles(company.leadA, filter)).toEqual(["silent", "overdue", "watch", "fine"]);
  expect(await titles(company.leadA, { ...filter, state: "closed" })).toEqual(["closed"]);
  expect(await titles(company.leadA, { ...filter, ownerId: company.memberA.personId })).toEqual([]);
  expect(await titles(company.leadA, { ...filter, departmentIds: [company.b.id] })).toEqual([]);
});

it("opens one with all its parts, and returns null for one that does not exist, is not an id, or may not be seen", async () => {
  const { id } = await make(company.a.id);
  await writing("system", async (tx) => {
    await tx.milestone.create({
      data: {
        initiativeId: id,
        title: "Gate",
        ownerId: company.memberA.personId,
        baselineDueOn: day("2014-06-06"),
        dueOn: day("2014-06-15"),
      },
    });
    await tx.action.create({
      data: {
        subjectType: "initiative",
        subjectId: id,
        title: "Call",
        departmentId: company.a.id,
        ownerId: company.memberA.personId,
        dueOn: day("2014-06-04"),
      },
    });
  });
  const found = await getInitiative(company.memberA, id, today);
  expect(found).toMatchObject({
    milestones: [{ title: "Gate", ownerName: "Member of Department A", dueOn: "2014-06-15" }],
    actions: [{ title: "Call", mayComplete: true }],
    health: { mark: "watch" },
  });
  expect(found?.may).toEqual({ change: false, assign: false, report: false, addAction: true, comment: true });
  expect((await getInitiative(company.leadA, id, today))?.may).toEqual({
    change: true,
    assign: true,
    report: true,
    addAction: true,
    comment: true,
  });
  for (const [viewer, wanted] of [
    [company.leadB, id],
    [company.administrator, id],
    [company.coo, randomUUID()],
    [company.coo, "'; drop table"],
  ] as const)
    expect(await getInitiative(viewer, wanted, today)).toBeNull();
});

it("leaves out the KPIs the viewer may not see, including their verdict", async () => {
  const { id } = await make(company.a.id, { ownerId: company.leadB.personId });
  const [hidden, shared] = [
    await makeKpi(company.a.id, { name: "Hidden" }),
    await makeKpi(company.a.id, { name: "Shared", companyWide: true }),
  ];
  const months = Array.from({ length: 20 }, (_, i) => new Date(Date.UTC(2012, 8 + i, 1)));
  await writing("system", async (tx) => {
    for (const kpi of [hidden, shared])
      await tx.effect.create({ data: { initiativeId: id, kpiId: kpi.id, low: "5", likely: "8", high: "12", fromOn: day("2013-09-01") } });
    // 12 months at 60 before, 8 months since: hidden stays at 60, shared rises to 70.
    for (const [i, periodStart] of months.entries())
      await tx.measurement.createMany({
        data: [
          { kpiId: hidden.id, periodStart, value: 60 },
          { kpiId: shared.id, periodStart, value: i < 12 ? 60 : 70 },
        ],
      });
  });
  const [forA, forB] = [await getInitiative(company.leadA, id, today), await getInitiative(company.leadB, id, today)];
  expect(forA?.effects.map((e) => [e.kpiName, e.tested.result])).toEqual([
    ["Hidden", "not-supported"],
    ["Shared", "supported"],
  ]);
  expect(forB?.effects.map((e) => [e.kpiName, e.tested.result, e.points.length])).toEqual([["Shared", "supported", 20]]);
  expect([forA?.health.mark, forB?.health.mark]).toEqual(["off-track", "on-track"]);
  expect(JSON.stringify(forB)).not.toContain("Hidden");
});

async function due(viewer: Viewer, filter: Parameters<typeof listWorkDue>[2]) {
  const found = await reading(viewer, (tx) => listWorkDue(onTx(tx), viewer, filter, today));
  if ("empty" in found) throw new Error(found.empty);
  return found;
}

it("gathers the work due of an area: overdue first, at most eight with the count, nothing of another department", async () => {
  const { id, code } = await make(company.a.id, { title: "Operations work", area: "operations", dueOn: "2014-06-20" });
  await make(company.b.id, { title: "Other", area: "operations", ownerId: company.leadB.personId, dueOn: "2014-06-03" });
  await make(company.a.id, { title: "Far away", area: "operations", dueOn: "2014-07-03" });
  await writing("system", async (tx) => {
    await tx.milestone.create({ data: { initiativeId: id, title: "Gate", baselineDueOn: day("2014-05-31"), dueOn: day("2014-05-31") } });
    await tx.milestone.create({
      data: { initiativeId: id, title: "Reached", baselineDueOn: day("2014-05-30"), dueOn: day("2014-05-30"), doneOn: day("2014-05-30") },
    });
    for (let i = 1; i <= 9; i++)
      await tx.action.create({
        data: {
          subjectType: "initiative",
          subjectId: id,
          title: `Action ${i}`,
          departmentId: company.a.id,
          ownerId: company.memberA.personId,
          dueOn: day(`2014-06-1${i}`),
        },
      });
  });
  const area = await due(company.leadA, { area: "operations" });
  expect([area.rows.length, area.total, area.overdue]).toEqual([8, 11, 1]);
  expect(area.rows[0]).toMatchObject({
    kind: "milestone",
    title: "Gate",
    lateDays: 2,
    initiativeCode: code,
    href: `/initiatives/${id}`,
    ownerName: "Lead of Department A",
  });
  expect(area.rows[1]).toMatchObject({ title: "Action 1", lateDays: null });
  expect(area.rows[0]).toMatchObject({ meta: `Milestone, ${code} · Lead of Department A` });
  await expect(due(company.administrator, { area: "operations" })).rejects.toThrow(
    "No initiative, milestone or action is overdue or due within 30 days.",
  );
  expect((await due(company.leadB, { area: "operations" })).rows.map((r) => r.title)).toEqual(["Other"]);
  expect((await due(company.coo, { departmentIds: [company.b.id], area: "operations" })).rows.map((r) => r.title)).toEqual(["Other"]);
  expect(new Set((await due(company.coo, { personId: company.memberA.personId })).rows.map((r) => r.ownerName))).toEqual(
    new Set(["Member of Department A"]),
  );
});

it("reads 40 initiatives in as many statements as 2", async () => {
  let statements = 0;
  const counting = (sql: Sql): Sql => ({
    query: (statement) => {
      statements += 1;
      return sql.query(statement);
    },
  });
  const used: number[] = [];
  for (const size of [2, 40]) {
    const title = `Size ${size}`;
    const kpi = await makeKpi(company.a.id);
    for (let i = 0; i < size; i++) {
      const { id } = await make(company.a.id, { title });
      await writing("system", (tx) =>
        tx.effect.create({ data: { initiativeId: id, kpiId: kpi.id, low: 1, likely: 2, high: 3, fromOn: day("2014-07-01") } }),
      );
    }
    await reading(company.leadA, async (tx) => {
      statements = 0;
      expect(await loadInitiatives(counting(onTx(tx)), company.leadA, Prisma.sql`i.title = ${title}`, today, 100)).toHaveLength(size);
      used.push(statements);
    });
  }
  expect(used).toEqual([2, 2]);
});
