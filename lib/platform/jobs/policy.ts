// The queues and how each behaves. Uses no alias or framework, because the migration step reads it in plain Node too.

/** The schema of the job queue. The owner creates it; the application's role reads and writes rows. */
export const JOBS_SCHEMA = "jobs";
/** Queue for jobs that failed every time. Kept 90 days, so that somebody can look. */
export const DEAD_QUEUE = "dead";
const HOUR = 3_600;
const DAY = 24 * HOUR;

/**
 * First try and four more. A worker that dies stops its heartbeat: after 20 s a job counts as abandoned, within another 10 s a
 * living worker notices, and it is tried again after 1 to 5 s.
 */
const COMMON = {
  retryLimit: 4,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  heartbeatSeconds: 20,
  retentionSeconds: 14 * DAY,
  deleteAfterSeconds: 7 * DAY,
  deadLetter: DEAD_QUEUE,
};
/** A waiting tick is the same as the next one, so at most one waits. */
const TICK = { ...COMMON, policy: "short", expireInSeconds: 600 };

export const QUEUES = {
  /** Checks for late values, sources that stopped, and overdue answers. */
  "watch-clock": TICK,
  /** Recomputes what depends on the day. */
  "day-turn": { ...TICK, expireInSeconds: 2 * HOUR },
  /** Tells people what is due. */
  remind: TICK,
  /** Finds the people who are to get a digest now. */
  digest: TICK,
  /** Removes what is no longer needed. */
  sweep: TICK,
  /** Writes the end of the audit chain to the log and to a file outside the database. */
  anchor: TICK,
  /** One mail to one person. */
  mail: { ...COMMON, retryDelay: 5, retryDelayMax: 15 * 60, expireInSeconds: 120 },
  /** One uploaded file. Only one runs at a time. */
  import: { ...COMMON, policy: "singleton", expireInSeconds: 6 * HOUR },
} as const;

export type QueueName = keyof typeof QUEUES;

/**
 * When each queue runs, in the company's local time: minute hour day month weekday. The company's day changes there (lib/clock.ts), so
 * nothing here uses UTC.
 */
const SCHEDULE = [
  ["watch-clock", "*/5 * * * *"],
  ["day-turn", "5 0 * * *"],
  ["remind", "40 * * * *"],
  ["digest", "0 * * * *"],
  ["sweep", "25 3 * * *"],
  ["anchor", "10 * * * *"],
] as const satisfies readonly (readonly [QueueName, string])[];

/** The schedule for a company in that time zone (IANA name). */
export const scheduleIn = (timezone: string) => SCHEDULE.map(([name, cron]) => ({ name, cron, timezone }));
