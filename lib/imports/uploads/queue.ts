import "server-only";
import type { Sql } from "@/lib/platform/db/sql";
import { enqueue } from "@/lib/platform/jobs/enqueue";

export type UploadJob = { uploadId: string; viewerId: string };

/** Puts the work on an upload into the queue, in the caller's transaction. What is to be done is in the state of the upload. */
export const enqueueUpload = (sql: Sql, job: UploadJob): Promise<string | null> => enqueue(sql, "import", job);
