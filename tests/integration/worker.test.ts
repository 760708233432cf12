import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { owner } from "../support/audit";
import { makeCompany, makePerson } from "../support/factories";
import { smtpSink } from "../support/smtp-sink";
import { endWorkers, startWorker, until } from "../support/worker-child";

const PEOPLE = 4;
let people: { id: string; email: string }[];
let rootId: string;

beforeAll(async () => {
  const company = await makeCompany();
  rootId = company.root.id;
  people = await Promise.all(Array.from({ length: PEOPLE }, () => makePerson({ name: "Reader", departmentId: rootId })));
});
beforeEach(() => owner.query("delete from jobs.job; delete from jobs.schedule"));
afterEach(endWorkers);
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const left = async () =>
  (await owner.query("select count(*)::int as n from jobs.job where name = 'mail' and state <> 'completed'")).rows[0].n as number;
const mailTo = (person: { id: string }) => writing("system", (tx) => enqueue(onTx(tx), "mail", { kind: "test", personId: person.id }));
const mail = (url: string) => ({ SMTP_URL: url, MAIL_FROM: "Command center <coo@company.example>" });

it("a killed worker's job is resumed by another within 60 s", async () => {
  const sink = await smtpSink({ delayMs: 3_000 });
  const [person] = people;
  if (!person) throw new Error("nobody");
  await mailTo(person);
  const first = startWorker(mail(sink.url));
  await until("it is being sent", 30, () => sink.mails.length === 1);
  first.kill("SIGKILL");
  await first.ended;
  const killed = Date.now();
  expect((await owner.query("select state from jobs.job where name = 'mail'")).rows).toEqual([{ state: "active" }]);
  const second = startWorker(mail(sink.url));
  await until("it is done", 60, async () => (await left()) === 0);
  expect(Date.now() - killed).toBeLessThan(60_000);
  expect(new Set(sink.mails.map((m) => m.headers["message-id"])).size).toBe(1);
  second.kill("SIGTERM");
  await second.ended;
  await sink.close();
});

it("a job that fails every time is given up after five tries, and kept", async () => {
  let tries = 0;
  const sink = await smtpSink({
    refuse: () => {
      tries += 1;
      return true;
    },
  });
  const [person] = people;
  if (!person) throw new Error("nobody");
  await mailTo(person);
  // The queue's pauses would add up to minutes, so there are none here.
  await owner.query("update jobs.job set retry_delay = 0, retry_backoff = false where name = 'mail'");
  const worker = startWorker(mail(sink.url));
  await until("given up", 60, async () => (await owner.query("select 1 from jobs.job where name = 'dead'")).rowCount === 1);
  expect(tries).toBe(5);
  const { rows } = await owner.query("select data, source_name from jobs.job where name = 'dead'");
  expect(rows).toEqual([{ data: { kind: "test", personId: person.id }, source_name: "mail" }]);
  worker.kill("SIGKILL");
  await worker.ended;
  await sink.close();
});

it("a job with an invalid payload harms only itself", async () => {
  await owner.query(
    `insert into jobs.job_common (name, data, retry_limit, dead_letter, heartbeat_seconds) values ('mail', '{"kind":"nonsense"}', 0, 'dead', 20)`,
  );
  const sink = await smtpSink();
  const [person] = people;
  if (!person) throw new Error("nobody");
  await mailTo(person);
  const worker = startWorker(mail(sink.url));
  await until("the other is sent", 30, () => sink.mails.length === 1);
  await until("it is given up", 30, async () => (await owner.query("select 1 from jobs.job where name = 'dead'")).rowCount === 1);
  worker.kill("SIGKILL");
  await worker.ended;
  await sink.close();
});

it("a worker whose connections are cut, as by a database restart, continues", async () => {
  const sink = await smtpSink();
  const worker = startWorker(mail(sink.url));
  await worker.ready;
  for (let round = 0; round < 3; round++) {
    await owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'coo-command-center%'",
    );
    await new Promise((done) => setTimeout(done, 700));
  }
  const [person] = people;
  if (!person) throw new Error("nobody");
  await mailTo(person);
  await until("it is sent", 30, () => sink.mails.length === 1);
  worker.kill("SIGTERM");
  expect(await worker.ended).toBe(0);
  await sink.close();
});

it("a worker that dies is restarted, and ends when told to", async () => {
  const { keepWorker } = await import("../../scripts/worker-process.mjs");
  const kept = keepWorker({ ...process.env, LOG_LEVEL: "silent" }, { dev: false });
  const connected = async () =>
    (
      await owner.query(
        "select 1 from pg_stat_activity where application_name = 'coo-command-center worker' and datname = current_database()",
      )
    ).rowCount ?? 0;
  await until("it runs", 30, async () => (await connected()) > 0);
  const first = kept.pid() ?? 0;
  process.kill(first, "SIGKILL");
  await until("another runs", 30, async () => kept.pid() !== first && (await connected()) > 0);
  await kept.stop(15_000);
  await until("none runs", 20, async () => (await connected()) === 0);
});

it("two workers and one tick: it runs once", async () => {
  const workers = [startWorker(), startWorker()];
  await Promise.all(workers.map((worker) => worker.ready));
  // The daily ones are hours away, so this adds one for every full minute.
  await owner.query(
    "insert into jobs.schedule (name, key, cron, timezone, data, options) values ('sweep', 'test', '* * * * *', 'UTC', '{}', '{}')",
  );
  const done = async () =>
    (await owner.query("select started_on from jobs.job where name = 'sweep' and state = 'completed' order by 1")).rows;
  await until("a tick", 130, async () => (await done()).length >= 1);
  const minutes = (
    await owner.query("select date_trunc('minute', created_on)::text as minute from jobs.job where name = 'sweep'")
  ).rows.map((row) => row.minute);
  expect(new Set(minutes).size).toBe(minutes.length);
  const lines = workers.flatMap((worker) => worker.output().match(/"job":"sweep"[^\n]*"job done"/g) ?? []);
  expect(lines).toHaveLength((await done()).length);
  for (const worker of workers) worker.kill("SIGTERM");
  expect(await Promise.all(workers.map((worker) => worker.ended))).toEqual([0, 0]);
}, 240_000);
