import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disableAccount, enableAccount, endSessions, makeSignInLink } from "@/lib/people/commands/account";
import { endGrant, giveGrant } from "@/lib/people/commands/grant";
import { changePerson } from "@/lib/people/commands/person";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import type { Role } from "@/lib/platform/authz/policy";
import { pool } from "@/lib/platform/db/client";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makePerson, makeViewerOf, type TestPerson } from "../support/factories";

let company: Company;
let person: TestPerson;
beforeAll(async () => {
  company = await makeCompany();
  person = await makePerson({ name: "Somebody", departmentId: company.b.id });
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const grantsOf = async (personId: string) =>
  (await owner.query("select id, role from access_grant where person_id = $1 and ended_at is null", [personId])).rows as {
    id: string;
    role: Role;
  }[];

describe("an administrator of a department", () => {
  it("cannot change the account of somebody there who has a role elsewhere: their link would give access to that role", async () => {
    const { root, b } = company;
    const local = await makeViewerOf({ name: "Local Admin", departmentId: b.id, grants: [{ role: "administrator", departmentId: b.id }] });
    const high = await makePerson({ name: "High Up", departmentId: b.id, grants: [{ role: "executive", departmentId: root.id }] });
    const low = await makePerson({ name: "Down Here", departmentId: b.id, grants: [{ role: "member", departmentId: company.b1.id }] });
    const fields = { version: 1, email: "elsewhere@company.example", jobTitle: "", departmentId: b.id };
    for (const refused of [
      () => makeSignInLink(local, { personId: high.id }),
      () => disableAccount(local, { personId: high.id }),
      () => endSessions(local, { personId: high.id }),
      () => changePerson(local, { personId: high.id, name: high.name, ...fields }),
    ])
      await expect(refused()).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await makeSignInLink(local, { personId: low.id })).purpose).toBe("invitation");
    expect((await makeSignInLink(company.administrator, { personId: high.id })).purpose).toBe("invitation");
  });
});

describe("a grant", () => {
  it("is given and ended by an administrator, takes effect on the next request, and both are audited", async () => {
    const { id } = await giveGrant(company.administrator, { personId: person.id, departmentId: company.b.id, role: "lead" });
    expect((await viewerOf(person.id))?.readable).toEqual([company.b.id, company.b1.id].sort());
    await endGrant(company.administrator, { grantId: id });
    expect((await viewerOf(person.id))?.readable).toEqual([]);
    const by = { actor_id: company.administrator.personId, department_id: company.b.id };
    expect(await auditOf(person.id)).toEqual([
      expect.objectContaining({ action: "grant.give", before: null, after: { role: "lead", department: "Department B" }, ...by }),
      expect.objectContaining({ action: "grant.end", before: { role: "lead", department: "Department B" }, after: null, ...by }),
    ]);
    await expect(endGrant(company.administrator, { grantId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("cannot be held twice", async () => {
    const input = { personId: person.id, departmentId: company.a.id, role: "viewer" as const };
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => giveGrant(company.administrator, input)));
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.filter((r) => r.status === "rejected" && r.reason.code === "INVALID")).toHaveLength(19);
  });

  it.each(["coo", "executive", "leadA", "leadB", "memberB", "viewerB"] as const)(
    "%s gives none, ends none, and nothing is written",
    async (role) => {
      const before = await grantsOf(person.id);
      const input = { personId: person.id, departmentId: company.b.id, role: "administrator" as const };
      const code = role === "coo" ? "FORBIDDEN" : "NOT_FOUND";
      await expect(giveGrant(company[role], input)).rejects.toMatchObject({ code });
      await expect(giveGrant(company[role], { ...input, personId: company[role].personId })).rejects.toMatchObject({ code });
      await expect(endGrant(company[role], { grantId: before[0]?.id ?? "" })).rejects.toMatchObject({ code });
      expect(await grantsOf(person.id)).toEqual(before);
    },
  );

  it("unknown people and departments are not found", async () => {
    const missing = "00000000-0000-7000-8000-000000000000";
    const given = { personId: person.id, departmentId: company.b.id, role: "lead" as const };
    await expect(giveGrant(company.administrator, { ...given, personId: missing })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(giveGrant(company.administrator, { ...given, departmentId: missing })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(endGrant(company.administrator, { grantId: missing })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("an administrator of B gives roles on B and below, and nowhere else", async () => {
    const local = await makeViewerOf({
      name: "Local",
      departmentId: company.b.id,
      grants: [{ role: "administrator", departmentId: company.b.id }],
    });
    await giveGrant(local, { personId: person.id, departmentId: company.b1.id, role: "member" });
    for (const departmentId of [company.a.id, company.root.id])
      await expect(giveGrant(local, { personId: person.id, departmentId, role: "viewer" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(giveGrant(local, { personId: company.leadA.personId, departmentId: company.b.id, role: "viewer" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("somebody who reads everything and administers only B", () => {
  it("gives neither A to a person of B nor B to a person of A", async () => {
    const both = await makeViewerOf({
      name: "Both",
      departmentId: company.b.id,
      grants: [
        { role: "coo", departmentId: company.root.id },
        { role: "administrator", departmentId: company.b.id },
      ],
    });
    const given = (personId: string, departmentId: string) => giveGrant(both, { personId, departmentId, role: "lead" });
    await expect(given(company.memberB.personId, company.a.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(given(company.memberA.personId, company.b.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await given(company.memberB.personId, company.b.id);
  });
});

describe("accounts", () => {
  it.each([
    ["coo", "FORBIDDEN"],
    ["executive", "NOT_FOUND"],
    ["leadA", "NOT_FOUND"],
    ["leadB", "NOT_FOUND"],
    ["viewerB", "NOT_FOUND"],
  ] as const)("%s makes no link, and disables, enables or signs out nobody else", async (role, code) => {
    const target = { personId: company.memberB.personId };
    const before = (await auditOf(target.personId)).length;
    for (const command of [makeSignInLink, disableAccount, enableAccount, endSessions])
      await expect(command(company[role], target), command.name).rejects.toMatchObject({ code });
    expect((await viewerOf(target.personId))?.personId).toBe(target.personId);
    expect((await owner.query("select 1 from one_time_token where person_id = $1", [target.personId])).rowCount).toBe(0);
    expect((await auditOf(target.personId)).length).toBe(before);
  });
});

describe("the last administrator", () => {
  const administrators = async () =>
    (
      await owner.query(
        `select g.person_id from access_grant g join account a on a.person_id = g.person_id
        where g.role = 'administrator' and g.ended_at is null and g.department_id = $1 and a.disabled_at is null and a.password_hash is not null`,
        [company.root.id],
      )
    ).rowCount ?? 0;
  const grantOf = async (personId: string) => (await grantsOf(personId)).find((grant) => grant.role === "administrator")?.id ?? "";
  const second = () => makeViewerOf({ name: "Second", grants: [{ role: "administrator", departmentId: company.root.id }], password: true });

  it("keeps the role and the account, even if somebody else is still invited or administers a part", async () => {
    const self = company.administrator;
    await makePerson({ name: "Invited", grants: [{ role: "administrator", departmentId: company.root.id }] });
    await makePerson({ name: "Of a part", grants: [{ role: "administrator", departmentId: company.b.id }], password: true });
    const grantId = await grantOf(self.personId);
    await expect(endGrant(self, { grantId })).rejects.toMatchObject({ code: "INVALID" });
    await expect(disableAccount(self, { personId: self.personId })).rejects.toMatchObject({ code: "INVALID" });
    const other = await second();
    await disableAccount(self, { personId: other.personId });
    await expect(endGrant(self, { grantId })).rejects.toMatchObject({ code: "INVALID" });
    expect(await grantOf(self.personId)).toBe(grantId);
    await enableAccount(self, { personId: other.personId });
    await endGrant(self, { grantId: await grantOf(other.personId) });
  });

  it("two who take it from each other at the same time, 50 times: one is always left", { timeout: 120_000 }, async () => {
    const two = await second();
    let pair = [company.administrator, two] as const;
    for (let round = 0; round < 50; round++) {
      const [one, other] = pair;
      const ids = [await grantOf(one.personId), await grantOf(other.personId)] as const;
      const results = await Promise.allSettled([
        endGrant(one, { grantId: ids[1] }),
        round % 2 === 0 ? endGrant(other, { grantId: ids[0] }) : disableAccount(other, { personId: one.personId }),
      ]);
      expect(await administrators()).toBe(1);
      expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
      // Back to two, by the one who is left.
      const [first] = results;
      const [left, gone] = first?.status === "fulfilled" ? [one, other] : [other, one];
      if ((await grantOf(gone.personId)) === "")
        await giveGrant(left, { personId: gone.personId, departmentId: company.root.id, role: "administrator" });
      else await enableAccount(left, { personId: gone.personId });
      pair = [left, gone];
    }
  });
});
