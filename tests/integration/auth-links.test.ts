import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disableAccount, enableAccount, makeSignInLink } from "@/lib/people/commands/account";
import { findLink, redeemLink } from "@/lib/platform/auth/links/invitations";
import { viewerOfSession } from "@/lib/platform/auth/sessions";
import { signIn } from "@/lib/platform/auth/sign-in/sign-in";
import { pool } from "@/lib/platform/db/client";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makePerson, TEST_PASSWORD } from "../support/factories";

const NEXT = "kettle under violet tramway";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const enter = (email: string, password: string) => signIn({ email, password }, "192.0.2.1", null);
const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";
const newcomer = (name: string) => makePerson({ name, departmentId: company.a.id, account: false });
const invite = async (personId: string) => tokenOf((await makeSignInLink(company.administrator, { personId })).link);

describe("an invitation", () => {
  it("creates the account, and the person sets the password and signs in; only a hash of the link is stored", async () => {
    const person = await newcomer("New");
    const made = await makeSignInLink(company.administrator, { personId: person.id });
    expect(made).toMatchObject({ purpose: "invitation", minutes: 60 });
    expect(made.link).toMatch(/^http:\/\/localhost:3000\/invitation\?token=[\w-]{43}$/);
    const token = tokenOf(made.link);
    expect(await findLink(token)).toEqual({ name: "New", email: person.email, purpose: "invitation" });
    expect(await findLink(token), "looking does not use it").not.toBeNull();
    expect(await redeemLink({ token, password: NEXT })).toEqual({ email: person.email });
    expect(await enter(person.email, NEXT)).toMatchObject({ personId: person.id });
    const log = await auditOf(person.id);
    expect(log.map((row) => [row.action, row.actor_id])).toEqual([
      ["account.create", company.administrator.personId],
      ["account.password", person.id],
      ["session.start", person.id],
    ]);
    expect(JSON.stringify(log)).not.toContain(token);
    const { rows } = await owner.query("select row_to_json(t)::text as kept from one_time_token t");
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it("of 50 simultaneous uses one succeeds", async () => {
    const person = await newcomer("Raced");
    const token = await invite(person.id);
    const tries = Array.from({ length: 50 }, (_, n) => ({ token, password: `${NEXT} number ${n}` }));
    const results = await Promise.allSettled(tries.map(redeemLink));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const winner = results.findIndex((result) => result.status === "fulfilled");
    expect(await enter(person.email, tries[winner]?.password ?? "")).not.toBeNull();
    expect((await auditOf(person.id)).filter((row) => row.action === "account.password")).toHaveLength(1);
  });

  it("stops working when it was used, has expired, a newer one was made, or the account is disabled", async () => {
    const person = await newcomer("Spent");
    const refused = (token: string) => expect(redeemLink({ token, password: NEXT })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const first = await invite(person.id);
    const second = await invite(person.id);
    await refused(first);
    await owner.query("update one_time_token set expires_at = now() - interval '1 second' where person_id = $1", [person.id]);
    await refused(second);
    const third = await invite(person.id);
    await disableAccount(company.administrator, { personId: person.id });
    await refused(third);
    await enableAccount(company.administrator, { personId: person.id });
    const fourth = await invite(person.id);
    await redeemLink({ token: fourth, password: NEXT });
    await refused(fourth);
    await refused("A".repeat(43));
  });

  it("a refused password does not use up the link", async () => {
    const person = await newcomer("Ada Lovelace");
    const token = await invite(person.id);
    for (const password of ["too short", "Ada-Lovelace-1815", "123456789012345"])
      await expect(redeemLink({ token, password })).rejects.toMatchObject({ code: "INVALID", field: "password" });
    await redeemLink({ token, password: NEXT });
  });

  it("needs an e-mail", async () => {
    const person = await newcomer("Unreachable");
    await owner.query("update person set email = null where id = $1", [person.id]);
    await expect(makeSignInLink(company.administrator, { personId: person.id })).rejects.toMatchObject({ code: "INVALID" });
  });
});

it("a reset changes nothing before it is used; then the old password and every session end", async () => {
  const person = await makePerson({ name: "Forgot", departmentId: company.a.id, password: true });
  const session = await enter(person.email, TEST_PASSWORD);
  const made = await makeSignInLink(company.administrator, { personId: person.id });
  expect(made.purpose).toBe("password_reset");
  expect(await enter(person.email, TEST_PASSWORD)).not.toBeNull();
  for (let n = 0; n < 10; n++) await enter(person.email, "somebody else guesses");
  await redeemLink({ token: tokenOf(made.link), password: NEXT });
  expect(await viewerOfSession(person.id, session?.sid ?? "")).toBeNull();
  expect(await enter(person.email, NEXT), "the owner gets in though others guessed").not.toBeNull();
  expect(await enter(person.email, TEST_PASSWORD)).toBeNull();
});
