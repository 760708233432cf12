/** `signal` is aborted when the job is no longer this worker's. `jobId` stays the same over all tries. */
export type JobContext = { jobId: string; signal: AbortSignal };
