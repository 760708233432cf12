import "server-only";
import { log } from "@/lib/log";
import type { Queued, UploadJob } from "./queue";
import { runUpload } from "./upload-run";

/** Where the database has no queue, this process does the job itself, behind the answer. */
export function startHere({ queued }: Queued, job: UploadJob): void {
  if (queued) return;
  runUpload(job.uploadId, job.viewerId).catch((error: unknown) =>
    log.error({ err: error, upload: job.uploadId }, "an import could not be done"),
  );
}
