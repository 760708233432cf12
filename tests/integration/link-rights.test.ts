import "../support/as-worker";
import "../support/as-worker";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { SunkMail } from "../support/smtp-sink";

// A mail server on the loopback, for mailed links. Set before anything reads the environment.
const sink = await vi.hoisted(async () => {
  const { smtpSink } = await import("../support/smtp-sink");
  const made = await smtpSink();
  Object.assign(process.env, { SMTP_URL: made.url, MAIL_FROM: "Command center <coo@company.example>" });
  return made;
});

import { sendMailJob } from "@/lib/digest/mail-job";
import { Mapping } from "@/lib/imports/mapping";
import { importFile } from "@/lib/imports/run/run";
import { disableAccount, enableAccount, endSessions, makeSignInLink } from "@/lib/people/commands/account";
import { endGrant, giveGrant } from "@/lib/people/commands/grant";
import { changePassword } from "@/lib/people/commands/own-password";
import { changePerson } from "@/lib/people/commands/person";
import { findLink, redeemLink } from "@/lib/platform/auth/links/invitations";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { pool } from "@/lib/platform/db/client";
import { MailPayload } from "@/lib/platform/jobs/queues";
import { auditOf, owner } from "../support/audit";
import {
  type Company,
  makeCompany,
  makeDepartment,
  makePerson,
  makeViewerOf,
  TEST_PASSWORD,
  type TestPerson,
  viewerFor,
} from "../support/factories";
import { DEPARTMENTS } from "./import-support.fixture";

// Links as operations: who made one, for whom, and what has changed since. A link stops working with any change of what it opens.
let company: Company;
let local: Viewer;
beforeAll(async () => {
  company = await makeCompany();
  const grants = [{ role: "administrator" as const, departmentId: company.b.id }];
  local = await makeViewerOf({ name: "Administrator of B", departmentId: company.b.id, grants });
});
afterAll(async () => {
  await sink.close();
  await owner.end();
  await pool.end();
});

const NEXT = "kettle under violet tramway";
const tokenIn = (text: string) => /invitation\?token=([\w-]{43})/.exec(text)?.[1] ?? "";
let drawn = 0;

/** Somebody in B with a role there; with a password, or still to be invited. */
const someone = (password: boolean) =>
  makePerson({
    name: `Somebody ${"abcdefghijklmnopqrstuvwxyz"[drawn++ % 26]}`,
    departmentId: company.b.id,
    grants: [{ role: "member", departmentId: company.b.id }],
    password,
    account: password,
  });

const MAKERS: Record<string, (person: TestPerson) => Promise<string>> = {
  "the administrator": async ({ id }) => tokenIn((await makeSignInLink(company.administrator, { personId: id })).link),
  "an administrator of the department": async ({ id }) => tokenIn((await makeSignInLink(local, { personId: id })).link),
  "a forgotten password": async ({ email }) => {
    sink.mails.length = 0;
    await sendMailJob(MailPayload.parse({ kind: "reset", email }), {
      jobId: String(drawn),
      attempt: 0,
      signal: new AbortController().signal,
    });
    return tokenIn((sink.mails[0] as SunkMail).body);
  },
};

const bring = (into: unknown, text: string) =>
  importFile("system", {
    mapping: Mapping.parse({ name: "links", into }),
    file: (async function* () {
      yield Buffer.from(text);
    })(),
    fileName: "links.csv",
  });
const codeOf = async (table: "person" | "department", id: string): Promise<string> =>
  (await owner.query(`select code from ${table} where id = $1`, [id])).rows[0].code;
const grantOf = async (personId: string): Promise<string> =>
  (await owner.query("select id from access_grant where person_id = $1 and ended_at is null", [personId])).rows[0].id;
const fields = async ({ id, name, email }: TestPerson) => {
  const { version } = (await owner.query("select version from person where id = $1", [id])).rows[0];
  return { personId: id, version, name, email, jobTitle: "", departmentId: company.b.id };
};

/** Possible changes between making and opening a link, and whether the link still works. */
const CHANGES: [what: string, opens: boolean, change: (person: TestPerson) => Promise<unknown>][] = [
  ["nothing", true, async () => {}],
  ["their name", true, async (p) => changePerson(company.administrator, { ...(await fields(p)), name: "Another Name" })],
  ["their sessions", true, async ({ id }) => endSessions(company.administrator, { personId: id })],
  [
    "somebody else's role",
    true,
    async () => {
      const other = await someone(true);
      await giveGrant(company.administrator, { personId: other.id, departmentId: company.b.id, role: "lead" });
    },
  ],
  [
    "another role, of the whole company",
    false,
    async ({ id }) => giveGrant(company.administrator, { personId: id, departmentId: company.root.id, role: "coo" }),
  ],
  ["one role less", false, async ({ id }) => endGrant(company.administrator, { grantId: await grantOf(id) })],
  [
    "disabled and enabled",
    false,
    async ({ id }) => {
      await disableAccount(company.administrator, { personId: id });
      await enableAccount(company.administrator, { personId: id });
    },
  ],
  ["another e-mail", false, async (p) => changePerson(company.administrator, { ...(await fields(p)), email: `moved.${p.email}` })],
  ["another department", false, async (p) => changePerson(company.administrator, { ...(await fields(p)), departmentId: company.b1.id })],
  [
    "a day of leaving, taken back",
    false,
    async ({ id }) => {
      const into = { target: "people", columns: { code: { from: "code" }, name: { from: "name" }, leftOn: { from: "left" } } };
      for (const left of ["2190-01-01", ""]) await bring(into, `code,name,left\n${await codeOf("person", id)},Same,${left}\n`);
    },
  ],
  [
    "the department moved in the tree",
    false,
    async () => {
      const [under, code] = [await makeDepartment("Above B", company.root.id), await codeOf("department", company.b.id)];
      for (const parent of [under.id, company.root.id])
        await bring(DEPARTMENTS, `code,name,parent\n${code},B,${await codeOf("department", parent)}\n`);
    },
  ],
  ["a newer link", false, async ({ id }) => makeSignInLink(company.administrator, { personId: id })],
];

describe.each(Object.keys(MAKERS))("a link made by %s", (maker) => {
  const kinds = maker === "a forgotten password" ? [true] : [true, false];
  it.each(kinds.flatMap((password) => CHANGES.map(([what, opens, change]) => ({ what, opens, change, password }))))(
    "for somebody with a password: $password; then: $what; it opens the account: $opens",
    async ({ opens, change, password }) => {
      const person = await someone(password);
      const token = (await MAKERS[maker]?.(person)) ?? "";
      await change(person);
      const hash = async () =>
        (await owner.query("select password_hash from account where person_id = $1", [person.id])).rows[0]?.password_hash;
      const before = await hash();
      expect((await findLink(token)) !== null).toBe(opens);
      if (opens) await redeemLink({ token, password: NEXT });
      else await expect(redeemLink({ token, password: NEXT })).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect((await hash()) !== before).toBe(opens);
    },
  );
});

it("a link ends when the person sets a password", async () => {
  const person = await someone(true);
  const token = (await MAKERS["the administrator"]?.(person)) ?? "";
  await changePassword(await viewerFor(person), null, { currentPassword: TEST_PASSWORD, newPassword: NEXT });
  await expect(redeemLink({ token, password: `${NEXT} again` })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("any change of a role, even without a command, ends the link", async () => {
  const person = await someone(true);
  for (const sql of [
    "insert into access_grant (person_id, department_id, role) select $1, id, 'coo' from department where parent_id is null",
    "update access_grant set ended_at = now() where person_id = $1 and role = 'coo'",
    "delete from access_grant where person_id = $1 and role = 'coo'",
    "update account set password_hash = 'another' where person_id = $1",
    "update person set email = 'beside.' || email where id = $1",
  ]) {
    const token = (await MAKERS["the administrator"]?.(person)) ?? "";
    expect(await findLink(token)).not.toBeNull();
    await owner.query(sql, [person.id]);
    expect(await findLink(token), sql).toBeNull();
  }
});

it("a promotion and the use of a link at the same moment, 40 times: the link was used before it, or not at all", async () => {
  for (let round = 0; round < 40; round++) {
    const person = await someone(true);
    const token = (await MAKERS["an administrator of the department"]?.(person)) ?? "";
    const promote = () => giveGrant(company.administrator, { personId: person.id, departmentId: company.root.id, role: "administrator" });
    const redeem = () => redeemLink({ token, password: NEXT });
    const results = await Promise.allSettled(round % 2 === 0 ? [redeem(), promote()] : [promote(), redeem()]);
    const redeemed = results[round % 2];
    expect(results[1 - (round % 2)]?.status).toBe("fulfilled");
    const order = (await auditOf(person.id)).map((row) => row.action).filter((action) => action !== "account.link");
    if (redeemed?.status === "fulfilled") {
      expect(order).toEqual(["account.password", "grant.give"]);
    } else {
      expect(redeemed?.reason).toMatchObject({ code: "NOT_FOUND" });
      expect(order).toEqual(["grant.give"]);
    }
    await owner.query("update access_grant set ended_at = now() where person_id = $1", [person.id]);
  }
});
