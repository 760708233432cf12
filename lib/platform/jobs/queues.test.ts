import { describe, expect, it } from "vitest";
import { DEAD_QUEUE, JOBS_SCHEMA, QUEUES, type QueueName } from "./policy";

const BY_THE_CLOCK = ["watch-clock", "day-turn", "remind", "digest", "sweep", "anchor"];

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
      ...Object.fromEntries(BY_THE_CLOCK.map((name) => [name, 10 * MINUTE])),
      ...{ "day-turn": 2 * HOUR, mail: 2 * MINUTE, import: 6 * HOUR },
    }));
  it("of what goes by the clock at most one waits, one file is brought in at a time, and mails go beside each other", () => {
    const policies = names.map((name) => [name, "policy" in QUEUES[name] ? QUEUES[name].policy : "standard"]);
    expect(Object.fromEntries(policies)).toEqual({
      ...Object.fromEntries(BY_THE_CLOCK.map((name) => [name, "short"])),
      ...{ mail: "standard", import: "singleton" },
    });
  });
  it("lies in the schema of its own", () => expect([JOBS_SCHEMA, DEAD_QUEUE]).toEqual(["jobs", "dead"]));
});
