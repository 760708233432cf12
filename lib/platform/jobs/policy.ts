// The queues and how each behaves. Free of every alias and framework: the migration step, plain Node, reads it too.

/** The schema of the job queue. The owner makes it; the application's role reads and writes rows. */
export const JOBS_SCHEMA = "jobs";
/** Where a job ends that failed every time. Kept 90 days, so that somebody can look. */
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
/** A tick that is still waiting is the same as the next one: at most one waits. */
const TICK = { ...COMMON, policy: "short", expireInSeconds: 600 };

export const QUEUES = {
  /** Late values, sources that stopped, answers that are overdue. */
  "watch-clock": TICK,
  /** What depends on the day. */
  "day-turn": { ...TICK, expireInSeconds: 2 * HOUR },
  /** Tells people what is due. */
  remind: TICK,
  /** Finds who is to get a digest now. */
  digest: TICK,
  /** Removes what is no longer needed. */
  sweep: TICK,
  /** Writes the end of the audit chain to the log and to a file outside the database. */
  anchor: TICK,
  /** One mail to one person. */
  mail: { ...COMMON, retryDelay: 5, retryDelayMax: 15 * 60, expireInSeconds: 120 },
  /** One uploaded file. One runs at a time. */
  import: { ...COMMON, policy: "singleton", expireInSeconds: 6 * HOUR },
} as const;

export type QueueName = keyof typeof QUEUES;

/**
 * When each is sent, as clocks show it where the company is: minute hour day month weekday. The company's day turns there (lib/clock.ts), so
 * nothing of it goes by UTC.
 */
const SCHEDULE = [
  ["watch-clock", "*/5 * * * *"],
  ["day-turn", "5 0 * * *"],
  ["remind", "40 * * * *"],
  ["digest", "0 * * * *"],
  ["sweep", "25 3 * * *"],
  ["anchor", "10 * * * *"],
] as const satisfies readonly (readonly [QueueName, string])[];

/** What is sent by the clock for a company in that time zone (IANA name). */
export const scheduleIn = (timezone: string) => SCHEDULE.map(([name, cron]) => ({ name, cron, timezone }));
