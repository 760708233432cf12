import "server-only";
import type { Sql } from "@/lib/db/sql";
import { enqueue } from "@/lib/jobs/enqueue";

export type UploadJob = { uploadId: string; viewerId: string };

/** Puts the work on an upload into the queue, in the caller's transaction. What is to be done is in the state of the upload. */
export const enqueueUpload = (sql: Sql, job: UploadJob): Promise<string | null> => enqueue(sql, "import", job);
