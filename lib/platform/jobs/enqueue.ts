import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { QueueName } from "./policy";
import type { Payload } from "./queues";

export type EnqueueOptions = {
  /** Not before this instant of the real clock. */
  startAfter?: Date;
  /** One job per key in `perSeconds`: another is not added, and the answer is null. */
  idempotencyKey?: { key: string; perSeconds: number };
};

/**
 * Puts a job into its queue in the caller's transaction. If that rolls back, the job never existed; if it commits, the job runs at least
 * once, and its handler makes sure that running twice has no other effect than once. Returns the job's id, or null if the same job is
 * already waiting.
 */
export async function enqueue<Q extends QueueName>(
  sql: Sql,
  name: Q,
  payload: Payload<Q>,
  { startAfter, idempotencyKey }: EnqueueOptions = {},
): Promise<string | null> {
  // The same row as the library's send(), which cannot use somebody else's transaction without starting its timers in the web server. A
  // test compares the two rows.
  const seconds = idempotencyKey?.perSeconds ?? null;
  const [job] = await sql.query<{ id: string }>(Prisma.sql`
    INSERT INTO jobs.job_common (name, data, start_after, created_on, singleton_key, singleton_on, expire_seconds, deletion_seconds, keep_until,
      retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
    SELECT q.name, ${JSON.stringify(payload)}::jsonb, t.start_after, t.now, ${idempotencyKey?.key ?? null},
      CASE WHEN ${seconds}::int IS NOT NULL
        THEN 'epoch'::timestamp + interval '1 second' * (${seconds}::int * floor(extract(epoch FROM t.now) / ${seconds}::int)) END,
      q.expire_seconds, q.deletion_seconds, t.start_after + q.retention_seconds * interval '1 second',
      q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
    FROM jobs.queue q, LATERAL (SELECT jobs.job_now() AS now, coalesce(${startAfter ?? null}::timestamptz, jobs.job_now()) AS start_after) t
    WHERE q.name = ${name}
    ON CONFLICT DO NOTHING RETURNING id::text`);
  return job?.id ?? null;
}
