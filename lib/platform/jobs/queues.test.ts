import { describe, expect, it } from "vitest";
import { DEAD_QUEUE, JOBS_SCHEMA, QUEUES, type QueueName } from "./policy";

const BY_THE_CLOCK = ["watch-clock", "day-turn", "remind", "digest", "sweep", "anchor"];

describe("how jobs are tried", () => {
  const names = Object.keys(QUEUES) as QueueName[];
  const MINUTE = 60;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;

  it.each(names)("%s: five tries, abandoned 20 s after its worker disappears, kept for inspection", (name) => {
    expect(QUEUES[name]).toMatchObject({
      ...{ retryLimit: 4, retryBackoff: true, heartbeatSeconds: 20, deadLetter: DEAD_QUEUE },
      ...{ retentionSeconds: 14 * DAY, deleteAfterSeconds: 7 * DAY },
    });
  });
  it("waits a second to a minute between tries; a mail waits five seconds to a quarter of an hour", () => {
    const waits = Object.fromEntries(names.map((name) => [name, [QUEUES[name].retryDelay, QUEUES[name].retryDelayMax]]));
    const other = [1, MINUTE];
    expect(waits).toEqual({ ...Object.fromEntries(names.map((name) => [name, other])), mail: [5, 15 * MINUTE] });
  });
  it("each queue has its time limit", () =>
    expect(Object.fromEntries(names.map((name) => [name, QUEUES[name].expireInSeconds]))).toEqual({
      ...Object.fromEntries(BY_THE_CLOCK.map((name) => [name, 10 * MINUTE])),
      ...{ "day-turn": 2 * HOUR, mail: 2 * MINUTE, import: 6 * HOUR },
    }));
  it("at most one scheduled job waits, one file is imported at a time, and mails run in parallel", () => {
    const policies = names.map((name) => [name, "policy" in QUEUES[name] ? QUEUES[name].policy : "standard"]);
    expect(Object.fromEntries(policies)).toEqual({
      ...Object.fromEntries(BY_THE_CLOCK.map((name) => [name, "short"])),
      ...{ mail: "standard", import: "singleton" },
    });
  });
  it("lies in a schema of its own", () => expect([JOBS_SCHEMA, DEAD_QUEUE]).toEqual(["jobs", "dead"]));
});
