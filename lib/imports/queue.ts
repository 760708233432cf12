import "server-only";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import { enqueue } from "@/lib/jobs/enqueue";

export type UploadJob = { uploadId: string; viewerId: string };
/** False where the database has no queue: then whoever asked does the job itself, once its transaction is committed. */
export type Queued = { queued: boolean };

/** Puts the work on an upload into the queue, in the caller's transaction. What is to be done is in the state of the upload. */
export async function enqueueUpload(sql: Sql, job: UploadJob): Promise<Queued> {
  const [there] = await sql.query<{ queue: boolean }>(Prisma.sql`SELECT to_regclass('jobs.queue') IS NOT NULL AS queue`);
  if (there?.queue !== true) return { queued: false };
  await enqueue(sql, "import", job);
  return { queued: true };
}
