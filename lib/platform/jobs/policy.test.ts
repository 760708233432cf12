import { describe, expect, it } from "vitest";
import { DEAD_QUEUE, JOBS_SCHEMA, QUEUES, type QueueName, SCHEDULE } from "./policy";

/** The values a field of a schedule names: "*", "7" or every so many. */
function valuesOf(field: string, from: number, to: number): number[] {
  const all = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  if (field === "*") return all;
  const every = /^\*\/(\d+)$/.exec(field);
  if (every) return all.filter((value) => (value - from) % Number(every[1]) === 0);
  if (!/^\d+$/.test(field)) throw new Error(`not read here: ${field}`);
  return all.filter((value) => value === Number(field));
}

/** The times of one day on which a schedule sends its job, as "hh:mm"; it has to send it on every day. */
function timesOf(cron: string): string[] {
  const [minute = "", hour = "", ...days] = cron.split(" ");
  expect(days, "of every day, month and weekday").toEqual(["*", "*", "*"]);
  const two = (value: number) => String(value).padStart(2, "0");
  return valuesOf(hour, 0, 23).flatMap((h) => valuesOf(minute, 0, 59).map((m) => `${two(h)}:${two(m)}`));
}
const hourly = (minute: string) => Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:${minute}`);

const TIMES: Readonly<Record<string, readonly string[]>> = {
  "watch-clock": Array.from({ length: 12 }, (_, n) => String(n * 5).padStart(2, "0"))
    .flatMap(hourly)
    .sort(),
  "day-turn": ["00:05"],
  remind: hourly("40"),
  digest: hourly("00"),
  sweep: ["03:25"],
  anchor: hourly("10"),
};

describe("when jobs are sent", () => {
  it.each(Object.entries(TIMES))("%s", (name, times) => {
    const found = Object.entries(SCHEDULE).find(([own]) => own === name)?.[1];
    expect(timesOf(found?.cron ?? "")).toEqual(times);
  });
  it("no other job goes by the clock", () => expect(Object.keys(SCHEDULE).sort()).toEqual(Object.keys(TIMES).sort()));
});

describe("how jobs are tried", () => {
  const names = Object.keys(QUEUES) as QueueName[];
  const MINUTE = 60;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;

  it.each(names)("%s: five times in all, abandoned 20 s after its worker is gone, kept where somebody can look", (name) => {
    expect(QUEUES[name]).toMatchObject({
      ...{ retryLimit: 4, retryBackoff: true, heartbeatSeconds: 20, deadLetter: DEAD_QUEUE },
      ...{ retentionSeconds: 14 * DAY, deleteAfterSeconds: 7 * DAY },
    });
  });
  it("waits a second and at most a minute between tries; a mail five seconds and at most a quarter of an hour", () => {
    const waits = Object.fromEntries(names.map((name) => [name, [QUEUES[name].retryDelay, QUEUES[name].retryDelayMax]]));
    const other = [1, MINUTE];
    expect(waits).toEqual({ ...Object.fromEntries(names.map((name) => [name, other])), mail: [5, 15 * MINUTE] });
  });
  it("each has its time to run", () =>
    expect(Object.fromEntries(names.map((name) => [name, QUEUES[name].expireInSeconds]))).toEqual({
      ...Object.fromEntries(Object.keys(TIMES).map((name) => [name, 10 * MINUTE])),
      ...{ "day-turn": 2 * HOUR, mail: 2 * MINUTE, import: 6 * HOUR },
    }));
  it("of what goes by the clock at most one waits, one file is brought in at a time, and mails go beside each other", () => {
    const policies = names.map((name) => [name, "policy" in QUEUES[name] ? QUEUES[name].policy : "standard"]);
    expect(Object.fromEntries(policies)).toEqual({
      ...Object.fromEntries(Object.keys(TIMES).map((name) => [name, "short"])),
      ...{ mail: "standard", import: "singleton" },
    });
  });
  it("lies in the schema of its own", () => expect([JOBS_SCHEMA, DEAD_QUEUE]).toEqual(["jobs", "dead"]));
});
