import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SunkMail } from "../support/smtp-sink";

// Monday, 08:00 UTC; a mail server on the loopback. Set before anything reads the environment.
const sink = await vi.hoisted(async () => {
  const { smtpSink } = await import("../support/smtp-sink");
  const made = await smtpSink();
  Object.assign(process.env, {
    CLOCK: "2014-06-02T08:00:00Z",
    SMTP_URL: made.url,
    MAIL_FROM: "Command center <coo@company.example>",
    APP_ORIGIN: "https://coo.example",
  });
  return made;
});

import { queueDigests } from "@/lib/digest/digest-queue";
import { sendMailJob } from "@/lib/digest/mail-job";
import { changePerson } from "@/lib/people/commands/person";
import { pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { MailPayload } from "@/lib/platform/jobs/queues";
import { changeCompany } from "@/lib/settings/commands";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePerson, makePosition } from "../support/factories";

let company: Company;
let kpiA: { id: string };
let kpiB: { id: string };

beforeAll(async () => {
  company = await makeCompany();
  kpiA = await makeKpi(company.a.id, { name: "Scrap <b>A</b>" });
  kpiB = await makeKpi(company.b.id, { name: "Secret of B" });
  const seat = await makePosition(company.a.id, company.memberA.personId);
  await makeKpi(company.a.id, { name: "Overtime A", positionId: seat.id, startsOn: new Date("2014-04-01") });
});
beforeEach(async () => {
  sink.mails.length = 0;
  await owner.query(
    "delete from jobs.job; delete from person_setting; delete from notification; delete from signal; delete from deferral; delete from decision; delete from setting where key = 'company'",
  );
});
afterAll(async () => {
  await sink.close();
  await owner.end();
  await pool.end();
});

const queued = async () =>
  (await owner.query<{ id: string; data: unknown }>("select id, data from jobs.job where name = 'mail' order by id")).rows;
/** As the worker handles it: claimed, at its first attempt. */
const inHand = (jobId: string) => ({ jobId, attempt: 0, signal: new AbortController().signal });
const work = async () => {
  await owner.query("update jobs.job set state = 'active', started_on = now() where name = 'mail'");
  for (const { id, data } of await queued()) await sendMailJob(MailPayload.parse(data), inHand(id));
  await owner.query("delete from jobs.job");
};
const to = (person: { email: string }): SunkMail | undefined => sink.mails.find((mail) => mail.to.includes(person.email));
const wish = (person: { personId: string }, set: string) =>
  owner
    .query(`insert into person_setting (person_id) values ($1) on conflict do nothing`, [person.personId])
    .then(() => owner.query(`update person_setting set ${set} where person_id = $1`, [person.personId]));
const signal = async (kpi: { id: string }, departmentId: string, ownerId: string | null, state = "open") =>
  (
    await owner.query(
      `insert into signal (kpi_id, department_id, owner_id, rules, tone, severity, period_start, last_period, value, opened_at, state, answer_by)
       values ($1, $2, $3, '{outside-limits}', 'worse', 1, '2014-05-01', '2014-05-01', 1, now(), $4::signal_state, '2014-06-04T16:00:00Z') returning id`,
      [kpi.id, departmentId, ownerId, state],
    )
  ).rows[0].id as string;

describe("recipients", () => {
  it("everybody who can sign in, once a day, however often and by however many workers it is checked", async () => {
    await owner.query("insert into person_setting (person_id) select person_id from account"); // as on every day but the first
    const rounds = await Promise.all(Array.from({ length: 8 }, () => queueDigests()));
    expect(rounds.reduce((sum, round) => sum + round.queued, 0)).toBe(9);
    const people = (await queued())
      .map(({ data }) => MailPayload.parse(data))
      .map((payload) => (payload.kind === "digest" ? payload.personId : ""));
    expect(new Set(people).size).toBe(9);
    expect(await queueDigests()).toEqual({ queued: 0 });
  });

  it("not in quiet hours, not before the hour, and not for people who want none", async () => {
    await wish(company.coo, "quiet_from = 22, quiet_to = 9");
    await wish(company.leadA, "digest_hour = 9");
    await wish(company.leadB, "digest = 'off'");
    await wish(company.memberA, "digest_hour = 8");
    await queueDigests();
    const { rows } = await owner.query("select person_id from person_setting where digest_on is null order by 1");
    expect(rows.map((row) => row.person_id)).toEqual([company.coo, company.leadA, company.leadB].map((v) => v.personId).sort());
  });

  it("in the company's time zone: at 08:00 UTC it is 01:00 in Los Angeles", async () => {
    await changeCompany("system", { timeZone: "America/Los_Angeles" });
    expect(await queueDigests()).toEqual({ queued: 0 });
  });
});

describe("its content", () => {
  it("what the reader is asked and owes, with links, escaped; and nothing of a department they may not read", async () => {
    await signal(kpiA, company.a.id, company.leadA.personId);
    const hidden = await signal(kpiB, company.b.id, company.leadA.personId); // given away, or moved: leadA reads no B
    await owner.query(
      "insert into notification (person_id, kind, at, subject_type, subject_id) values ($1, 'signal-watched', now(), 'signal', $2)",
      [company.leadA.personId, hidden],
    );
    await queueDigests();
    await work();
    const mail = to(company.leadA);
    expect(mail?.headers.subject).toContain("1 signal");
    expect(mail?.body).toContain("Scrap &lt;b&gt;A&lt;/b&gt;");
    expect(mail?.body).not.toContain("<b>A</b></a>");
    expect(mail?.body).toContain(`https://coo.example/kpis/${kpiA.id}`);
    expect(mail?.body).toContain("answer by 4 Jun 2014");
    expect(mail?.body).toContain("https://coo.example/settings/account#digest");
    for (const { raw, to: reader } of sink.mails)
      if (!reader.includes(company.leadB.email)) expect(raw.includes("Secret of B"), reader[0]).toBe(false);
    expect(mail?.headers["message-id"]).toBe(`<digest.2014-06-02.${company.leadA.personId}@coo.example>`);
    expect(to(company.memberA)?.body).toContain("Overtime A");
  });

  it("decisions for the people who decide, not for those who explained", async () => {
    const id = await signal(kpiA, company.a.id, company.memberA.personId, "explained");
    await owner.query("insert into signal_event (signal_id, at, actor_id, step) values ($1, now(), $2, 'explained')", [
      id,
      company.leadA.personId,
    ]);
    await queueDigests();
    await work();
    expect(to(company.coo)?.body).toContain("Explained: Scrap");
    expect(to(company.leadA)?.body ?? "").not.toContain("Explained: Scrap");
    expect(to(company.viewerA)?.body ?? "").not.toContain("Explained: Scrap");
  });

  it("a decision to whoever was asked, wherever it belongs, and once it is decided when its outcome is due; not what was left for later", async () => {
    const ask = async (code: string, departmentId: string, ownerId: string) =>
      (
        await owner.query<{ id: string }>(
          `insert into decision (code, question, area, department_id, asked_by_id, asked_at, owner_id, decide_by)
           values ($1, 'Which brakes?', 'risk', $2, $3, '2014-05-01', $4, '2014-06-04') returning id`,
          [code, departmentId, company.coo.personId, ownerId],
        )
      ).rows[0]?.id ?? "";
    const own = await ask("DG-1", company.a.id, company.leadA.personId);
    const beyond = await ask("DG-2", company.b.id, company.memberA.personId);
    const chosen = async (code: string, reviewOn: string) => {
      const id = await ask(code, company.a.id, company.leadA.personId);
      await owner.query("insert into decision_option (decision_id, place, title) values ($1, 1, 'This')", [id]);
      await owner.query(
        `update decision d set chosen_option_id = o.id, reason = 'So', sure = 70, decided_by_id = d.owner_id, decided_at = '2014-05-02', review_on = $2
         from decision_option o where o.decision_id = d.id and d.id = $1`,
        [id, reviewOn],
      );
    };
    await chosen("DG-3", "2014-06-02");
    await chosen("DG-4", "2014-06-03");
    const left = await ask("DG-5", company.a.id, company.leadA.personId);
    await owner.query("insert into deferral (person_id, item, until, at) values ($1, 'decision:' || $2::text, '2014-06-05', now())", [
      company.leadA.personId,
      left,
    ]);
    await queueDigests();
    await work();
    const told = to(company.leadA)?.body ?? "";
    expect(told).toContain("Decide: DG-1 Which brakes?");
    expect(told).toContain(`https://coo.example/decisions/${own}#decide`);
    expect(told).toContain("by Wed 4 Jun");
    expect(told).toContain("Record outcome: DG-3 Which brakes?");
    for (const code of ["DG-2", "DG-4", "DG-5"]) expect(told, code).not.toContain(code);
    expect(to(company.leadA)?.headers.subject).toContain("2 decisions");
    expect(to(company.memberA)?.body).toContain(`https://coo.example/decisions/${beyond}#decide`);
    for (const { raw, to: reader } of sink.mails)
      if (![company.leadA.email, company.memberA.email].some((email) => reader.includes(email)))
        expect(raw.includes("Which brakes"), reader[0]).toBe(false);
  });

  it("of more than a mail holds it counts all, and what others decide takes nobody's place", async () => {
    // Leads A and reads B, whose proposals and explanations came first and are not theirs to decide.
    const grants = [
      { role: "lead", departmentId: company.a.id },
      { role: "viewer", departmentId: company.b.id },
    ] as const;
    const both = await makePerson({ name: "Leads A", departmentId: company.a.id, password: true, grants });
    const propose = (code: string, departmentId: string, count: number) =>
      owner.query(
        `insert into initiative (code, title, kind, stage, area, department_id, owner_id, starts_on, baseline_due_on, due_on)
         select $1 || n, 'Work', 'improvement', 'proposed', 'risk', $2, $3, '2014-01-01', '2014-09-01', '2014-09-01' from generate_series(1, $4::int) as n`,
        [code, departmentId, company.memberA.personId, count],
      );
    const explain = async (code: string, departmentId: string, count: number) => {
      const { rows } = await owner.query<{ id: string }>(
        `insert into kpi (code, name, department_id, areas, unit, frequency, aggregation, direction, source)
         select $1 || n, $1 || n, $2, '{risk}', '%', 'month', 'sum', 'higher', 'manual' from generate_series(1, $3::int) as n returning id`,
        [code, departmentId, count],
      );
      for (const kpi of rows) await signal(kpi, departmentId, company.memberA.personId, "explained");
    };
    await propose("OF-B", company.b.id, 25);
    await explain("EX-B", company.b.id, 25);
    await propose("OF-A", company.a.id, 30);
    await explain("EX-A", company.a.id, 3);
    await queueDigests();
    await work();
    const mail = to(both);
    expect(mail?.headers.subject).toMatch(/^33 decisions/);
    expect(mail?.body).toContain("Start OF-A");
    expect(mail?.body).toContain("and 13 more");
    expect(mail?.body).not.toMatch(/OF-B|EX-B/);
    await owner.query("delete from signal; delete from initiative where code like 'OF-%'; delete from kpi where code like 'EX-%'");
    await owner.query("update account set disabled_at = now() where person_id = $1", [both.id]);
  });

  it("rights of the moment it is sent: what was taken away, and an account that was disabled, since it was queued", async () => {
    await signal(kpiA, company.a.id, company.leadA.personId);
    await queueDigests();
    await owner.query("update access_grant set ended_at = now() where person_id = $1", [company.leadA.personId]);
    await owner.query("update account set disabled_at = now() where person_id = $1", [company.memberA.personId]);
    await work();
    await owner.query("update access_grant set ended_at = null where person_id = $1", [company.leadA.personId]);
    await owner.query("update account set disabled_at = null where person_id = $1", [company.memberA.personId]);
    expect(to(company.leadA)?.raw ?? "").not.toContain("Scrap");
    expect(to(company.memberA)).toBeUndefined();
  });

  it("without content no mail is sent", async () => {
    await queueDigests();
    await work();
    expect(to(company.executive)).toBeUndefined();
    expect(to(company.administrator)).toBeUndefined();
  });
});

it("a notice is in one mail only; a mail sent twice has one Message-ID", async () => {
  const delegated = "insert into notification (person_id, kind, at, actor_id) values ($1, 'delegated', now(), $2)";
  await owner.query(delegated, [company.viewerB.personId, company.leadB.personId]);
  const send = async (day: string) => {
    const payload = { kind: "digest" as const, personId: company.viewerB.personId, day };
    const id = await writing("system", (tx) => enqueue(onTx(tx), "mail", payload));
    await owner.query("update jobs.job set state = 'active', started_on = now() where id = $1", [id]);
    return sendMailJob(payload, inHand(id ?? ""));
  };
  expect(await send("2014-06-02")).toBe("sent");
  expect(to(company.viewerB)?.body).toContain("named you as their deputy");
  expect((await owner.query("select mailed_at is not null as told from notification")).rows).toEqual([{ told: true }]);
  expect(await send("2014-06-03")).toBe("nothing to send");
  // Killed after the server accepted it and before it was recorded: the second has the same Message-ID.
  await owner.query("update notification set mailed_at = null");
  expect(await send("2014-06-02")).toBe("sent");
  expect((await owner.query("select state, count(*)::int as n from jobs.job group by 1 order by 1")).rows).toEqual([
    { state: "active", n: 1 }, // the worker itself marks jobs without content
    { state: "completed", n: 2 },
  ]);
  expect(new Set(sink.mails.map((mail) => mail.headers["message-id"])).size).toBe(1);
});

it("an attempt whose job was taken over by another worker rolls back its record", async () => {
  await owner.query("insert into notification (person_id, kind, at, actor_id) values ($1, 'delegated', now(), $2)", [
    company.viewerB.personId,
    company.leadB.personId,
  ]);
  const payload = { kind: "digest" as const, personId: company.viewerB.personId, day: "2014-06-02" };
  const id = (await writing("system", (tx) => enqueue(onTx(tx), "mail", payload))) ?? "";
  await owner.query("update jobs.job set state = 'active', started_on = now(), retry_count = 1 where id = $1", [id]);
  await expect(sendMailJob(payload, inHand(id))).rejects.toMatchObject({ code: "CONFLICT" });
  expect((await owner.query("select mailed_at from notification")).rows).toEqual([{ mailed_at: null }]);
  expect(await sendMailJob(payload, { ...inHand(id), attempt: 1 })).toBe("sent");
  expect((await owner.query("select mailed_at is not null as told from notification")).rows).toEqual([{ told: true }]);
});

describe("a changed sign-in", () => {
  it("is mailed to the old address, and names neither the new one nor the person who changed it", async () => {
    const person = await makePerson({ name: "Moved", departmentId: company.a.id });
    const change = { personId: person.id, version: 1, name: "Moved", jobTitle: "", departmentId: company.a.id };
    await changePerson(company.administrator, { ...change, email: "moved.elsewhere@company.example" });
    await work();
    expect(sink.mails.map((mail) => mail.to)).toEqual([[person.email]]);
    expect(sink.mails[0]?.headers.subject).toBe("Your sign-in was changed");
    expect(sink.mails[0]?.body).toContain("From now on you sign in with another e-mail address");
    expect(sink.mails[0]?.raw).not.toContain("moved.elsewhere");
    expect(sink.mails[0]?.raw).not.toContain(company.administrator.name);
  });
});

describe("a forgotten password", () => {
  const ask = async (email: string) => {
    const { askPasswordReset } = await import("@/lib/platform/auth/links/forgot-password");
    return askPasswordReset({ email }, "unknown");
  };
  beforeEach(() => owner.query("delete from sign_in_count; delete from one_time_token"));

  it("gets the same answer for everybody; a link is mailed to the person who signs in with that address, and works once", async () => {
    const known = await ask(company.leadA.email);
    expect(await ask("nobody@company.example")).toEqual(known);
    expect((await queued()).length).toBe(1); // an address nobody signs in with creates no job
    expect((await owner.query("select 1 from one_time_token")).rowCount).toBe(0); // the queue contains no link
    await work();
    expect(sink.mails.map((mail) => mail.to)).toEqual([[company.leadA.email]]);
    const token = /invitation\?token=([A-Za-z0-9_-]{43})/.exec(sink.mails[0]?.body ?? "")?.[1] ?? "";
    const { redeemLink } = await import("@/lib/platform/auth/links/invitations");
    const password = "seven green umbrellas by the quay";
    expect(await redeemLink({ token, password })).toEqual({ email: company.leadA.email });
    await expect(redeemLink({ token, password })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await auditOf(company.leadA.personId)).map((row) => row.action)).toEqual(["account.link", "account.password"]);
  });

  it("three times in a quarter of an hour for one address, whatever the answer", async () => {
    const answers: unknown[] = [];
    for (let n = 0; n < 10; n++) answers.push(...(await Promise.all(Array.from({ length: 3 }, () => ask(company.leadB.email)))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await queued()).length).toBe(3);
  });

  it("does not lock anybody out: failed sign-ins are counted separately", async () => {
    const { signIn } = await import("@/lib/platform/auth/sign-in/sign-in");
    const { TEST_PASSWORD } = await import("../support/factories");
    for (let n = 0; n < 20; n++) await ask(company.memberB.email);
    expect(await signIn({ email: company.memberB.email, password: TEST_PASSWORD }, "unknown", null)).not.toBeNull();
  });

  it("is not blocked by failed sign-ins, for any address", async () => {
    const { signIn } = await import("@/lib/platform/auth/sign-in/sign-in");
    const { email } = company.memberB;
    for (let n = 0; n < 4; n++)
      for (const name of [email, `reset:${email}`]) await signIn({ email: name, password: "no password of anybody" }, "unknown", null);
    await ask(email);
    expect((await queued()).length).toBe(1);
  });

  it("a disabled account gets none", async () => {
    await owner.query("update account set disabled_at = now() where person_id = $1", [company.memberB.personId]);
    await ask(company.memberB.email);
    await work();
    expect(sink.mails).toEqual([]);
  });
});
