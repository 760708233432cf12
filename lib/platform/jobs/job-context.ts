/** `signal` is aborted when the job is no longer this worker's. `jobId` stays the same over all tries; `attempt` is which one it is, from 0. */
export type JobContext = { jobId: string; attempt: number; signal: AbortSignal };
