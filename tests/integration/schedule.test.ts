import { afterAll, afterEach, expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { changeCompany } from "@/lib/settings/commands";
import { owner } from "../support/audit";
import { makeCompany } from "../support/factories";
import { endWorkers, startWorker, until } from "../support/worker-child";

afterEach(endWorkers);
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const zones = async () => (await owner.query("select name, cron, timezone from jobs.schedule where key = '' order by name")).rows;
const inZone = (timezone: string) => [
  { name: "anchor", cron: "10 * * * *", timezone },
  { name: "day-turn", cron: "5 0 * * *", timezone },
  { name: "digest", cron: "0 * * * *", timezone },
  { name: "remind", cron: "40 * * * *", timezone },
  { name: "sweep", cron: "25 3 * * *", timezone },
  { name: "watch-clock", cron: "*/5 * * * *", timezone },
];
const turned = async () => (await owner.query("select 1 from jobs.job where name = 'day-turn' and state = 'completed'")).rowCount ?? 0;

it("every scheduled job uses the company's time zone, and follows a change of it, with the day's work run at once", async () => {
  await makeCompany();
  await changeCompany("system", { timeZone: "America/Los_Angeles" });
  await owner.query("delete from jobs.job; delete from jobs.schedule");
  const worker = startWorker();
  await worker.ready;
  expect(await zones()).toEqual(inZone("America/Los_Angeles"));
  await until("its first look at the clock", 30, async () => {
    const { rowCount } = await owner.query("select 1 from jobs.job where name = 'watch-clock' and state = 'completed'");
    return (rowCount ?? 0) > 0;
  });
  const before = await turned();
  await changeCompany("system", { timeZone: "Pacific/Kiritimati" });
  await owner.query("insert into jobs.job_common (name, policy, heartbeat_seconds) values ('watch-clock', 'short', 20)");
  await until("the schedule has followed", 30, async () => (await zones()).every(({ timezone }) => timezone === "Pacific/Kiritimati"));
  expect(await zones()).toEqual(inZone("Pacific/Kiritimati"));
  await until("the day is turned", 30, async () => (await turned()) > before);
  worker.kill("SIGTERM");
  await worker.ended;
});
