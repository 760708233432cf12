import "../support/as-worker";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

// Mail is set up, and nothing takes it out of its queue.
vi.hoisted(() => {
  Object.assign(process.env, { SMTP_URL: "smtp://127.0.0.1:9", MAIL_FROM: "Command center <coo@company.example>" });
});

import { Mapping } from "@/lib/imports/mapping";
import { importFile } from "@/lib/imports/run/run";
import { undoImport } from "@/lib/imports/undo/undo";
import { giveGrant } from "@/lib/people/commands/grant";
import { changePerson } from "@/lib/people/commands/person";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { pool } from "@/lib/platform/db/client";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeDepartment, makePerson, makeViewerOf } from "../support/factories";
import { counts, DEPARTMENTS } from "./import-support.fixture";

// Whose file may change whose sign-in. tests/matrix/imports.test.ts covers what files of each role may change.
let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
beforeEach(() => owner.query("delete from jobs.job"));
afterAll(async () => {
  await owner.end();
  await pool.end();
});

type Held = { code: string; name: string; email: string | null; left_on: string | null; department: string | null };
type Run = { partial?: boolean; dryRun?: boolean };
const FIELDS: Record<keyof Held, string> = { code: "code", name: "name", email: "email", left_on: "leftOn", department: "department" };

const bringAs = (actor: Viewer | "system", into: unknown, text: string, { partial = false, dryRun = false }: Run = {}) =>
  importFile(actor, {
    mapping: Mapping.parse({ name: "rights", partial, into }),
    file: (async function* () {
      yield Buffer.from(text);
    })(),
    fileName: "rights.csv",
    dryRun,
  });
const personOf = async (id: string): Promise<Held> => {
  const { rows } = await owner.query<Held>(
    "select p.code, p.name, p.email, p.left_on::text, d.code as department from person p left join department d on d.id = p.department_id where p.id = $1",
    [id],
  );
  if (!rows[0]) throw new Error("no such person");
  return rows[0];
};
const peopleOf = async (people: readonly { id: string }[]) => {
  const held = [];
  for (const { id } of people) held.push(JSON.stringify(await personOf(id)));
  return held;
};
/** Imports a people file: the existing values and the changed ones; only changed fields are mapped. */
async function bringPeople(actor: Viewer | "system", people: readonly { id: string; says: Partial<Held> }[], run: Run = {}) {
  const keys = (Object.keys(FIELDS) as (keyof Held)[]).filter(
    (key) => key === "code" || key === "name" || people.some(({ says }) => key in says),
  );
  const lines = [];
  for (const { id, says } of people) {
    const row = { ...(await personOf(id)), ...says };
    lines.push(keys.map((key) => row[key] ?? "").join(","));
  }
  const into = { target: "people", columns: Object.fromEntries(keys.map((key) => [FIELDS[key], { from: FIELDS[key] }])) };
  return bringAs(actor, into, `${keys.map((key) => FIELDS[key]).join(",")}\n${lines.join("\n")}\n`, run);
}
const bringPerson = (actor: Viewer | "system", id: string, says: Partial<Held>, run: Run = {}) => bringPeople(actor, [{ id, says }], run);
const mails = async () =>
  (await owner.query<{ data: unknown }>("select data from jobs.job where name = 'mail' order by created_on, id")).rows.map(
    (row) => row.data,
  );
const code = async (departmentId: string): Promise<string> =>
  (await owner.query("select code from department where id = $1", [departmentId])).rows[0].code;
const parentOf = async (departmentId: string): Promise<string> =>
  (await owner.query("select parent_id from department where id = $1", [departmentId])).rows[0].parent_id;
const move = async (actor: Viewer | "system", id: string, under: string, run: Run = {}) =>
  bringAs(actor, DEPARTMENTS, `code,name,parent\n${await code(id)},Moved,${await code(under)}\n`, run);
let drawn = 0;
const address = () => `another.${++drawn}@company.example`;

describe("a COO's file of people", () => {
  it("does not let the COO take over the administrator's account: its e-mail stays, and so do the people who give roles", async () => {
    const { coo, administrator } = company;
    const before = await personOf(administrator.personId);
    const email = address();
    for (const dryRun of [true, false]) {
      const refused = await bringPerson(coo, administrator.personId, { email }, { dryRun });
      expect(refused).toMatchObject({ outcome: dryRun ? "planned" : "refused", changedRows: 0, rejectedRows: 1 });
      expect(refused.rejects).toEqual([
        { line: 2, column: "email", value: email, reason: expect.stringContaining(`${administrator.name} signs in here`) },
      ]);
    }
    expect(await personOf(administrator.personId)).toEqual(before);
    expect(await mails()).toEqual([]);
    const most = { personId: coo.personId, departmentId: company.root.id, role: "administrator" } as const;
    await expect(giveGrant(coo, most)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it.each<[string, Partial<Held>]>([
    ["another e-mail", { email: "x@company.example" }],
    ["no e-mail", { email: null }],
    ["a day of leaving", { left_on: "2001-01-01" }],
    ["a day of leaving to come", { left_on: "2190-01-01" }],
  ])("gives %s to nobody with an account or a role, whatever else is in the file", async (_what, says) => {
    const grants = [{ role: "viewer" as const, departmentId: company.a.id }];
    const invited = await makePerson({ name: "Invited" });
    const holder = await makePerson({ name: "Role without account", account: false, grants });
    const nobody = await makePerson({ name: "Only in the directory", account: false });
    const people = [invited, holder, nobody, { id: company.leadB.personId }].map(({ id }, n) => ({
      id,
      says: { ...says, ...(says.email && { email: `${n}.${says.email}` }) },
    }));
    const before = await peopleOf(people);
    expect(counts(await bringPeople(company.coo, people))).toEqual(["refused", 0, 1, 0, 3, 0]);
    expect(await peopleOf(people)).toEqual(before);
    const partly = await bringPeople(company.coo, people, { partial: true });
    expect(counts(partly)).toEqual(["imported", 0, 1, 0, 3, 0]);
    expect(partly.rejects.map(({ line }) => line)).toEqual([2, 3, 5]);
    expect((await peopleOf(people)).map((row, n) => row === before[n])).toEqual([true, true, false, true]);
    expect(await mails()).toEqual([]);
  });

  it("adds people and changes names and departments, including people who sign in", async () => {
    const person = await makePerson({ name: "Signs in", departmentId: company.a.id });
    const changed = await bringPerson(company.coo, person.id, { name: "Signs In Still", department: await code(company.b1.id) });
    expect(counts(changed)).toEqual(["imported", 0, 1, 0, 0, 0]);
    expect(await personOf(person.id)).toMatchObject({ name: "Signs In Still", email: person.email, department: await code(company.b1.id) });
    const added = await bringAs(
      company.coo,
      { target: "people", columns: Object.fromEntries(["code", "name", "email"].map((name) => [name, { from: name }])) },
      `code,name,email\nNEW-${++drawn},Newcomer,${address()}\n`,
    );
    expect(counts(added)).toEqual(["imported", 1, 0, 0, 0, 0]);
    expect(added.notes).toEqual([]);
  });

  it("by a COO who administers B, changes people of B whose roles are all there, and nobody else", async () => {
    const { root, a, b, b1 } = company;
    const grants = [
      { role: "coo" as const, departmentId: root.id },
      { role: "administrator" as const, departmentId: b.id },
    ];
    const both = await makeViewerOf({ name: "Both", departmentId: root.id, grants });
    const low = await makePerson({ name: "Low", departmentId: b1.id, grants: [{ role: "lead", departmentId: b.id }] });
    const high = await makePerson({ name: "High", departmentId: b.id, grants: [{ role: "viewer", departmentId: root.id }] });
    const other = await makePerson({ name: "Other", departmentId: a.id });
    for (const person of [high, other]) {
      const refused = await bringPerson(both, person.id, { email: address() });
      expect(counts(refused), person.name).toEqual(["refused", 0, 0, 0, 1, 0]);
    }
    expect(counts(await bringPerson(both, low.id, { email: address() }))).toEqual(["imported", 0, 1, 0, 0, 0]);
  });

  it("checks roles when it is written, not when it was checked: a role given at that moment counts", async () => {
    const person = await makePerson({ name: "Promoted meanwhile", account: false });
    const says = { email: address() };
    expect(await bringPerson(company.coo, person.id, says, { dryRun: true })).toMatchObject({ changedRows: 1, rejectedRows: 0 });
    await owner.query("begin");
    await owner.query("insert into access_grant (person_id, department_id, role) values ($1, $2, 'executive')", [
      person.id,
      company.root.id,
    ]);
    await owner.query("select from person where id = $1 for update", [person.id]);
    const running = bringPerson(company.coo, person.id, says);
    const waiting = async () =>
      (
        await owner.query(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()",
        )
      ).rowCount;
    for (let n = 0; n < 300 && !(await waiting()); n++) await new Promise((done) => setTimeout(done, 20));
    expect(await waiting(), "the import waits for the row").toBe(1);
    await owner.query("commit");
    expect(counts(await running)).toEqual(["refused", 0, 0, 0, 1, 0]);
    expect(await personOf(person.id)).toMatchObject({ email: person.email });
  });

  it("undoes nothing it could not have changed: undoing an administrator's import", async () => {
    const { leadA, administrator, coo } = company;
    const before = await personOf(leadA.personId);
    const changed = await bringPerson(administrator, leadA.personId, { email: address() });
    const between = await personOf(leadA.personId);
    await expect(undoImport(coo, changed.importId ?? "")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining(leadA.name),
    });
    expect(await personOf(leadA.personId)).toEqual(between);
    await owner.query("delete from jobs.job");
    expect((await undoImport(administrator, changed.importId ?? "")).note).toContain("One person who signs in");
    expect(await personOf(leadA.personId)).toEqual(before);
    expect(await mails()).toEqual([{ kind: "sign-in-changed", personId: leadA.personId, to: between.email, address: true }]);
    expect((await auditOf(leadA.personId)).at(-1)).toMatchObject({
      action: "account.address",
      before: { email: between.email },
      after: { email: before.email, by: `undoing import ${changed.importId} of rights.csv` },
    });
  });
});

describe("a file of departments", () => {
  it("by a COO moves no department into or out of the reach of somebody's role, but any other", async () => {
    const { coo, a, b, b1, root } = company;
    const [c, d] = [await makeDepartment("C", root.id), await makeDepartment("D", root.id)];
    const below = await makeDepartment("Below C", c.id);
    for (const [id, under] of [
      [b1.id, a.id],
      [b1.id, root.id],
      [c.id, a.id],
      [a.id, b.id],
    ] as const) {
      const at = await parentOf(id);
      const refused = await move(coo, id, under);
      expect(refused.rejects).toEqual([
        { line: 2, column: "parent", value: await code(id), reason: expect.stringMatching(/what the role of .* reaches/) },
      ]);
      expect(await parentOf(id)).toBe(at);
    }
    expect((await move(coo, below.id, d.id)).outcome).toBe("imported");
    expect((await move(coo, b1.id, b.id)).outcome, "renamed where it stands").toBe("imported");
    expect((await move(company.administrator, b1.id, a.id)).outcome).toBe("imported");
    expect((await move(company.administrator, b1.id, b.id)).outcome).toBe("imported");
  });

  it("by a COO moves none with two rows of which one is rejected", async () => {
    const { coo, a, b, root } = company;
    const c = await makeDepartment("C below A", a.id);
    const e = await makeDepartment("E", root.id);
    // With both rows C stays under A; with the first alone it would leave it.
    const text = `code,name,parent\n${await code(c.id)},C,${await code(e.id)}\n${await code(e.id)},E,${await code(a.id)}\n`;
    await expect(bringAs(coo, DEPARTMENTS, text, { partial: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect([await parentOf(c.id), await parentOf(e.id), await parentOf(b.id)]).toEqual([a.id, root.id, root.id]);
  });

  it("never puts the company under another department", async () => {
    const { root, a } = company;
    for (const actor of ["system", company.administrator] as const) {
      const text = `code,name,parent\n${await code(root.id)},Company,${await code(a.id)}\n${await code(a.id)},A,\n`;
      const refused = await bringAs(actor, DEPARTMENTS, text);
      expect(refused).toMatchObject({ outcome: "refused" });
      expect(refused.rejects.map(({ reason }) => reason)).toContain("this is the company itself, which has no parent department");
    }
    expect(await parentOf(root.id)).toBeNull();
  });

  it("by an administrator is not undone by a COO if that changes what a role reaches", async () => {
    const { b1, a, b } = company;
    const moved = await move(company.administrator, b1.id, a.id);
    await expect(undoImport(company.coo, moved.importId ?? "")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await parentOf(b1.id)).toBe(a.id);
    await undoImport(company.administrator, moved.importId ?? "");
    expect(await parentOf(b1.id)).toBe(b.id);
  });
});

describe("the last administrator", () => {
  it.each<[string, Partial<Held>]>([
    ["leaves long ago", { left_on: "2001-01-01" }],
    ["leaves some day", { left_on: "2199-01-01" }],
    ["has no e-mail any more", { email: null }],
  ])("cannot be removed by a file %s, not by their own and not by the installation's", async (_what, says) => {
    const { administrator } = company;
    for (const actor of ["system", administrator] as const) {
      const result = await bringPerson(actor, administrator.personId, says);
      expect(counts(result)).toEqual(["refused", 0, 0, 0, 1, 0]);
      expect(result.rejects[0]?.reason).toEqual(expect.stringContaining(`${administrator.name} is the last administrator who can sign in`));
    }
    expect(await viewerOf(administrator.personId)).not.toBeNull();
  });

  it("stays if two leave by one file, and if one comes back from it by an undo", async () => {
    const { root, administrator } = company;
    const grants = [{ role: "administrator" as const, departmentId: root.id }];
    const second = await makePerson({ name: "Second", grants, password: true });
    const says = { left_on: "2190-01-01" };
    const two = [administrator.personId, second.id].map((id) => ({ id, says }));
    const refused = await bringPeople("system", two);
    expect(counts(refused)).toEqual(["refused", 0, 0, 0, 2, 0]);
    expect(refused.rejects[0]?.reason).toEqual(expect.stringContaining("From 1 Jan 2190 on nobody could administer the company"));
    // The second leaves through the undo of a file; meanwhile the first has left.
    await owner.query("update person set left_on = '2180-01-01' where id = $1", [second.id]);
    const back = await bringPerson("system", second.id, { left_on: null });
    expect((await bringPerson("system", administrator.personId, { left_on: "2190-01-01" })).outcome).toBe("imported");
    await expect(undoImport("system", back.importId ?? "")).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("Second is the last administrator who can sign in"),
    });
    expect((await bringPerson("system", administrator.personId, { left_on: null })).outcome).toBe("imported");
    await undoImport("system", back.importId ?? "");
  });
});

describe("a change of somebody's sign-in", () => {
  it("by a file has an audit row each and is mailed to the old address; the check says so before", async () => {
    const { administrator, a } = company;
    const [one, two] = [await makePerson({ name: "One" }), await makePerson({ name: "Two", departmentId: a.id })];
    const without = await makePerson({ name: "No account", account: false });
    const [email, left_on] = [address(), "2190-01-01"];
    const people = [
      { id: one.id, says: { email, left_on: null } },
      { id: two.id, says: { email: two.email, left_on } },
      { id: without.id, says: { email: address(), left_on: null } },
    ];
    const note =
      "2 people who sign in get a new e-mail or leaving date. Each is in the audit log. Each is notified by mail at their previous address.";
    expect((await bringPeople(administrator, people, { dryRun: true })).notes).toContain(note);
    expect(await mails()).toEqual([]);
    const brought = await bringPeople(administrator, people);
    expect(brought.notes).toContain(note);
    expect(await mails()).toEqual(
      expect.arrayContaining([
        { kind: "sign-in-changed", personId: one.id, to: one.email, address: true },
        { kind: "sign-in-changed", personId: two.id, to: two.email, address: false, leftOn: left_on },
      ]),
    );
    expect(await mails()).toHaveLength(2);
    const by = `import ${brought.importId} of rights.csv`;
    expect(await auditOf(one.id)).toEqual([
      expect.objectContaining({
        action: "account.address",
        actor_id: administrator.personId,
        before: { email: one.email, leftOn: null },
        after: { email, leftOn: null, by },
      }),
    ]);
    expect(await auditOf(two.id)).toEqual([
      expect.objectContaining({ action: "account.address", department_id: a.id, after: { email: two.email, leftOn: left_on, by } }),
    ]);
    expect(await auditOf(without.id)).toEqual([]);
  });

  it("by the form too; for somebody without an account it is an ordinary detail like the name", async () => {
    const { administrator } = company;
    const person = await makePerson({ name: "Typed" });
    const other = await makePerson({ name: "No account either", account: false });
    const fields = { version: 1, jobTitle: "", departmentId: null };
    const email = address();
    const { note } = await changePerson(administrator, { ...fields, personId: person.id, name: "Typed", email });
    expect(note).toContain("One person who signs in gets a new e-mail");
    expect(await mails()).toEqual([{ kind: "sign-in-changed", personId: person.id, to: person.email, address: true }]);
    expect((await auditOf(person.id)).map((row) => row.action)).toEqual(["account.address", "person.change"]);
    expect((await changePerson(administrator, { ...fields, personId: other.id, name: "x", email: address() })).note).toBeNull();
    expect((await auditOf(other.id)).map((row) => row.action)).toEqual(["person.change"]);
    const { version } = (await owner.query("select version from person where id = $1", [administrator.personId])).rows[0];
    await expect(
      changePerson(administrator, { ...fields, version, personId: administrator.personId, name: "x", email: null }),
    ).rejects.toMatchObject({ code: "INVALID", message: expect.stringContaining("is the last administrator who can sign in") });
  });

  it.each([
    "а.cyrillic@company.example",
    "joined\u200b@company.example",
    "\u212aelvin@company.example",
    `${"x".repeat(200)}@company.example`,
  ])("an address that could be mistaken for another is refused, in a file as in the form: %s", async (email) => {
    const { AddPersonInput } = await import("@/lib/people/schema");
    const person = await makePerson({ name: "Plain", account: false });
    expect(counts(await bringPerson("system", person.id, { email }))).toEqual(["refused", 0, 0, 0, 1, 0]);
    const form = { code: "E-1", name: "Plain", jobTitle: "", departmentId: company.a.id };
    expect(AddPersonInput.safeParse({ ...form, email }).success).toBe(false);
    expect(AddPersonInput.parse({ ...form, email: " Plain.One@Company.Example\u00a0" }).email).toBe("plain.one@company.example");
  });
});
