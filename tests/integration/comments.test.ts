import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeCommentAction } from "@/lib/comments/commands/comment-action";
import { resolveComment } from "@/lib/comments/commands/resolve-comment";
import { writeComment } from "@/lib/comments/commands/write-comment";
import { listMentionable } from "@/lib/comments/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(() => owner.end());

const write = (viewer: Viewer, kpiId: string, body: string) =>
  writeComment(viewer, { idempotencyKey: randomUUID(), about: { type: "kpi", id: kpiId }, body });
const mentionsOf = async (commentId: string) =>
  (
    await owner.query<{ name: string }>(
      "select p.name from comment_mention m join person p on p.id = m.person_id where m.comment_id = $1 order by 1",
      [commentId],
    )
  ).rows.map((row) => row.name);
const toldOf = async (commentId: string) =>
  (
    await owner.query<{ name: string; kind: string }>(
      "select p.name, n.kind from notification n join person p on p.id = n.person_id where n.subject_id = $1 order by n.id",
      [commentId],
    )
  ).rows;

it("people who may read the KPI are mentioned and notified; anybody else's name stays text", async () => {
  const kpi = await makeKpi(company.a.id);
  const { id } = await write(company.leadA, kpi.id, `@${company.memberA.name}, @${company.leadB.name} and @${company.coo.name}: why?`);
  expect(await mentionsOf(id)).toEqual([company.coo.name, company.memberA.name].sort());
  expect((await toldOf(id)).map((row) => row.kind)).toEqual(["mentioned", "mentioned"]);
  const audited = (await auditOf(kpi.id)).at(-1);
  expect(audited).toMatchObject({ action: "comment.write", actor_id: company.leadA.personId });
});

it("nobody is notified of their own comment, and a form sent twice creates one", async () => {
  const kpi = await makeKpi(company.a.id);
  const input = { idempotencyKey: randomUUID(), about: { type: "kpi", id: kpi.id }, body: `@${company.leadA.name} note to self` };
  const [first, second] = [await writeComment(company.leadA, input), await writeComment(company.leadA, input)];
  expect(second).toEqual(first);
  expect(await mentionsOf(first.id)).toEqual([company.leadA.name]);
  expect(await toldOf(first.id)).toEqual([]);
});

it("offers those who may read it, by the beginning of a word of their name", async () => {
  const kpi = await makeKpi(company.a.id);
  const names = async (viewer: Viewer, q: string, kpiId = kpi.id) =>
    (await listMentionable(viewer, { about: { type: "kpi", id: kpiId }, q })).map((p) => p.name);
  expect(await names(company.leadA, "Member")).toEqual([company.memberA.name]);
  expect(await names(company.leadA, "Lead of Department B")).toEqual([]);
  expect(await names(company.leadA, "%")).toEqual([]);
  expect(await names(company.leadA, "Administrator")).toEqual([]);
  await expect(names(company.leadB, "Member")).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(names(company.viewerA, "Member")).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("for a company-wide KPI everybody with a business grant can be mentioned", async () => {
  const kpi = await makeKpi(company.a.id, { companyWide: true });
  expect((await listMentionable(company.leadA, { about: { type: "kpi", id: kpi.id }, q: "Lead" })).map((p) => p.name)).toEqual(
    [company.leadA.name, company.leadB.name].sort(),
  );
});

it("is settled and opened again; its author is notified once", async () => {
  const kpi = await makeKpi(company.a.id);
  const { id } = await write(company.coo, kpi.id, "Is the count right?");
  await resolveComment(company.memberA, { id, resolved: "yes" });
  await resolveComment(company.memberA, { id, resolved: "yes" });
  const { rows } = await owner.query("select resolved_by_id, resolved_at is not null as settled from comment where id = $1", [id]);
  expect(rows).toEqual([{ resolved_by_id: company.memberA.personId, settled: true }]);
  expect(await toldOf(id)).toEqual([{ name: company.coo.name, kind: "comment-resolved" }]);
  await resolveComment(company.leadA, { id, resolved: "no" });
  expect((await owner.query("select resolved_at, resolved_by_id from comment where id = $1", [id])).rows).toEqual([
    { resolved_at: null, resolved_by_id: null },
  ]);
  expect((await auditOf(kpi.id)).filter((e) => e.action === "comment.resolve")).toHaveLength(2);
});

it("becomes an action that refers to it; its owner is notified", async () => {
  const kpi = await makeKpi(company.a.id);
  const { id } = await write(company.coo, kpi.id, "Recount the rack.");
  const action = {
    idempotencyKey: randomUUID(),
    commentId: id,
    title: "Recount the rack",
    ownerId: company.memberA.personId,
    dueOn: "2014-06-30",
  };
  const made = await makeCommentAction(company.leadA, action);
  const { rows } = await owner.query("select title, subject_id, comment_id, owner_id, department_id from action where id = $1", [made.id]);
  expect(rows).toEqual([
    { title: "Recount the rack", subject_id: kpi.id, comment_id: id, owner_id: company.memberA.personId, department_id: company.a.id },
  ]);
  expect(await toldOf(made.id)).toEqual([{ name: company.memberA.name, kind: "action-assigned" }]);
  // a member can give work only to themselves
  await expect(
    makeCommentAction(company.memberA, { ...action, idempotencyKey: randomUUID(), ownerId: company.leadA.personId }),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("another department finds neither the KPI nor the comment; a viewer may not write", async () => {
  const kpi = await makeKpi(company.a.id);
  const { id } = await write(company.leadA, kpi.id, "Ours alone.");
  const missing = { code: "NOT_FOUND" };
  await expect(write(company.leadB, kpi.id, `@${company.leadA.name}`)).rejects.toMatchObject(missing);
  await expect(resolveComment(company.leadB, { id, resolved: "yes" })).rejects.toMatchObject(missing);
  const action = { idempotencyKey: randomUUID(), commentId: id, title: "x", ownerId: company.leadB.personId, dueOn: "2014-06-30" };
  await expect(makeCommentAction(company.leadB, action)).rejects.toMatchObject(missing);
  await expect(write(company.viewerA, kpi.id, "?")).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(resolveComment(company.viewerA, { id, resolved: "yes" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  const wide = await makeKpi(company.a.id, { companyWide: true });
  await expect(write(company.leadB, wide.id, "?")).rejects.toMatchObject({ code: "FORBIDDEN" });
});
