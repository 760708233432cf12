import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

vi.hoisted(() => {
  Object.assign(process.env, { SMTP_URL: "smtp://127.0.0.1:9", MAIL_FROM: "Command center <coo@company.example>" });
});

import { getDigest } from "@/lib/digest/digest-queries";
import { HANDLERS } from "@/lib/entry/handlers";
import { listNotices } from "@/lib/notices/queries";
import { askPasswordReset } from "@/lib/platform/auth/links/forgot-password";
import { watchSignIns } from "@/lib/platform/auth/sign-in/flood";
import { signIn } from "@/lib/platform/auth/sign-in/sign-in";
import { countOf } from "@/lib/platform/auth/sign-in/tries";
import { pool } from "@/lib/platform/db/client";
import { owner } from "../support/audit";
import { type Company, makeCompany, makePerson, makeViewerOf, viewerFor } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
beforeEach(() => owner.query("delete from sign_in_count; delete from notification; delete from jobs.job"));
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const told = async () =>
  (await owner.query("select person_id from notification where kind = 'sign-in-flood'")).rows.map((row) => row.person_id);
const rows = async () => (await owner.query("select actor_id, after from audit_event where action = 'sign-in.flood' order by id")).rows;
const put = (key: string, tries: number, refused: number) =>
  owner.query("insert into sign_in_count (key, tries, refused, seen_at) values ($1, array_fill(now(), array[$2::int]), $3, now())", [
    key,
    tries,
    refused,
  ]);

describe("a flood of sign-ins", () => {
  it("is reported to each administrator of the company once, with one audit row that sums it up", async () => {
    const second = await makeViewerOf({ name: "Second", grants: [{ role: "administrator", departmentId: company.root.id }] });
    await makeViewerOf({ name: "Of A", grants: [{ role: "administrator", departmentId: company.a.id }] });
    const gone = await makePerson({ name: "Disabled", grants: [{ role: "administrator", departmentId: company.root.id }] });
    await owner.query("update account set disabled_at = now() where person_id = $1", [gone.id]);
    const { email } = company.leadA;
    for (let n = 0; n < 13; n++) await signIn({ email, password: "somebody guesses this one" }, `203.0.113.${n}`, null).catch(() => null);
    const before = (await rows()).length;
    expect(await watchSignIns()).toEqual({ floodTold: 2 });
    expect((await told()).sort()).toEqual([company.administrator.personId, second.personId].sort());
    expect((await rows()).slice(before)).toEqual([
      { actor_id: null, after: { wrongPasswords: 10, refused: 3, linksAskedFor: 0, accounts: [`${email} (13)`] } },
    ]);
    expect(await watchSignIns()).toEqual({ floodTold: 0 });
    expect(await rows()).toHaveLength(before + 1);
  });

  it("that continues is reported again after an hour, with the refusals since", async () => {
    await put(countOf.account("somebody@company.example"), 10, 5);
    expect((await watchSignIns()).floodTold).toBeGreaterThan(0);
    await owner.query("update sign_in_count set refused = 700 where key like 'account %'");
    expect((await watchSignIns()).floodTold).toBe(0);
    await owner.query("update sign_in_count set tries = array(select t - interval '61 minutes' from unnest(tries) t)");
    expect((await watchSignIns()).floodTold).toBeGreaterThan(0);
    expect((await rows()).at(-1)?.after).toMatchObject({ refused: 700, accounts: ["somebody@company.example (700)"] });
    expect((await watchSignIns()).floodTold).toBe(0);
  });

  it.each([
    ["somebody mistypes now and then", countOf.account("mistyped@company.example"), 10, 0, false],
    ["a hundred wrong passwords", countOf.failures, 100, 0, false],
    ["more than a hundred", countOf.failures, 100, 1, true],
    ["a hundred links", countOf.resets, 100, 0, false],
    ["more links", countOf.resets, 100, 1, true],
    ["a network used up", countOf.network("203.0.113.1"), 100, 1, true],
  ])("%s", async (_what, key, tries, refused, flood) => {
    await put(key, tries, refused);
    expect((await watchSignIns()).floodTold > 0).toBe(flood);
  });

  it("is checked by the worker", async () => {
    await put(countOf.failures, 100, 30);
    await HANDLERS["watch-clock"]({}, { jobId: "", attempt: 0, signal: new AbortController().signal });
    expect(await told()).toContain(company.administrator.personId);
  });

  it("is in the list and in the digest for people who may read the audit log, with a link to it", async () => {
    await put(countOf.failures, 100, 30);
    await watchSignIns();
    const href = "/audit?action=sign-in.flood";
    const person = { id: company.administrator.personId };
    expect(await listNotices(await viewerFor(person))).toEqual([expect.objectContaining({ href, read: false })]);
    expect((await getDigest(await viewerFor(person))).digest.notices).toEqual([expect.objectContaining({ path: href })]);
    await owner.query("update notification set person_id = $1", [company.leadA.personId]);
    expect(await listNotices(await viewerFor({ id: company.leadA.personId }))).toEqual([]);
  });
});

describe("requested links", () => {
  const queued = async () =>
    (await owner.query("select data->>'email' as email from jobs.job where name = 'mail' order by 1")).rows.map((row) => row.email);
  const ask = (email: string, address = "unknown") => askPasswordReset({ email }, address);
  const inTens = async (emails: readonly string[], address?: string) => {
    for (let n = 0; n < emails.length; n += 10) await Promise.all(emails.slice(n, n + 10).map((email) => ask(email, address)));
  };

  it("200 for others do not stop your own, and for unknown addresses they create no job", async () => {
    await inTens(
      Array.from({ length: 200 }, (_, n) => `nobody-${n}@company.example`),
      "203.0.113.5",
    );
    expect(await queued()).toEqual([]);
    expect((await owner.query("select 1 from sign_in_count where key like 'reset%nobody%'")).rowCount).toBe(0);
    for (let n = 0; n < 4; n++) await ask(company.leadB.email, "203.0.113.5");
    await ask(company.leadA.email, "203.0.113.5");
    expect(await queued()).toEqual([company.leadA.email, company.leadB.email, company.leadB.email, company.leadB.email].sort());
  });

  it("one network gets 30 mails, and another is not affected", async () => {
    await owner.query("insert into sign_in_count (key, tries, seen_at) values ($1, array_fill(now(), array[30]), now())", [
      countOf.resetNetwork("203.0.113.6"),
    ]);
    expect(await ask(company.leadA.email, "203.0.113.6")).toEqual({ asked: true });
    expect(await queued()).toEqual([]);
    await ask(company.leadA.email, "203.0.113.7");
    expect(await queued()).toEqual([company.leadA.email]);
  });
});
