import { createRequire } from "node:module";
import path from "node:path";
import { expect, it } from "vitest";
import { QUEUES, scheduleIn } from "./policy";

// The queue's own cron parser: it decides when a job is sent.
type Cron = {
  CronExpressionParser: { parse(cron: string, options: { tz: string; currentDate: Date }): { next(): { toISOString(): string | null } } };
};
const { CronExpressionParser }: Cron = createRequire(path.resolve("node_modules/pg-boss/package.json"))("cron-parser");

/** The next three times each queue runs, for a company in that time zone. */
const sentIn = (timezone: string, from: string) =>
  Object.fromEntries(
    scheduleIn(timezone).map(({ name, cron, timezone: tz }) => {
      const times = CronExpressionParser.parse(cron, { tz, currentDate: new Date(from) });
      return [name, Array.from({ length: 3 }, () => times.next().toISOString()?.slice(0, 16))];
    }),
  );

const HOURLY = {
  "watch-clock": ["2014-06-01T23:05", "2014-06-01T23:10", "2014-06-01T23:15"],
  remind: ["2014-06-01T23:40", "2014-06-02T00:40", "2014-06-02T01:40"],
  digest: ["2014-06-02T00:00", "2014-06-02T01:00", "2014-06-02T02:00"],
  anchor: ["2014-06-01T23:10", "2014-06-02T00:10", "2014-06-02T01:10"],
};

it.each([
  ["UTC", ["2014-06-02T00:05", "2014-06-03T00:05", "2014-06-04T00:05"], ["2014-06-02T03:25", "2014-06-03T03:25", "2014-06-04T03:25"]],
  // 7 hours behind: five past midnight there is 07:05 in UTC.
  [
    "America/Los_Angeles",
    ["2014-06-02T07:05", "2014-06-03T07:05", "2014-06-04T07:05"],
    ["2014-06-02T10:25", "2014-06-03T10:25", "2014-06-04T10:25"],
  ],
  // 14 hours ahead: a day there begins at ten in the morning of the previous day in UTC.
  [
    "Pacific/Kiritimati",
    ["2014-06-02T10:05", "2014-06-03T10:05", "2014-06-04T10:05"],
    ["2014-06-02T13:25", "2014-06-03T13:25", "2014-06-04T13:25"],
  ],
])("%s: daily jobs follow the local day", (zone, dayTurn, sweep) => {
  expect(sentIn(zone, "2014-06-01T23:00:30Z")).toEqual({ ...HOURLY, "day-turn": dayTurn, sweep });
});

it.each([
  ["America/Los_Angeles", "2014-03-08T12:00:00Z", ["2014-03-09T08:05", "2014-03-10T07:05", "2014-03-11T07:05"]],
  ["America/Los_Angeles", "2014-11-01T12:00:00Z", ["2014-11-02T07:05", "2014-11-03T08:05", "2014-11-04T08:05"]],
  // Clocks skip from midnight to one on 30 March.
  ["Asia/Beirut", "2014-03-28T23:00:00Z", ["2014-03-29T22:05", "2014-03-30T21:05", "2014-03-31T21:05"]],
])("%s runs the turn of each day once through clock changes, from %s on", (zone, from, times) => {
  expect(sentIn(zone, from)["day-turn"]).toEqual(times);
});

it("mail and imports have no schedule; all other queues do", () => {
  const named = scheduleIn("UTC").map(({ name }) => String(name));
  expect(Object.keys(QUEUES).filter((name) => !named.includes(name))).toEqual(["mail", "import"]);
});
