import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { today } from "@/lib/clock";
import { writeComment } from "@/lib/comments/commands/write-comment";
import { addAction, completeAction } from "@/lib/initiatives/commands/actions";
import { assignInitiative } from "@/lib/initiatives/commands/assign-initiative";
import { changeInitiative } from "@/lib/initiatives/commands/change-initiative";
import { closeInitiative } from "@/lib/initiatives/commands/close-initiative";
import { addMilestone, changeMilestone } from "@/lib/initiatives/commands/milestones";
import { reportInitiative } from "@/lib/initiatives/commands/report-initiative";
import { AssignInitiativeInput } from "@/lib/initiatives/schema";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { db, Prisma, pool } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(async () => {
  await db.$disconnect();
  await pool.end();
});

const form = (more: Record<string, string> = {}) => ({
  idempotencyKey: randomUUID(),
  title: "Finish every day",
  summary: "",
  kind: "improvement",
  area: "improvement",
  departmentId: company.a.id,
  ownerId: company.leadA.personId,
  updateEveryDays: "7",
  startsOn: "2014-04-01",
  dueOn: "2014-12-01",
  ...more,
});
const assign = (viewer: Viewer, more: Record<string, string> = {}) => assignInitiative(viewer, AssignInitiativeInput.parse(form(more)));
const stored = (id: string) =>
  reading("system", (tx) => tx.initiative.findUniqueOrThrow({ where: { id }, include: { milestones: true, effects: true } }));
const audit = (subjectId: string) =>
  reading("system", (tx) =>
    tx.auditEvent.findMany({
      where: { subjectId },
      orderBy: { id: "asc" },
      select: { action: true, actorName: true, departmentId: true, before: true, after: true },
    }),
  );
const change = async (id: string, more: Record<string, unknown> = {}) => {
  const { version, title, departmentId, ownerId } = await stored(id);
  const same = { id, version, title, summary: "", kind: "improvement" as const, area: "improvement" as const, departmentId, ownerId };
  return { ...same, updateEveryDays: 7, stage: "active" as const, dueOn: "2014-12-01", ...more };
};
const refused = { code: "FORBIDDEN" };
const missing = { code: "NOT_FOUND" };

it("assigns an initiative with its KPI and milestones: the due date is the baseline, the COO the sponsor, one audit row", async () => {
  const kpi = await makeKpi(company.a.id);
  const effect = { effectKpiId: kpi.id, effectLow: "5", effectLikely: "8", effectHigh: "12,5", effectFromOn: "2014-07-10" };
  const { id } = await assign(company.coo, { ...effect, milestone1Title: "Gate 2", milestone1DueOn: "2014-06-06" });
  const row = await stored(id);
  expect(row).toMatchObject({
    code: expect.stringMatching(/^IN-\d\d$/),
    sponsorId: company.coo.personId,
    ownerId: company.leadA.personId,
    stage: "active",
    version: 1,
  });
  expect(row.baselineDueOn).toEqual(new Date("2014-12-01"));
  expect(row.effects.map((e) => [e.kpiId, e.low.toString(), e.likely.toString(), e.high.toString()])).toEqual([[kpi.id, "5", "8", "12.5"]]);
  expect(row.milestones.map((m) => [m.title, m.ownerId, m.baselineDueOn.toISOString().slice(0, 10)])).toEqual([
    ["Gate 2", company.leadA.personId, "2014-06-06"],
  ]);
  expect(await audit(id)).toMatchObject([
    {
      action: "initiative.assign",
      actorName: "Coo of Company",
      departmentId: company.a.id,
      before: null,
      after: { owner: "Lead of Department A", effect: { kpi: kpi.code, likely: "8" } },
    },
  ]);
});

it("makes one initiative of 20 submissions with one key, and 20 with 20 keys, each with its own code", async () => {
  const idempotencyKey = randomUUID();
  const same = await Promise.all(Array.from({ length: 20 }, () => assign(company.coo, { idempotencyKey, title: "Sent twenty times" })));
  expect(new Set(same.map((r) => r.id)).size).toBe(1);
  expect(await reading("system", (tx) => tx.initiative.count({ where: { title: "Sent twenty times" } }))).toBe(1);
  expect(await audit(same[0]?.id ?? "")).toHaveLength(1);

  const made = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      assign(i % 2 ? company.leadB : company.leadA, i % 2 ? { departmentId: company.b.id, ownerId: company.leadB.personId } : {}),
    ),
  );
  const codes = await reading("system", (tx) =>
    tx.initiative.findMany({ where: { id: { in: made.map((m) => m.id) } }, select: { code: true } }),
  );
  expect(new Set(codes.map((c) => c.code)).size).toBe(20);
});

it("frees the key of a submission that failed, and refuses a key used for something else", async () => {
  const idempotencyKey = randomUUID();
  await expect(assign(company.coo, { idempotencyKey, ownerId: randomUUID() })).rejects.toMatchObject({ code: "INVALID", field: "ownerId" });
  const { id } = await assign(company.coo, { idempotencyKey });
  await expect(writeComment(company.coo, { idempotencyKey, about: { type: "initiative", id: id }, body: "x" })).rejects.toMatchObject({
    code: "KEY_REUSED",
  });
});

it("assigns only where the role allows: a member and a viewer are refused, another department's lead finds no department", async () => {
  await expect(assign(company.memberA)).rejects.toMatchObject(refused);
  await expect(assign(company.viewerA)).rejects.toMatchObject(refused);
  await expect(assign(company.executive)).rejects.toMatchObject(refused);
  await expect(assign(company.leadB)).rejects.toMatchObject(missing);
  await expect(assign(company.leadB, { departmentId: company.b1.id, ownerId: company.memberB.personId })).resolves.toHaveProperty("id");
});

it("accepts neither a KPI nor an owner that the lead may not see", async () => {
  const foreign = await makeKpi(company.a.id);
  const own = { departmentId: company.b.id, ownerId: company.leadB.personId };
  const effect = { effectLow: "1", effectLikely: "2", effectHigh: "3", effectFromOn: "2014-07-10" };
  await expect(assign(company.leadB, { ...own, ...effect, effectKpiId: foreign.id })).rejects.toMatchObject({
    code: "INVALID",
    field: "effectKpiId",
  });
  await expect(assign(company.leadB, { ...own, ownerId: company.memberA.personId })).rejects.toMatchObject({
    code: "INVALID",
    field: "ownerId",
  });
});

it("changes the given fields with before and after; the loser of a race sees the current values", async () => {
  const { id } = await assign(company.coo);
  const [first, second] = [await change(id, { title: "First" }), await change(id, { title: "Second", dueOn: "2015-01-15" })];
  await changeInitiative(company.leadA, first);
  await expect(changeInitiative(company.coo, second)).rejects.toMatchObject({
    code: "CONFLICT",
    current: { title: "First", version: "2", dueOn: "2014-12-01" },
  });
  await changeInitiative(company.coo, { ...second, version: 2 });
  const row = await stored(id);
  expect([row.title, row.version, row.dueOn, row.baselineDueOn]).toEqual(["Second", 3, new Date("2015-01-15"), new Date("2014-12-01")]);
  expect((await audit(id)).slice(1)).toMatchObject([
    { action: "initiative.change", before: { title: "Finish every day" }, after: { title: "First" } },
    { before: { title: "First", dueOn: "2014-12-01" }, after: { title: "Second", dueOn: "2015-01-15" } },
  ]);
});

it("moves to another department only with the right to assign in both", async () => {
  const { id } = await assign(company.coo);
  await expect(changeInitiative(company.leadA, await change(id, { departmentId: company.b.id }))).rejects.toMatchObject(missing);
  await expect(changeInitiative(company.leadB, await change(id, { departmentId: company.b.id }))).rejects.toMatchObject(missing);
  await changeInitiative(company.coo, await change(id, { departmentId: company.b.id }));
  expect((await stored(id)).departmentId).toBe(company.b.id);
  // Its owner keeps working on it, but may not hand it on.
  await changeInitiative(company.leadA, await change(id, { title: "Mine, elsewhere" }));
  await expect(changeInitiative(company.leadA, await change(id, { ownerId: company.memberA.personId }))).rejects.toMatchObject(refused);
});

it("lets a member change their own and no other", async () => {
  const [own, other] = [await assign(company.coo, { ownerId: company.memberA.personId }), await assign(company.coo)];
  await expect(changeInitiative(company.memberA, await change(own.id, { title: "Mine" }))).resolves.toEqual({ id: own.id });
  await expect(changeInitiative(company.memberA, await change(other.id))).rejects.toMatchObject(refused);
  await expect(changeInitiative(company.viewerA, await change(own.id))).rejects.toMatchObject(refused);
  await expect(changeInitiative(company.memberB, await change(own.id))).rejects.toMatchObject(missing);
});

it("keeps a check-in with its audit row; refused to a viewer, missing for another department", async () => {
  const { id } = await assign(company.coo);
  const report = () => ({
    idempotencyKey: randomUUID(),
    id,
    judgement: "watch" as const,
    text: "Pilot day 19 of 28",
    obstacle: "Two operators",
  });
  const update = await reportInitiative(company.leadA, report());
  expect(await reading("system", (tx) => tx.initiativeUpdate.findUniqueOrThrow({ where: { id: update.id } }))).toMatchObject({
    judgement: "watch",
    authorId: company.leadA.personId,
  });
  expect((await audit(id)).at(-1)).toMatchObject({
    action: "initiative.report",
    after: { judgement: "watch", text: "Pilot day 19 of 28" },
  });
  await expect(reportInitiative(company.viewerA, report())).rejects.toMatchObject(refused);
  await expect(reportInitiative(company.executive, report())).rejects.toMatchObject(refused);
  await expect(reportInitiative(company.leadB, report())).rejects.toMatchObject(missing);
});

it("gives the owner of another department all of it: check-in, milestone, action, comment", async () => {
  const { id } = await assign(company.coo, { ownerId: company.memberB.personId });
  const own = { idempotencyKey: randomUUID(), initiativeId: id };
  await reportInitiative(company.memberB, { idempotencyKey: randomUUID(), id, judgement: "on_track", text: "Begun", obstacle: "" });
  await addMilestone(company.memberB, { ...own, title: "Gate", ownerId: null, dueOn: "2014-06-06" });
  await addAction(company.memberB, {
    ...own,
    idempotencyKey: randomUUID(),
    title: "Call",
    ownerId: company.memberB.personId,
    dueOn: "2014-06-06",
  });
  await writeComment(company.memberB, { about: { type: "initiative", id: own.initiativeId }, idempotencyKey: randomUUID(), body: "On it" });
  await expect(
    writeComment(company.leadB, { about: { type: "initiative", id: own.initiativeId }, idempotencyKey: randomUUID(), body: "?" }),
  ).rejects.toMatchObject(missing);
});

it("adds milestones and moves their forecast: the baseline stays, the loser sees the new date", async () => {
  const { id: initiativeId } = await assign(company.coo);
  const add = { initiativeId, title: "Gate 2", ownerId: null, dueOn: "2014-06-06" };
  const { id } = await addMilestone(company.leadA, { ...add, idempotencyKey: randomUUID() });
  await changeMilestone(company.leadA, { id, version: 1, dueOn: "2014-06-15", doneOn: null });
  await expect(changeMilestone(company.coo, { id, version: 1, dueOn: "2014-06-20", doneOn: null })).rejects.toMatchObject({
    code: "CONFLICT",
    current: { version: "2", dueOn: "2014-06-15", doneOn: "" },
  });
  expect((await stored(initiativeId)).milestones).toMatchObject([
    { baselineDueOn: new Date("2014-06-06"), dueOn: new Date("2014-06-15"), doneOn: null, version: 2 },
  ]);
  expect(await audit(id)).toMatchObject([
    { action: "milestone.add", after: { title: "Gate 2" } },
    { action: "milestone.change", before: { dueOn: "2014-06-06" }, after: { dueOn: "2014-06-15" } },
  ]);
  await expect(changeMilestone(company.leadA, { id, version: 2, dueOn: "2014-06-15", doneOn: "2999-01-01" })).rejects.toMatchObject({
    field: "doneOn",
  });
  for (const [viewer, answer] of [
    [company.viewerA, refused],
    [company.memberA, refused],
    [company.leadB, missing],
  ] as const) {
    await expect(addMilestone(viewer, { ...add, idempotencyKey: randomUUID() })).rejects.toMatchObject(answer);
    await expect(changeMilestone(viewer, { id, version: 2, dueOn: "2014-06-20", doneOn: null })).rejects.toMatchObject(answer);
  }
});

it("adds and completes actions: once, by people who may, and never twice", async () => {
  const { id: initiativeId } = await assign(company.coo);
  const add = (ownerId: string, idempotencyKey = randomUUID()) => ({
    idempotencyKey,
    initiativeId,
    title: "Call the supplier",
    ownerId,
    dueOn: "2014-06-06",
  });
  const idempotencyKey = randomUUID();
  const twenty = await Promise.all(
    Array.from({ length: 20 }, () => addAction(company.leadA, add(company.memberA.personId, idempotencyKey))),
  );
  expect(new Set(twenty.map((a) => a.id)).size).toBe(1);
  const id = twenty[0]?.id ?? "";
  await expect(addAction(company.memberA, add(company.memberA.personId))).resolves.toHaveProperty("id");
  await expect(addAction(company.memberA, add(company.leadA.personId))).rejects.toMatchObject(refused);
  await expect(addAction(company.viewerA, add(company.viewerA.personId))).rejects.toMatchObject(refused);
  await expect(addAction(company.leadB, add(company.leadB.personId))).rejects.toMatchObject(missing);
  await expect(completeAction(company.viewerA, { id, version: 1 })).rejects.toMatchObject(refused);
  await expect(completeAction(company.leadB, { id, version: 1 })).rejects.toMatchObject(missing);
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => completeAction(company.memberA, { id, version: 1 })));
  expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
  expect(results.find((r) => r.status === "rejected")?.reason).toMatchObject({ code: "CONFLICT" });
  expect(await audit(id)).toMatchObject([{ action: "action.add" }, { action: "action.complete", after: { doneOn: today() } }]);
});

it("keeps comments with an audit row; a viewer reads only", async () => {
  const { id } = await assign(company.coo);
  const write = (viewer: Viewer) =>
    writeComment(viewer, { idempotencyKey: randomUUID(), about: { type: "initiative", id: id }, body: "Why July?" });
  await write(company.executive);
  await write(company.memberA);
  expect((await audit(id)).slice(1)).toMatchObject([
    { action: "comment.write", after: { body: "Why July?" } },
    { actorName: "Member of Department A" },
  ]);
  await expect(write(company.viewerA)).rejects.toMatchObject(refused);
  await expect(write(company.memberB)).rejects.toMatchObject(missing);
});

it("closes with a reason; closed work cannot change, and comments stay possible", async () => {
  const { id } = await assign(company.coo);
  const close = { id, version: 1, stage: "stopped" as const, reason: "The line was sold." };
  await expect(closeInitiative(company.viewerA, close)).rejects.toMatchObject(refused);
  await expect(closeInitiative(company.leadB, close)).rejects.toMatchObject(missing);
  await expect(closeInitiative(company.leadA, { ...close, version: 7 })).rejects.toMatchObject({
    code: "CONFLICT",
    current: { version: "1" },
  });
  await closeInitiative(company.leadA, close);
  expect(await stored(id)).toMatchObject({ stage: "stopped", closedOn: new Date(today()), version: 2 });
  expect((await audit(id)).at(-1)).toMatchObject({
    action: "initiative.change",
    after: { stage: "stopped", reason: "The line was sold." },
  });
  await expect(changeInitiative(company.coo, await change(id))).rejects.toMatchObject({ code: "INVALID" });
  await expect(
    writeComment(company.leadA, { idempotencyKey: randomUUID(), about: { type: "initiative", id: id }, body: "Pity" }),
  ).resolves.toHaveProperty("id");
});

it("row-level policies hold under the queries: with another department's scope the rows are not there", async () => {
  const { id } = await assign(company.coo);
  const seen = (viewer: Viewer) =>
    reading(viewer, (tx) => tx.$queryRaw<unknown[]>(Prisma.sql`SELECT 1 FROM initiative WHERE id = ${id}::uuid`));
  expect(await seen(company.leadA)).toHaveLength(1);
  expect(await seen(company.leadB)).toHaveLength(0);
  const grab = writing(company.leadB, (tx) =>
    tx.action.create({
      data: {
        title: "x",
        departmentId: company.a.id,
        ownerId: company.leadA.personId,
        dueOn: new Date("2014-06-06"),
        subjectType: "initiative",
        subjectId: id,
      },
    }),
  );
  await expect(grab).rejects.toThrow(/row-level security/);
});
