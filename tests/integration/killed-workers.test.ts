import { afterAll, afterEach, expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { owner } from "../support/audit";
import { makeCompany } from "../support/factories";
import { smtpSink } from "../support/smtp-sink";
import { endWorkers, startWorker, until } from "../support/worker-child";

const JOBS = 1_000;
const SEED = 20_140_602;
/** However slow the machine is: a number of kills, not a time. The surviving worker resumes what was in progress. */
const KILLS = 8;

afterEach(endWorkers);
afterAll(async () => {
  await owner.end();
  await pool.end();
});

/** Mulberry32: the same moments in every run, as far as the machine allows. */
function random(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** This many people with one notice each, and a digest for each; every change by a job leaves a separate line. */
async function prepare() {
  const { root, coo } = await makeCompany();
  await owner.query("delete from jobs.job; delete from jobs.schedule");
  await owner.query(
    `with made as (insert into person (code, name, email, department_id)
       select 'R-' || n, 'Reader ' || n, 'reader.' || n || '@company.example', $1 from generate_series(1, $2) n returning id),
     entered as (insert into account (person_id, password_hash) select id, 'x' from made)
     insert into notification (person_id, kind, at, actor_id) select id, 'delegated', now(), $3 from made`,
    [root.id, JOBS, coo.personId],
  );
  await owner.query(`
    create table seen (what text, id text);
    grant insert on seen to public;
    create function note_told() returns trigger language plpgsql as $$ begin insert into seen values ('told', new.person_id); return null; end $$;
    create trigger note_told after update of mailed_at on notification for each row execute function note_told();
    create function note_done() returns trigger language plpgsql as $$ begin insert into seen values ('done', new.id); return null; end $$;
    create trigger note_done after update of state on jobs.job_common for each row when (new.name = 'mail' and new.state = 'completed') execute function note_done();
    insert into jobs.job_common (name, data, retry_limit, retry_delay, expire_seconds, dead_letter, heartbeat_seconds)
      select 'mail', json_build_object('kind', 'digest', 'personId', n.person_id, 'day', '2014-06-02'), 4, 0, 120, 'dead', 10
      from notification n`);
}

it(`${JOBS} jobs, two workers, one killed at random moments again and again: each effect once, no mail lost`, async () => {
  await prepare();
  const sink = await smtpSink({ delayMs: 10 });
  const mail = { SMTP_URL: sink.url, MAIL_FROM: "Command center <coo@company.example>", CLOCK: "2014-06-02T08:00:00Z" };
  const draw = random(SEED);
  const count = async (sql: string) => (await owner.query<{ n: number }>(`select count(*)::int as n from ${sql}`)).rows[0]?.n ?? 0;
  const left = () => count("jobs.job where name = 'mail' and state <> 'completed'");
  const began = Date.now();
  const workers = [startWorker(mail), startWorker(mail)];
  await Promise.all(workers.map((worker) => worker.ready));
  let kills = 0;
  let amid = 0;
  while (kills < KILLS && (await left()) > 0) {
    const which = draw() < 0.5 ? 0 : 1;
    await workers[which]?.ready; // the other one works meanwhile
    await new Promise((done) => setTimeout(done, 50 + draw() * 1_200));
    amid += await count("jobs.job where name = 'mail' and state = 'active'");
    workers[which]?.kill("SIGKILL");
    await workers[which]?.ended;
    kills += 1;
    workers[which] = startWorker(mail);
  }
  const killed = Date.now();
  await until("every job done", 120, async () => (await left()) === 0);
  const twice = sink.mails.length - JOBS;
  console.log(
    `${kills} kills in ${Math.round((killed - began) / 1_000)} s (${amid} jobs in hand then), all done ${Math.round((Date.now() - killed) / 1_000)} s later; ${twice} mails went out again under their name`,
  );
  expect(kills).toBeGreaterThan(3);
  expect(amid).toBeGreaterThan(3);
  expect(await count("jobs.job where name = 'dead'")).toBe(0);
  // Each job ended once, and each notice was marked once.
  const seen = async (what: string) =>
    (await owner.query("select count(*)::int as rows, count(distinct id)::int as ids from seen where what = $1", [what])).rows[0];
  expect(await seen("done")).toEqual({ rows: JOBS, ids: JOBS });
  expect(await seen("told")).toEqual({ rows: JOBS, ids: JOBS });
  // Everybody got a mail; a repeated copy has the first one's name, and there are no more copies than mails in progress at a kill.
  const names = new Map<string, Set<string>>();
  for (const { to, headers } of sink.mails) names.set(to[0] ?? "", (names.get(to[0] ?? "") ?? new Set()).add(headers["message-id"] ?? ""));
  expect(names.size).toBe(JOBS);
  expect([...names.values()].filter((own) => own.size !== 1)).toEqual([]);
  expect(twice).toBeLessThanOrEqual(amid);
  for (const worker of workers) worker.kill("SIGTERM");
  expect(await Promise.all(workers.map((worker) => worker.ended))).toEqual([0, 0]);
  await sink.close();
}, 240_000);
