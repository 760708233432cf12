import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENTITIES } from "@/lib/entities";
import { countsInWords } from "@/lib/organisation/blockers";
import * as closing from "@/lib/organisation/commands/close-department";
import * as changes from "@/lib/organisation/commands/department";
import type { ChangeDepartmentInput } from "@/lib/organisation/schema";
import * as queries from "@/lib/pages/organisation/queries";
import { addPerson } from "@/lib/people/commands/person";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { pool } from "@/lib/platform/db/client";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeDepartment, makeKpi, makePerson, makeViewerOf, viewerFor } from "../support/factories";

/** The viewer at that moment, as in a request: new departments are in their reach by then. */
const asNow =
  <Rest extends unknown[], Answer>(run: (viewer: Viewer, ...rest: Rest) => Promise<Answer>) =>
  async (viewer: Viewer, ...rest: Rest): Promise<Answer> =>
    run(await viewerFor({ id: viewer.personId }), ...rest);
const [addDepartment, changeDepartment] = [asNow(changes.addDepartment), asNow(changes.changeDepartment)];
const [closeDepartment, openDepartment] = [asNow(closing.closeDepartment), asNow(closing.openDepartment)];
const [getDepartmentDetail, getOrganisation] = [asNow(queries.getDepartmentDetail), asNow(queries.getOrganisation)];

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

let made = 0;
const adding = (parentId: string, more: object = {}) => {
  made++;
  return { idempotencyKey: randomUUID(), code: `N-${made}`, name: `New ${made}`, groupName: "", parentId, ...more };
};
async function changing(id: string, more: Partial<ChangeDepartmentInput> = {}): Promise<ChangeDepartmentInput> {
  const { rows } = await owner.query("select code, name, group_name, parent_id, version from department where id = $1", [id]);
  const { code, name, group_name, parent_id, version } = rows[0];
  return { departmentId: id, version, code, name, groupName: group_name ?? "", parentId: parent_id, ...more };
}
const stored = async (id: string) => (await owner.query("select * from department where id = $1", [id])).rows[0];

describe("a department is added", () => {
  it("by the administrator of its parent, once per form, with an audit row", async () => {
    const input = adding(company.a.id, { groupName: "North" });
    const { id } = await addDepartment(company.administrator, input);
    expect(await addDepartment(company.administrator, input)).toEqual({ id });
    expect(await auditOf(id)).toEqual([
      expect.objectContaining({
        action: "department.add",
        department_id: id,
        before: null,
        after: { code: input.code, name: input.name, group: "North", parent: "Department A" },
      }),
    ]);
    expect(await stored(id)).toMatchObject({ parent_id: company.a.id, archived_at: null });
    await expect(addDepartment(company.administrator, { ...input, name: "Other" })).rejects.toMatchObject({ code: "KEY_REUSED" });
  });

  it('by nobody else: the COO sees it but may not, others get "not found", as for one that does not exist', async () => {
    await expect(addDepartment(company.coo, adding(company.a.id))).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const viewer of [company.leadA, company.executive])
      await expect(addDepartment(viewer, adding(company.a.id))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(addDepartment(adminOfB, adding(company.a.id))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(addDepartment(company.administrator, adding(randomUUID()))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(addDepartment(adminOfB, adding(company.b1.id))).resolves.toMatchObject({ id: expect.any(String) });
  });

  it("with a code of its own, and no deeper than twelve levels", async () => {
    const { code } = await stored(company.a.id);
    await expect(addDepartment(company.administrator, adding(company.root.id, { code }))).rejects.toMatchObject({
      code: "INVALID",
      field: "code",
      message: "Department A already has this code.",
    });
    let at = company.a.id;
    for (let level = 3; level <= 12; level++) at = (await addDepartment(company.administrator, adding(at))).id;
    await expect(addDepartment(company.administrator, adding(at))).rejects.toMatchObject({ code: "INVALID", field: "parentId" });
  });
});

describe("a department is changed", () => {
  it("from the last version; an outdated change is told the current values", async () => {
    const { id } = await makeDepartment("Before", company.a.id);
    const input = await changing(id, { name: "After", code: "AFTER", groupName: "South" });
    await changeDepartment(company.administrator, input);
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: "department.change",
      before: { name: "Before", group: null, parent: "Department A" },
      after: { name: "After", code: "AFTER", group: "South", parent: "Department A" },
    });
    await expect(changeDepartment(company.administrator, { ...input, name: "Too late" })).rejects.toMatchObject({
      code: "CONFLICT",
      current: { name: "After", version: "2" },
    });
    const rows = (await auditOf(id)).length;
    await changeDepartment(company.administrator, await changing(id));
    expect(await auditOf(id), "the same again is no change").toHaveLength(rows);
    await expect(changeDepartment(company.coo, await changing(id, { name: "x" }))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(changeDepartment(company.leadA, await changing(id, { name: "x" }))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is neither its own ancestor nor too deep; the company stays at the top", async () => {
    const top = await makeDepartment("Top", company.root.id);
    const middle = await makeDepartment("Middle", top.id);
    const low = await makeDepartment("Low", middle.id);
    for (const parentId of [top.id, middle.id, low.id])
      await expect(changeDepartment(company.administrator, await changing(top.id, { parentId }))).rejects.toMatchObject({
        code: "INVALID",
        field: "parentId",
        message: expect.stringContaining("is below it"),
      });
    let deep = company.root.id;
    for (let level = 2; level <= 10; level++) deep = (await makeDepartment(`Level ${level}`, deep)).id;
    await expect(changeDepartment(company.administrator, await changing(top.id, { parentId: deep }))).rejects.toMatchObject({
      field: "parentId",
      message: expect.stringContaining("12 levels"),
    });
    await changeDepartment(company.administrator, await changing(middle.id, { parentId: deep }));
    for (const [id, parentId] of [
      [company.root.id, top.id],
      [top.id, null],
    ] as const)
      await expect(changeDepartment(company.administrator, await changing(id, { parentId }))).rejects.toMatchObject({ field: "parentId" });
  });

  it("moves only between places where the viewer gives the roles", async () => {
    const { id } = await makeDepartment("Moving", company.b.id);
    await changeDepartment(adminOfB, await changing(id, { parentId: company.b1.id }));
    expect((await auditOf(id)).at(-1)).toMatchObject({ before: { parent: "Department B" }, after: { parent: "Department B1" } });
    await expect(changeDepartment(adminOfB, await changing(id, { parentId: company.a.id }))).rejects.toMatchObject({ code: "NOT_FOUND" });
    const source = changing(company.b.id, { parentId: company.b1.id });
    await expect(changeDepartment(adminOfB, await source)).rejects.toMatchObject({ code: "FORBIDDEN" });
    // Outside A it would come under the roles on B.
    const ofA = await makeDepartment("Of A", company.a.id);
    await expect(changeDepartment(adminOfB, await changing(ofA.id, { parentId: company.b.id }))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await changeDepartment(company.administrator, await changing(ofA.id, { parentId: company.b.id }));
    expect((await stored(ofA.id)).parent_id).toBe(company.b.id);
  });

  it("two simultaneous moves cannot make a cycle", async () => {
    const [x, y] = [await makeDepartment("X", company.root.id), await makeDepartment("Y", company.root.id)];
    const moves = await Promise.allSettled([
      changeDepartment(company.administrator, await changing(x.id, { parentId: y.id })),
      changeDepartment(company.administrator, await changing(y.id, { parentId: x.id })),
    ]);
    expect(moves.map((move) => move.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("a department is closed", () => {
  const close = (viewer: Viewer, departmentId: string) => closeDepartment(viewer, { departmentId });

  it("once nothing in it is open; until then each reason is named", async () => {
    const { id } = await makeDepartment("To close", company.root.id);
    const below = await makeDepartment("Below", id);
    const person = await makePerson({ name: "Worker", departmentId: id, grants: [{ role: "viewer", departmentId: id }] });
    const kpi = await makeKpi(id);
    const on = "'2014-03-01', '2014-06-01', '2014-06-01'";
    await owner.query(
      `insert into initiative (code, title, kind, area, department_id, owner_id, starts_on, baseline_due_on, due_on) values ('IN-C', 'Work', 'improvement', 'operations', $1, $2, ${on})`,
      [id, person.id],
    );
    const refused = async (what: string) => {
      await expect(close(company.administrator, id)).rejects.toMatchObject({
        code: "INVALID",
        message: expect.stringContaining(`It still has ${what}.`),
      });
      expect((await getDepartmentDetail(company.administrator, id))?.blockers).toBe(what);
    };
    await refused("1 open KPI, 1 open initiative, 1 person, 1 department below it and 1 role on it");
    await owner.query("update kpi set archived_at = now() where id = $1", [kpi.id]);
    await owner.query("update initiative set stage = 'stopped', closed_on = '2014-06-01' where department_id = $1", [id]);
    await refused("1 person, 1 department below it and 1 role on it");
    await close(company.administrator, below.id);
    await owner.query("update person set left_on = '2001-01-01' where id = $1", [person.id]);
    await close(company.administrator, id);
    expect(await stored(id)).toMatchObject({ archived_at: expect.any(Date) });
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: "department.close", before: { state: "open" }, after: { state: "closed" } });
    expect((await getOrganisation(company.administrator))?.closed.map((one) => one.id)).toContain(id);
    // It accepts nothing until it is reopened, and cannot be changed; departments below depend on it.
    await expect(close(company.administrator, id)).rejects.toMatchObject({ message: expect.stringContaining("is closed") });
    await expect(addDepartment(company.administrator, adding(id))).rejects.toMatchObject({ code: "INVALID" });
    await expect(changeDepartment(company.administrator, await changing(id, { name: "x" }))).rejects.toMatchObject({ code: "INVALID" });
    await expect(openDepartment(company.administrator, { departmentId: below.id })).rejects.toMatchObject({ code: "INVALID" });
    await openDepartment(company.administrator, { departmentId: id });
    await openDepartment(company.administrator, { departmentId: below.id });
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: "department.open", after: { state: "open" } });
    expect(await stored(id)).toMatchObject({ archived_at: null });
  });

  it("and a position for what each entity describes, said in its place", () => {
    const [ofDepartment, ofPosition] = (["department", "position"] as const).map((where) =>
      ENTITIES.flatMap(({ held }) => held ?? [])
        .filter((one) => one.in === where)
        .sort((a, b) => a.place - b.place),
    );
    const said = (counts: number[], held = ofDepartment) =>
      countsInWords(counts.map((count, n) => ({ one: "", many: "", ...held?.[n], count })));
    for (const held of [ofDepartment, ofPosition]) expect(new Set(held?.map(({ place }) => place)).size).toBe(held?.length);
    expect(said([1, 2, 1, 2, 1_200, 3, 2, 1])).toBe(
      "1 open KPI, 2 open initiatives, 1 open action, 2 decisions without an outcome, 1,200 people, 3 open positions, 2 departments below it and 1 role on it",
    );
    expect(said([0, 0], ofPosition)).toBeNull();
    expect(said([3, 1], ofPosition)).toBe("3 open KPIs and 1 position that reports to it");
  });

  it("accepts nobody while it is being closed: they wait, and are told that it does not exist", async () => {
    const { id } = await makeDepartment("Closing", company.root.id);
    const viewer = await viewerFor({ id: company.administrator.personId });
    const person = { code: "E-LATE", name: "Late", email: null, jobTitle: "", departmentId: id };
    await owner.query("begin");
    await owner.query("select from department where id = $1 for update", [id]);
    const added = Promise.allSettled([addPerson(viewer, person)]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await owner.query("update department set archived_at = now() where id = $1", [id]);
    await owner.query("commit");
    expect(await added).toMatchObject([{ status: "rejected", reason: { code: "NOT_FOUND" } }]);
  });

  it("never the company itself, and only by its administrators", async () => {
    const { id } = await makeDepartment("Empty", company.a.id);
    await expect(close(company.administrator, company.root.id)).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("company itself"),
    });
    await expect(close(company.coo, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const viewer of [company.leadA, adminOfB]) await expect(close(viewer, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await close(company.administrator, id);
    await expect(openDepartment(company.coo, { departmentId: id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the tree", () => {
  it("is for people who may read access, limited to their reach", async () => {
    for (const viewer of [company.leadA, company.memberA, company.executive]) expect(await getOrganisation(viewer)).toBeNull();
    const kpi = await makeKpi(company.b1.id);
    const seen = await getOrganisation(adminOfB);
    const names = seen?.departments.map((one) => one.name) ?? [];
    expect(names.slice(0, 2)).toEqual(["Department B", "Department B1"]);
    expect(names).not.toContain("Department A");
    expect(seen?.departments.find((one) => one.id === company.b1.id)).toMatchObject({ depth: 1, held: { kpis: 1 } });
    await owner.query("update kpi set archived_at = now() where id = $1", [kpi.id]);
    expect(await getDepartmentDetail(adminOfB, company.a.id)).toBeNull();
    expect(await getDepartmentDetail(company.coo, company.a.id)).toMatchObject({ mayChange: false });
  });
});
