// The job queue's schema and queues, created by the owner after the migrations; the application's role may use rows, and may create
// nothing.
import pg from "pg";
import { PgBoss } from "pg-boss";
import { DEAD_QUEUE, JOBS_SCHEMA, QUEUES } from "../lib/platform/jobs/policy.ts";

// At run time pg-boss reads and writes rows: jobs, the time a queue or the schedule was last checked, and its own queue of ticks.
const GRANTS = `
  revoke all on schema ${JOBS_SCHEMA} from public;
  grant usage on schema ${JOBS_SCHEMA} to coo_app;
  grant select on all tables in schema ${JOBS_SCHEMA} to coo_app;
  grant insert, update, delete on ${JOBS_SCHEMA}.job, ${JOBS_SCHEMA}.job_common, ${JOBS_SCHEMA}.job_dependency,
    ${JOBS_SCHEMA}.schedule to coo_app;
  grant insert, update on ${JOBS_SCHEMA}.queue to coo_app;
  grant update on ${JOBS_SCHEMA}.version to coo_app;
  grant insert on ${JOBS_SCHEMA}.warning to coo_app`;

/** Creates or upgrades the schema and its queues with the owner's rights. Running it again changes nothing. */
export async function prepareJobs(url) {
  const boss = new PgBoss({ connectionString: url, schema: JOBS_SCHEMA, supervise: false, schedule: false, max: 1 });
  boss.on("error", () => {}); // the failing call throws the error itself
  await boss.start();
  try {
    const kept = 90 * 86_400;
    const held = new Set((await boss.getQueues()).map(({ name }) => name));
    const all = Object.entries({ [DEAD_QUEUE]: { retentionSeconds: kept, deleteAfterSeconds: kept }, ...QUEUES });
    for (const [name, { policy, ...options }] of all) {
      if (!held.has(name)) await boss.createQueue(name, { ...options, ...(policy && { policy }) });
      else await boss.updateQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(GRANTS);
  } finally {
    await client.end();
  }
}
