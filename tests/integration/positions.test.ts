import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closePosition, openPosition } from "@/lib/organisation/commands/close-position";
import { addPosition, changePosition } from "@/lib/organisation/commands/position";
import type { AddPositionInput, ChangePositionInput } from "@/lib/organisation/schema";
import { recordLeaving, revertLeaving } from "@/lib/people/commands/leaving";
import { getPersonAccess } from "@/lib/people/queries";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { pool } from "@/lib/platform/db/client";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePerson, makePosition, makeViewerOf, viewerFor } from "../support/factories";

let company: Company;
let adminOfB: Viewer;
beforeAll(async () => {
  company = await makeCompany();
  const grants = [{ role: "administrator", departmentId: company.b.id }] as const;
  adminOfB = await makeViewerOf({ name: "Admin of B", departmentId: company.b.id, grants });
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const adding = (more: Partial<AddPositionInput> = {}): AddPositionInput => {
  const code = `S-${randomUUID().slice(0, 6)}`;
  return { idempotencyKey: randomUUID(), code, title: "Keeper", departmentId: company.a.id, holderId: null, reportsToId: null, ...more };
};
async function changing(id: string, more: Partial<ChangePositionInput> = {}): Promise<ChangePositionInput> {
  const { rows } = await owner.query("select title, department_id, holder_id, reports_to_id, version from position where id = $1", [id]);
  const { title, department_id, holder_id, reports_to_id, version } = rows[0];
  return { positionId: id, version, title, departmentId: department_id, holderId: holder_id, reportsToId: reports_to_id, ...more };
}

describe("a position", () => {
  it("is added by the administrators of its department, with an audit row, and by nobody else", async () => {
    const superior = await makePosition(company.root.id);
    const input = adding({ holderId: company.memberA.personId, reportsToId: superior.id });
    const { id } = await addPosition(company.administrator, input);
    expect(await addPosition(company.administrator, input)).toEqual({ id });
    expect(await auditOf(id)).toEqual([
      expect.objectContaining({
        action: "position.add",
        department_id: company.a.id,
        after: { code: input.code, title: "Keeper", department: "Department A", holder: "Member of Department A", reportsTo: "Seat" },
      }),
    ]);
    await expect(addPosition(company.administrator, adding({ code: input.code }))).rejects.toMatchObject({
      code: "INVALID",
      field: "code",
    });
    await expect(addPosition(company.coo, adding())).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const viewer of [company.leadA, adminOfB])
      await expect(addPosition(viewer, adding())).rejects.toMatchObject({ code: "NOT_FOUND" });
    const gone = await makePerson({ name: "Gone", departmentId: company.a.id });
    await owner.query("update person set left_on = '2001-01-01' where id = $1", [gone.id]);
    for (const holderId of [gone.id, randomUUID()])
      await expect(addPosition(company.administrator, adding({ holderId }))).rejects.toMatchObject({ code: "INVALID", field: "holderId" });
    const foreign = adding({ departmentId: company.b.id, holderId: company.memberA.personId });
    await expect(addPosition(adminOfB, foreign)).rejects.toMatchObject({ field: "holderId" });
  });

  it("is changed from the last version, and its earlier state is kept for looking back", async () => {
    const { id } = await makePosition(company.a.id, company.memberA.personId);
    const input = await changing(id, { title: "Warden", holderId: company.leadA.personId, departmentId: company.b.id });
    await changePosition(company.administrator, input);
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: "position.change",
      before: { title: "Seat", department: "Department A", holder: "Member of Department A" },
      after: { title: "Warden", department: "Department B", holder: "Lead of Department A" },
    });
    const { rows } = await owner.query("select title, holder_id from position_past where position_id = $1", [id]);
    expect(rows).toEqual([{ title: "Seat", holder_id: company.memberA.personId }]);
    await expect(changePosition(company.administrator, input)).rejects.toMatchObject({ code: "CONFLICT", current: { title: "Warden" } });
    // Its holder is out of the reach of B's administrator, and stays.
    await changePosition(adminOfB, await changing(id, { title: "Warden of B" }));
    await expect(changePosition(adminOfB, await changing(id, { departmentId: company.a.id }))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(changePosition(company.coo, await changing(id, { title: "x" }))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(changePosition(company.leadB, await changing(id, { title: "x" }))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("reports neither to itself nor to one that reports to it, even with two simultaneous changes", async () => {
    const [x, y] = [await makePosition(company.a.id), await makePosition(company.a.id)];
    await expect(changePosition(company.administrator, await changing(x.id, { reportsToId: x.id }))).rejects.toMatchObject({
      field: "reportsToId",
    });
    const both = await Promise.allSettled([
      changePosition(company.administrator, await changing(x.id, { reportsToId: y.id })),
      changePosition(company.administrator, await changing(y.id, { reportsToId: x.id })),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("closes vacant, once it owns no open KPI and nobody reports to it, and opens again", async () => {
    const { id } = await makePosition(company.a.id, company.memberA.personId);
    const below = await makePosition(company.a.id);
    await changePosition(company.administrator, await changing(below.id, { reportsToId: id }));
    const kpi = await makeKpi(company.a.id, { positionId: id });
    const close = (viewer: Viewer, positionId = id) => closePosition(viewer, { positionId });
    await expect(close(company.administrator)).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("It still has 1 open KPI and 1 position that reports to it."),
    });
    await close(company.administrator, below.id);
    await owner.query("update kpi set archived_at = now() where id = $1", [kpi.id]);
    await expect(close(company.coo)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(close(adminOfB)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await close(company.administrator);
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: "position.close",
      before: { state: "open", holder: "Member of Department A" },
      after: { state: "closed", holder: null },
    });
    await expect(changePosition(company.administrator, await changing(id, { title: "x" }))).rejects.toMatchObject({ code: "INVALID" });
    const under = adding({ reportsToId: id });
    await expect(addPosition(company.administrator, under)).rejects.toMatchObject({ field: "reportsToId" });
    await expect(owner.query("update position set holder_id = $2 where id = $1", [id, company.memberA.personId])).rejects.toThrow(
      /position_closed_is_vacant/,
    );
    await openPosition(company.administrator, { positionId: id });
    expect(await changing(id)).toMatchObject({ holderId: null });
  });
});

describe("a leaving date", () => {
  const left = (personId: string, leftOn: string, version = 1) => ({ personId, leftOn, version });

  it("is recorded, ends the sign-in by itself, has its own audit row for people who sign in, and can be removed", async () => {
    const person = await makePerson({ name: "Leaver", departmentId: company.a.id, password: true });
    await makePosition(company.a.id, person.id);
    const { note } = await recordLeaving(company.administrator, left(person.id, "2014-06-01"));
    expect(note).toContain("One person who signs in");
    expect((await auditOf(person.id)).slice(-2)).toEqual([
      expect.objectContaining({
        action: "account.address",
        after: expect.objectContaining({ leftOn: "2014-06-01", by: "People and access" }),
      }),
      expect.objectContaining({ action: "person.leave", before: { leftOn: null }, after: { leftOn: "2014-06-01" } }),
    ]);
    expect(await viewerOf(person.id)).toBeNull();
    expect(await getPersonAccess(company.administrator, person.id)).toMatchObject({
      account: "left",
      leftOn: "2014-06-01",
      positions: [{ title: "Seat" }],
    });
    await expect(recordLeaving(company.administrator, left(person.id, "2014-07-01"))).rejects.toMatchObject({ code: "CONFLICT" });
    await revertLeaving(company.administrator, { personId: person.id });
    expect((await auditOf(person.id)).at(-1)).toMatchObject({ action: "person.return", after: { leftOn: null } });
    expect((await viewerFor(person)).personId).toBe(person.id);
  });

  it("does not affect a sign-in without an account, and cannot be before the hiring date", async () => {
    const person = await makePerson({ name: "No account", departmentId: company.a.id, account: false });
    await owner.query("update person set hired_on = '2012-03-01' where id = $1", [person.id]);
    await expect(recordLeaving(company.administrator, left(person.id, "2012-02-01"))).rejects.toMatchObject({
      code: "INVALID",
      field: "leftOn",
    });
    expect((await recordLeaving(company.administrator, left(person.id, "2012-03-01"))).note).toBeNull();
    expect((await auditOf(person.id)).map((row) => row.action)).toEqual(["person.leave"]);
  });

  it("needs rights over the account: not if a role reaches further, not for the COO, a lead, or oneself", async () => {
    const wide = await makePerson({
      name: "Wide",
      departmentId: company.b.id,
      grants: [{ role: "viewer", departmentId: company.root.id }],
    });
    const input = left(wide.id, "2014-06-01");
    await expect(recordLeaving(adminOfB, input)).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("outside your departments"),
    });
    await expect(recordLeaving(company.coo, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(recordLeaving(company.leadB, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(recordLeaving(adminOfB, left(company.memberA.personId, "2014-06-01"))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(recordLeaving(company.administrator, left(company.administrator.personId, "2014-06-01"))).rejects.toMatchObject({
      code: "INVALID",
    });
    await recordLeaving(company.administrator, input);
    await expect(revertLeaving(adminOfB, { personId: wide.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await recordLeaving(adminOfB, left(company.memberB.personId, "2014-06-01"));
  });

  it("cannot be given to the last administrator, for today or a future day", async () => {
    const other = await makeViewerOf({
      name: "Second administrator",
      departmentId: company.root.id,
      grants: [{ role: "administrator", departmentId: company.root.id }],
    });
    // The second has no password yet, so could not administer anything if the first were gone.
    for (const day of ["2014-06-01", "2099-01-01"])
      await expect(recordLeaving(other, left(company.administrator.personId, day))).rejects.toMatchObject({
        code: "INVALID",
        message: expect.stringContaining("the last administrator who can sign in"),
      });
    expect(await getPersonAccess(other, company.administrator.personId)).toMatchObject({ leftOn: null });
  });
});
