import type pg from "pg";
import { rolesOf } from "../support/roles";
import type { smtpSink } from "../support/smtp-sink";
import { startWorker, until } from "../support/worker-child";
import { app, ownerUrl, world } from "./play";
import { OF_A, type OfA } from "./received";

type Sink = Awaited<ReturnType<typeof smtpSink>>;

/**
 * Runs the background worker's clock work once (late values, sources, escalation) and then sends everybody's daily digest. Returns the
 * mails to people of A, headers, text and HTML, without date and boundaries; and the total number of mails.
 */
export async function workerRound(owner: pg.Client, sink: Sink): Promise<{ mails: Record<OfA, string>; sent: number }> {
  sink.mails.length = 0;
  await owner.query(`DELETE FROM jobs.job; DELETE FROM jobs.schedule; UPDATE notification SET mailed_at = NULL;
    INSERT INTO person_setting (person_id, digest, digest_on) SELECT person_id, 'daily', '2014-06-02' FROM account
    ON CONFLICT (person_id) DO UPDATE SET digest = 'daily', digest_on = '2014-06-02'`);
  const worker = startWorker({
    DATABASE_URL: (await rolesOf(ownerUrl)).workUrl,
    NEXTAUTH_SECRET: app.secret,
    APP_ORIGIN: app.origin,
    CLOCK: "2014-06-02T08:00:00Z",
    SMTP_URL: sink.url,
    MAIL_FROM: "Command center <coo@company.example>",
  });
  await worker.ready;
  const left = async (name: string) =>
    (await owner.query("SELECT state FROM jobs.job WHERE name = $1 AND state <> 'completed'", [name])).rowCount ?? 0;
  const done = async (name: string) =>
    ((await owner.query("SELECT 1 FROM jobs.job WHERE name = $1 AND state = 'completed'", [name])).rowCount ?? 0) > 0;
  await until("the clock was looked at", 30, () => done("watch-clock"));
  await owner.query(`UPDATE person_setting SET digest_on = NULL;
    INSERT INTO jobs.job_common (name, data, retry_limit, dead_letter, heartbeat_seconds) VALUES ('digest', '{}', 0, 'dead', 20)`);
  await until("digests are queued", 30, () => done("digest"));
  await until("digests are sent", 60, async () => (await left("mail")) === 0);
  worker.kill("SIGTERM");
  await worker.ended;
  const mailTo = (who: OfA) =>
    sink.mails
      .filter((mail) => mail.to.includes(world.emails[who]))
      .map((mail) =>
        mail.raw
          .replaceAll("=\r\n", "")
          .replaceAll(/--_NmP-[\w-]+/g, "part")
          .replace(/^Date: .*$/m, "Date"),
      )
      .join("\n====\n");
  return { mails: { viewerA: mailTo(OF_A[0]), leadA: mailTo(OF_A[1]) }, sent: sink.mails.length };
}
