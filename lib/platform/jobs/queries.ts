import "server-only";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { QUEUES, type QueueName } from "./policy";

export type QueueState = {
  name: QueueName;
  /** Instants, ISO; null: never. */
  lastDone: string | null;
  waiting: number;
  running: number;
  /** Jobs given up after the last try, in the last 90 days. */
  dead: number;
};

export type BackgroundWork = {
  /** The last sign of life of any worker: a tick handled or fetched. Null if there was none. */
  lastRun: string | null;
  /** Seconds by which the longest-waiting job is overdue; null if none waits. */
  overdue: number | null;
  queues: QueueState[];
};

type Row = { name: string; last_done: Date | null; waiting: bigint; running: bigint; dead: bigint; overdue: number | null };

/** State of the background work; null for anybody who does not administer the company. */
export function getBackgroundWork(viewer: Viewer): Promise<BackgroundWork | null> {
  if (!can(viewer, "company.change", { departmentId: null })) return Promise.resolve(null);
  return reading("system", async (tx) => {
    const rows = await onTx(tx).query<Row>(Prisma.sql`
      SELECT q.name, (SELECT max(completed_on) FROM jobs.job j WHERE j.name = q.name AND j.state = 'completed') AS last_done,
        (SELECT count(*) FROM jobs.job j WHERE j.name = q.name AND j.state IN ('created', 'retry')) AS waiting,
        (SELECT count(*) FROM jobs.job j WHERE j.name = q.name AND j.state = 'active') AS running,
        (SELECT count(*) FROM jobs.job j WHERE j.name = 'dead' AND j.source_name = q.name) AS dead,
        (SELECT extract(epoch FROM max(jobs.job_now() - j.start_after))::float8 FROM jobs.job j
          WHERE j.name = q.name AND j.state IN ('created', 'retry') AND j.start_after < jobs.job_now()) AS overdue
      FROM jobs.queue q WHERE q.name = ANY (${Object.keys(QUEUES)}::text[]) ORDER BY array_position(${Object.keys(QUEUES)}::text[], q.name)`);
    const [seen] = await onTx(tx).query<{ at: Date | null }>(Prisma.sql`SELECT cron_on AS at FROM jobs.version`);
    const done = rows.flatMap((row) => (row.last_done === null ? [] : [row.last_done.getTime()]));
    const alive = Math.max(...done, seen?.at?.getTime() ?? 0);
    const overdue = rows.flatMap((row) => (row.overdue === null ? [] : [row.overdue]));
    return {
      lastRun: alive === 0 ? null : new Date(alive).toISOString(),
      overdue: overdue.length === 0 ? null : Math.max(...overdue),
      queues: rows.flatMap((row) =>
        isQueue(row.name)
          ? [
              {
                name: row.name,
                lastDone: row.last_done?.toISOString() ?? null,
                waiting: Number(row.waiting),
                running: Number(row.running),
                dead: Number(row.dead),
              },
            ]
          : [],
      ),
    };
  });
}

const isQueue = (name: string): name is QueueName => name in QUEUES;
