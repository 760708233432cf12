import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { redeemLink } from "@/lib/platform/auth/links/invitations";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import { recoverAdministrator } from "@/lib/platform/auth/recover";
import { viewerOfSession } from "@/lib/platform/auth/sessions";
import { signIn } from "@/lib/platform/auth/sign-in/sign-in";
import { pool } from "@/lib/platform/db/client";
import { TYPESCRIPT_FLAGS } from "../../scripts/ts-run.mjs";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makePerson, TEST_PASSWORD } from "../support/factories";

const NEXT = "kettle under violet tramway";
const tokenOf = (text: string) => /invitation\?token=([\w-]{43})/.exec(text)?.[1] ?? "";
const enter = (email: string, password: string) => signIn({ email, password }, "192.0.2.1", null);

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});
/** Nobody can administer the company any more: everything a file or a mishap could cause. */
const lose = () =>
  owner.query("update person set left_on = '2001-01-01' where id in (select person_id from access_grant where role = 'administrator')");
beforeEach(async () => {
  await owner.query("update person set left_on = null");
  await owner.query("update account set disabled_at = null");
});

describe("while somebody can sign in and administer the company", () => {
  it("it names them and changes nothing, whoever is requested", async () => {
    const { administrator, memberA } = company;
    for (const email of [memberA.email, "nobody@company.example", administrator.email]) {
      for (const forgotten of email === administrator.email ? [false] : [false, true])
        await expect(recoverAdministrator({ email, name: "Somebody", forgotten })).rejects.toMatchObject({
          code: "INVALID",
          message: expect.stringContaining(`${administrator.name} can sign in and administer the company`),
        });
    }
    expect((await owner.query("select 1 from one_time_token")).rowCount).toBe(0);
    expect((await owner.query("select 1 from audit_event where action = 'account.recover'")).rowCount).toBe(0);
  });

  it("if that person has forgotten the password, it asks for the option, and then makes a link", async () => {
    const { administrator } = company;
    const made = await recoverAdministrator({ email: ` ${administrator.email.toUpperCase()} `, forgotten: true });
    expect(await enter(administrator.email, TEST_PASSWORD), "only the link opens the account").toBeNull();
    expect((await recoverAdministrator({ email: administrator.email })).link, "not used: again, without being told").not.toBe(made.link);
    const again = await recoverAdministrator({ email: administrator.email });
    await redeemLink({ token: tokenOf(again.link), password: NEXT });
    expect(await enter(administrator.email, NEXT)).not.toBeNull();
    expect(again.did).toEqual(["Their account is enabled; its password and sessions are no longer valid."]);
  });
});

describe("when nobody can", () => {
  it("somebody who has left, was disabled and had no such role administers the company, with the link alone", async () => {
    const { memberB, root } = company;
    const session = await enter(memberB.email, TEST_PASSWORD);
    await lose();
    await owner.query("update person set left_on = '2014-01-01' where id = $1", [memberB.personId]);
    await owner.query("update account set disabled_at = now() where person_id = $1", [memberB.personId]);
    const before = (await auditOf(memberB.personId)).length;
    const { link, name, minutes, did } = await recoverAdministrator({ email: memberB.email });
    expect([name, minutes]).toEqual([memberB.name, 60]);
    expect(did).toEqual([
      "Their leaving date, 2014-01-01, was removed.",
      "Their account is enabled; its password and sessions are no longer valid.",
      `They are now an administrator of ${root.name}.`,
    ]);
    expect(await enter(memberB.email, TEST_PASSWORD)).toBeNull();
    expect(await viewerOfSession(memberB.personId, session?.sid ?? "")).toBeNull();
    await redeemLink({ token: tokenOf(link), password: NEXT });
    expect(await viewerOf(memberB.personId)).toMatchObject({ administrator: true });
    await expect(redeemLink({ token: tokenOf(link), password: `${NEXT} again` })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const log = (await auditOf(memberB.personId)).slice(before);
    expect(log.map((row) => [row.action, row.actor_id])).toEqual([
      ["account.recover", null],
      ["account.password", memberB.personId],
    ]);
    expect(log[0]).toMatchObject({
      before: { account: "disabled", leftOn: "2014-01-01", administers: false },
      after: { account: "enabled", did: did.join(" "), minutes: 60, by: "npm run recover" },
    });
    expect(JSON.stringify(log)).not.toContain(tokenOf(link));
  });

  it("somebody in the directory without an account, and somebody who is not in it, by a name", async () => {
    const person = await makePerson({ name: "Directory Only", account: false, departmentId: company.a.id });
    await lose();
    const made = await recoverAdministrator({ email: person.email });
    expect(made.did).toContain("An account was created for them.");
    await expect(recoverAdministrator({ email: "new@company.example" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(recoverAdministrator({ email: "no address", name: "New" })).rejects.toMatchObject({ code: "INVALID" });
    const added = await recoverAdministrator({ email: "New@Company.Example", name: "New Administrator" });
    expect(added).toMatchObject({ name: "New Administrator", email: "new@company.example" });
    await redeemLink({ token: tokenOf(added.link), password: NEXT });
    await expect(recoverAdministrator({ email: person.email })).rejects.toMatchObject({
      message: expect.stringContaining("New Administrator can sign in"),
    });
  });

  it("of five at once each waits for the previous one, and earlier links stop working", async () => {
    await lose();
    const results = await Promise.all(Array.from({ length: 5 }, () => recoverAdministrator({ email: company.leadA.email })));
    const opened = await Promise.allSettled(results.map(({ link }) => redeemLink({ token: tokenOf(link), password: NEXT })));
    expect(opened.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(
      (await owner.query("select 1 from access_grant where person_id = $1 and role = 'administrator'", [company.leadA.personId])).rowCount,
    ).toBe(1);
  });
});

describe("as a program", () => {
  const run = promisify(execFile);
  const recover = async (...args: string[]) => {
    const script = path.resolve(import.meta.dirname, "../../scripts/recover.ts");
    const env = { ...process.env, APP_ORIGIN: "https://coo.example" };
    return run(process.execPath, [...TYPESCRIPT_FLAGS, script, ...args], { env })
      .then(({ stdout, stderr }) => ({ code: 0, stdout, stderr }))
      .catch((error: { code: number; stdout: string; stderr: string }) => error);
  };

  it("prints the link, says what it did, and refuses with a sentence", async () => {
    await lose();
    const { code, stdout } = await recover("--administrator", company.leadB.email);
    expect(code).toBe(0);
    expect(stdout).toContain(`They are now an administrator of ${company.root.name}.`);
    expect(stdout).toMatch(/https:\/\/coo\.example\/invitation\?token=[\w-]{43}\n/);
    await redeemLink({ token: tokenOf(stdout), password: NEXT });
    const refused = await recover("--administrator", company.coo.email);
    expect(refused).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining(`${company.leadB.name} can sign in and administer`),
    });
    expect(await recover()).toMatchObject({ code: 2, stderr: expect.stringContaining("npm run recover") });
  });
});
