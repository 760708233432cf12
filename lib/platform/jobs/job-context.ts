/** `signal` is aborted when this worker loses the job. `jobId` is the same for all tries; `attempt` counts them from 0. */
export type JobContext = { jobId: string; attempt: number; signal: AbortSignal };
