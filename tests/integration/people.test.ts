import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listChoices } from "@/lib/choices/queries";
import { addPerson, changePerson } from "@/lib/people/commands/person";
import { getPersonAccess, listPeople } from "@/lib/people/queries";
import { pool } from "@/lib/platform/db/client";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makePerson } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const all = { q: "", departmentId: null };
const names = (list: Awaited<ReturnType<typeof listPeople>>) => list?.rows.map((row) => row.name);

describe("the directory", () => {
  it("is for people who may read access; a lead, a member, a viewer and an executive find nothing there", async () => {
    expect((await listPeople(company.administrator, all))?.total).toBe(9);
    expect((await listPeople(company.coo, all))?.total).toBe(9);
    for (const viewer of [company.leadA, company.memberA, company.viewerA, company.executive]) {
      expect(await listPeople(viewer, all)).toBeNull();
      expect(await getPersonAccess(viewer, company.memberA.personId)).toBeNull();
    }
  });

  it("is filtered by text, its wildcards taken as typed, and by department", async () => {
    expect(names(await listPeople(company.coo, { q: "MEMBER of", departmentId: null }))).toEqual([
      "Member of Department A",
      "Member of Department B",
    ]);
    expect(names(await listPeople(company.coo, { q: "member", departmentId: company.b.id }))).toEqual(["Member of Department B"]);
    for (const q of ["%", "_", "\\"]) expect((await listPeople(company.coo, { q, departmentId: null }))?.rows).toEqual([]);
  });

  it("shows the first 100 with the total", async () => {
    await owner.query("insert into person (code, name, department_id) select 'M-' || n, 'Many ' || n, $1 from generate_series(1, 130) n", [
      company.b1.id,
    ]);
    const list = await listPeople(company.administrator, { q: "Many", departmentId: null });
    expect([list?.rows.length, list?.total]).toEqual([100, 130]);
    await owner.query("delete from person where code like 'M-%'");
  });

  it("says who can sign in", async () => {
    const state = async (id: string) => (await getPersonAccess(company.coo, id))?.account;
    const make = (name: string, more: object) => makePerson({ name, departmentId: company.a.id, ...more });
    const active = await make("Active", { password: true });
    expect(await state(active.id)).toBe("active");
    expect(await state((await make("Invited", {})).id)).toBe("invited");
    expect(await state((await make("None", { account: false })).id)).toBe("none");
    await owner.query("update account set disabled_at = now() where person_id = $1", [active.id]);
    expect(await state(active.id)).toBe("disabled");
    await owner.query("update person set left_on = '2001-01-01' where id = $1", [active.id]);
    expect(await state(active.id)).toBe("left");
  });

  it("the COO reads who has access and is offered no verb; the administrator is", async () => {
    const id = company.leadB.personId;
    expect((await getPersonAccess(company.coo, id))?.verbs).toEqual({ manage: false, grant: false, revoke: false });
    const seen = await getPersonAccess(company.administrator, id);
    expect(seen?.verbs).toEqual({ manage: true, grant: true, revoke: true });
    expect(seen?.grants).toEqual([expect.objectContaining({ role: "lead", departmentName: "Department B", mayEnd: true })]);
    expect(await getPersonAccess(company.administrator, company.a.id)).toBeNull();
  });

  it("an administrator of B alone sees B and what is below it", async () => {
    const person = await makePerson({ name: "Admin of B", departmentId: company.b.id });
    const { viewerFor } = await import("../support/factories");
    await owner.query("insert into access_grant (person_id, department_id, role) values ($1, $2, 'administrator')", [
      person.id,
      company.b.id,
    ]);
    const viewer = await viewerFor(person);
    expect(new Set((await listPeople(viewer, all))?.rows.map((row) => row.departmentName))).toEqual(new Set(["Department B"]));
    expect(await getPersonAccess(viewer, company.leadA.personId)).toBeNull();
    const offered = async (who: typeof viewer) =>
      (await listChoices(who, { of: "access-change", q: "" })).map(({ label, note }) => [label, note]);
    expect(await offered(viewer)).toEqual([
      ["Department B", "in Company"],
      ["Department B1", "in Department B"],
    ]);
    expect(await offered(company.administrator)).toEqual([
      ["Company", ""],
      ["Department A", "in Company"],
      ["Department B", "in Company"],
      ["Department B1", "in Department B"],
    ]);
  });
});

describe("a person", () => {
  const fields = { email: null, jobTitle: "", name: "Someone" };

  it("is added by an administrator, with an audit row; nobody else may, and a department that is not there is none", async () => {
    const input = { ...fields, code: "N-1", departmentId: company.a.id };
    const { id } = await addPerson(company.administrator, input);
    expect(await auditOf(id)).toEqual([
      expect.objectContaining({
        action: "person.add",
        department_id: company.a.id,
        before: null,
        after: { code: "N-1", name: "Someone", email: null, jobTitle: null, department: "Department A" },
      }),
    ]);
    await expect(addPerson(company.coo, { ...input, code: "N-2" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(addPerson(company.leadA, { ...input, code: "N-2" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const nowhere = { ...input, code: "N-2", departmentId: id };
    await expect(addPerson(company.administrator, nowhere)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(addPerson(company.administrator, input)).rejects.toMatchObject({ code: "INVALID", field: "code" });
    expect((await owner.query("select 1 from person where code = 'N-2'")).rowCount).toBe(0);
  });

  it("is changed from the last version; an outdated change is told the current values", async () => {
    const { id } = await makePerson({ name: "Before", departmentId: company.a.id });
    const change = { ...fields, personId: id, version: 1, departmentId: company.b1.id };
    const { note } = await changePerson(company.administrator, { ...change, name: "After" });
    expect(note, "no mail is set up here").toContain("This installation sends no mail");
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: "person.change",
      before: { name: "Before", department: "Department A" },
      after: { name: "After", department: "Department B1" },
    });
    await expect(changePerson(company.administrator, { ...change, name: "Too late" })).rejects.toMatchObject({
      code: "CONFLICT",
      current: { name: "After", version: 2 },
    });
    await expect(changePerson(company.leadA, { ...change, version: 2 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const missing = { ...change, personId: company.a.id };
    await expect(changePerson(company.administrator, missing)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("50 simultaneous changes from one version: one is saved, 49 are told", async () => {
    const { id } = await makePerson({ name: "Contended", departmentId: company.a.id });
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) =>
        changePerson(company.administrator, { ...fields, personId: id, version: 1, name: `Writer ${n}`, departmentId: company.a.id }),
      ),
    );
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.filter((r) => r.status === "rejected" && r.reason.code === "CONFLICT")).toHaveLength(49);
    expect((await auditOf(id)).map((row) => row.action)).toEqual(["account.address", "person.change"]);
  });

  it("an e-mail that somebody already has is refused at its field", async () => {
    const one = await makePerson({ name: "First", departmentId: company.a.id });
    const two = await makePerson({ name: "Second", departmentId: company.a.id });
    const change = { ...fields, personId: two.id, version: 1, departmentId: company.a.id, email: one.email };
    await expect(changePerson(company.administrator, change)).rejects.toMatchObject({ code: "INVALID", field: "email" });
  });
});
