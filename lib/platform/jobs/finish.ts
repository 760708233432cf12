import "server-only";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { JobContext } from "./job-context";

/**
 * Marks the job as done in the caller's transaction, so that its effect and the mark are committed together or not at all, even if the
 * worker is killed at any point. Throws CONFLICT, which rolls the effect back, if another worker has taken over the job. Call it last in
 * the transaction. The worker's own mark afterwards then changes nothing.
 */
export async function finishJob(sql: Sql, { jobId, attempt }: Pick<JobContext, "jobId" | "attempt">): Promise<void> {
  const rows = await sql.query(Prisma.sql`
    UPDATE jobs.job SET state = 'completed', completed_on = jobs.job_now() WHERE id = ${jobId}::uuid AND state = 'active' AND retry_count = ${attempt} RETURNING 1`);
  if (rows.length === 0) throw new AppError("CONFLICT", "This job is another worker's now.");
}
