import "server-only";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { JobContext } from "./job-context";

/**
 * Marks the job as done in the caller's transaction: what it did and that it is done are committed together or not at all, so that a
 * worker killed at any point has done it once or not yet. Throws CONFLICT, which takes the effect back, where the job is not this try's
 * any more: another worker has taken it up. Last in the transaction. The worker's own mark, made afterwards, then changes nothing.
 */
export async function finishJob(sql: Sql, { jobId, attempt }: Pick<JobContext, "jobId" | "attempt">): Promise<void> {
  const rows = await sql.query(Prisma.sql`
    UPDATE jobs.job SET state = 'completed', completed_on = jobs.job_now() WHERE id = ${jobId}::uuid AND state = 'active' AND retry_count = ${attempt} RETURNING 1`);
  if (rows.length === 0) throw new AppError("CONFLICT", "This job is another worker's now.");
}
