// The background worker: a separate process beside the web server, started and watched by scripts/serve.mjs. Any number may run.
import { PgBoss } from "pg-boss";
import { companyTimeZone } from "@/lib/company/time-zone";
import { HANDLERS } from "@/lib/entry/handlers";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { anchorChain } from "@/lib/platform/audit/anchors";
import { pool } from "@/lib/platform/db/client";
import { JOBS_SCHEMA, QUEUES, type QueueName, scheduleIn } from "@/lib/platform/jobs/policy";

const DRAIN_MS = 13_000;
/** How often a queue is polled: often if somebody waits for it; a tick now and then. */
const POLL_SECONDS: Partial<Record<QueueName, number>> = { mail: 2, import: 1 };
const POLL_TICKS = 5;
const AT_ONCE: Partial<Record<QueueName, number>> = { mail: 2 };

const boss = new PgBoss({
  connectionString: env.DATABASE_URL,
  application_name: "coo-command-center worker",
  schema: JOBS_SCHEMA,
  migrate: false,
  max: 4,
  superviseIntervalSeconds: 10,
  monitorIntervalSeconds: 10,
  maintenanceIntervalSeconds: 3_600,
  reindex: false, // needs the owner
  monitorVacuum: false,
});
boss.on("error", (error) => log.error({ err: error }, "worker: the queue could not be reached"));
boss.on("warning", (warning) => log.warn({ warning: warning.message }, "worker: warning of the queue"));

/** Ticks follow the company's time zone; after a change, within five minutes. */
async function setSchedule(): Promise<void> {
  const held = new Map((await boss.getSchedules()).filter(({ key }) => key === "").map((schedule) => [schedule.name, schedule]));
  for (const { name, cron, timezone } of scheduleIn(await companyTimeZone())) {
    const now = held.get(name);
    if (now?.cron === cron && now.timezone === timezone) continue;
    await boss.schedule(name, cron, {}, { tz: timezone, missed: "once" });
    // The time zone has changed: in the new one the day may already have changed.
    if (name === "day-turn" && now !== undefined) await boss.send(name, {});
  }
}

async function work(name: QueueName): Promise<void> {
  const handler = HANDLERS[name];
  const options = {
    includeMetadata: true,
    pollingIntervalSeconds: POLL_SECONDS[name] ?? POLL_TICKS,
  } as const;
  const worker = await boss.work<unknown, unknown, typeof options>(name, options, async ([job]) => {
    if (!job) return;
    const began = performance.now();
    const said = { job: name, id: job.id, attempt: job.retryCount + 1 };
    try {
      if (name === "watch-clock") await setSchedule();
      const result = await handler(job.data, { jobId: job.id, attempt: job.retryCount, signal: job.signal });
      log.info({ ...said, ms: Math.round(performance.now() - began), result }, "job done");
      return result ?? null;
    } catch (error) {
      log.error({ ...said, err: error, last: job.retryCount >= QUEUES[name].retryLimit }, "job failed");
      throw error;
    } finally {
      boss.notifyWorker(worker); // more may wait: the queue is polled again at once, and the pause comes when it is empty
    }
  });
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info("worker: stopping");
  setTimeout(() => process.exit(1), DRAIN_MS + 1_000).unref();
  await boss.stop({ graceful: true, timeout: DRAIN_MS });
  await anchorChain().catch((error: unknown) => log.error({ err: error }, "worker: the audit log could not be anchored"));
  await pool.end();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);

try {
  await boss.start();
  await setSchedule();
  for (const name of Object.keys(QUEUES) as QueueName[]) for (let n = 0; n < (AT_ONCE[name] ?? 1); n++) await work(name);
  // Work that became due while none ran; one that is already waiting is enough.
  await boss.send("watch-clock", {});
  await boss.send("anchor", {});
  if (!stopping) log.info("worker: ready");
} catch (error) {
  if (!stopping) throw error; // asked to stop while starting: the connections were closed
}
