import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { disableAccount, endSessions } from "@/lib/people/commands/account";
import { endGrant } from "@/lib/people/commands/grant";
import { changePassword } from "@/lib/people/commands/own-password";
import { hashPassword } from "@/lib/platform/auth/password/password";
import { listOwnSessions, viewerOfSession } from "@/lib/platform/auth/sessions";
import { signIn } from "@/lib/platform/auth/sign-in/sign-in";
import { pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makePerson, TEST_PASSWORD, viewerFor } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
beforeEach(() => owner.query("delete from sign_in_count"));
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const enter = (email: string, password: string, address = "192.0.2.1") => signIn({ email, password }, address, "a browser");
const someone = (name: string) =>
  makePerson({ name, departmentId: company.a.id, grants: [{ role: "lead", departmentId: company.a.id }], password: true });
async function signedIn(name: string) {
  const person = await someone(name);
  const session = await enter(person.email, TEST_PASSWORD);
  if (!session) throw new Error("did not sign in");
  return { ...person, sid: session.sid };
}

describe("signing in", () => {
  it("the right password starts a session, with its audit row", async () => {
    const ann = await signedIn("Ann");
    expect((await viewerOfSession(ann.id, ann.sid))?.name).toBe("Ann");
    expect(await auditOf(ann.id)).toEqual([expect.objectContaining({ action: "session.start", actor_id: ann.id })]);
  });

  it("the e-mail may be typed in capitals", async () => {
    const person = await someone("Capital");
    expect(await enter(person.email.toUpperCase(), TEST_PASSWORD)).toMatchObject({ personId: person.id });
  });

  it("wrong, unknown, disabled, without a password and without an account all return the same null", async () => {
    const right = await someone("Right");
    const disabled = await someone("Disabled");
    await writing("system", (tx) => tx.account.update({ where: { personId: disabled.id }, data: { disabledAt: new Date() } }));
    const invited = await makePerson({ name: "Invited" });
    const none = await makePerson({ name: "No account", account: false });
    expect(await enter(right.email, `${TEST_PASSWORD}x`)).toBeNull();
    for (const email of ["nobody@company.example", disabled.email, invited.email, none.email])
      expect(await enter(email, TEST_PASSWORD)).toBeNull();
    const { rows } = await owner.query("select action from audit_event where subject_id = $1", [right.email]);
    expect(rows).toEqual([{ action: "session.fail" }]);
  });

  it("an invalid e-mail or a non-text is refused, and is not our failure", async () => {
    for (const input of [
      null,
      {},
      { email: ["a@b"], password: "x" },
      { email: "a\0@b.example", password: "x" },
      { email: { not: "x" }, password: "y" },
    ])
      expect(await signIn(input, "192.0.2.1", null)).toBeNull();
  });

  it("somebody who has left the company cannot sign in", async () => {
    const gone = await someone("Gone");
    await owner.query("update person set left_on = '2001-01-01' where id = $1", [gone.id]);
    expect(await enter(gone.email, TEST_PASSWORD)).toBeNull();
  });
});

describe("a session is looked up on every request", () => {
  it("disabling the person takes effect on the next one", async () => {
    const person = await signedIn("To disable");
    await disableAccount(company.administrator, { personId: person.id });
    expect(await viewerOfSession(person.id, person.sid)).toBeNull();
  });

  it("ending a grant takes effect on the next one", async () => {
    const person = await signedIn("To demote");
    expect((await viewerOfSession(person.id, person.sid))?.readable).toEqual([company.a.id]);
    const { rows } = await owner.query("select id from access_grant where person_id = $1", [person.id]);
    await endGrant(company.administrator, { grantId: rows[0]?.id });
    expect((await viewerOfSession(person.id, person.sid))?.readable).toEqual([]);
  });

  it("another person's name on it, or an invented secret, is nobody", async () => {
    const [one, two] = [await signedIn("One"), await signedIn("Two")];
    expect(await viewerOfSession(two.id, one.sid)).toBeNull();
    expect(await viewerOfSession(one.id, "never-given")).toBeNull();
  });

  it("it ends after 8 hours without a request, and after 24 hours in any case; an administrator's after 30 minutes and 12 hours", async () => {
    const person = await signedIn("Idle");
    const admin = await makePerson({
      name: "Idle administrator",
      grants: [{ role: "administrator", departmentId: company.root.id }],
      password: true,
    });
    const quiet = (id: string, minutes: number) =>
      owner.query("update session set last_seen_at = now() - $2 * interval '1 minute', expires_at = expires_at where person_id = $1", [
        id,
        minutes,
      ]);
    await quiet(person.id, 479);
    expect(await viewerOfSession(person.id, person.sid)).not.toBeNull();
    await quiet(person.id, 481);
    expect(await viewerOfSession(person.id, person.sid)).toBeNull();
    const session = await enter(admin.email, TEST_PASSWORD);
    await quiet(admin.id, 31);
    expect(await viewerOfSession(admin.id, session?.sid ?? "")).toBeNull();
    const { rows } = await owner.query(
      "select person_id, extract(epoch from expires_at - created_at)::int / 3600 as hours from session where person_id = any ($1)",
      [[person.id, admin.id]],
    );
    expect(new Map(rows.map((row) => [row.person_id, row.hours]))).toEqual(
      new Map([
        [person.id, 24],
        [admin.id, 12],
      ]),
    );
  });

  it("signing out everywhere ends all of them, and nobody else's", async () => {
    const person = await signedIn("Everywhere");
    const other = await signedIn("Elsewhere");
    const second = await enter(person.email, TEST_PASSWORD);
    const viewer = await viewerFor(person);
    expect((await listOwnSessions(viewer, person.sid)).map((s) => s.current).sort()).toEqual([false, true]);
    expect(await endSessions(viewer, { personId: person.id })).toEqual({ ended: 2 });
    for (const sid of [person.sid, second?.sid ?? ""]) expect(await viewerOfSession(person.id, sid)).toBeNull();
    expect(await viewerOfSession(other.id, other.sid)).not.toBeNull();
    expect((await auditOf(person.id)).at(-1)).toMatchObject({ action: "session.revoke", after: { ended: 2 } });
    await expect(endSessions(viewer, { personId: other.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("changing your own password", () => {
  const NEXT = "kettle under violet tramway";

  it("asks for the current one, ends the other sessions and keeps this one", async () => {
    const person = await signedIn("Changer");
    const other = await enter(person.email, TEST_PASSWORD);
    const viewer = await viewerFor(person);
    const wrong = changePassword(viewer, person.sid, { currentPassword: "not mine at all 123", newPassword: NEXT });
    await expect(wrong).rejects.toMatchObject({ code: "INVALID", field: "currentPassword" });
    expect(await changePassword(viewer, person.sid, { currentPassword: TEST_PASSWORD, newPassword: NEXT })).toEqual({ sessionsEnded: 1 });
    expect(await viewerOfSession(person.id, person.sid)).not.toBeNull();
    expect(await viewerOfSession(person.id, other?.sid ?? "")).toBeNull();
    expect(await enter(person.email, TEST_PASSWORD)).toBeNull();
    expect(await enter(person.email, NEXT)).not.toBeNull();
    expect(JSON.stringify(await auditOf(person.id))).not.toContain("tramway");
  });

  it("a guessable new one is refused at its field", async () => {
    const viewer = await viewerFor(await someone("Guessable"));
    await expect(changePassword(viewer, null, { currentPassword: TEST_PASSWORD, newPassword: "passwordpassword1" })).rejects.toMatchObject({
      code: "INVALID",
      field: "newPassword",
    });
  });

  it("a password of 128 characters counts to its last one", async () => {
    const long = "kettle under violet tramway mug ".repeat(4);
    const person = await someone("Long");
    const passwordHash = await hashPassword(long);
    await writing("system", (tx) => tx.account.update({ where: { personId: person.id }, data: { passwordHash } }));
    expect(await enter(person.email, `${long.slice(0, 127)}x`)).toBeNull();
    expect(await enter(person.email, long)).not.toBeNull();
  });
});
