import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, type ServedApp, send, serveBuild } from "../support/app-server";
import { ownPostgres } from "../support/own-postgres";
import { until } from "../support/worker-child";
import { hear } from "./hearing";
import { makeWorld, type World } from "./world";

// The database is really stopped and restarted under a served application with open pages.
let database: Awaited<ReturnType<typeof ownPostgres>>;
let app: ServedApp;
let stopApp: () => Promise<void>;
let world: World;
const logs = fs.mkdtempSync(path.join(os.tmpdir(), "coo-outage-"));

beforeAll(async () => {
  database = await ownPostgres("coo_outage");
  ({ app, stop: stopApp } = await serveBuild(database.appUrl, path.join(logs, "server.log")));
  await asOwner(async (owner) => {
    world = await makeWorld(owner, app);
  });
});
afterAll(async () => {
  await stopApp();
  await database.remove();
  fs.rmSync(logs, { recursive: true, force: true });
});

async function asOwner<T>(work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const page = (target = "/"): Promise<Answer> =>
  send(app, { path: target, headers: { accept: "text/html", "sec-fetch-mode": "navigate" }, cookie: world.cookies.leadA });
const tab = (since?: number) => hear(app, world.cookies.leadA, since);
/** Like a writer: a row, and a notification when the transaction commits. */
const changeA = (owner: pg.Client) =>
  owner.query(
    `WITH made AS (INSERT INTO annotation (id, kpi_id, department_id, on_date, text) VALUES ($1, $2, $3, '2014-05-05', 'while nobody listened'))
     SELECT pg_notify('coo_live', $3::uuid::text)`,
    [randomUUID(), world.rows.A.kpi, world.departments.A],
  );

it("while the database is away every answer says so within 3 s, and a page comes again as soon as it is back", async () => {
  expect((await page()).status).toBe(200);
  await database.stop();
  const ready = await send(app, { path: "/api/health/ready" });
  expect([ready.status, ready.headers["retry-after"]]).toEqual([503, "2"]);
  expect((await send(app, { path: "/api/health/live" })).status).toBe(200);
  const search = await send(app, { path: "/api/search?q=K", cookie: world.cookies.leadA });
  expect([search.status, search.headers["retry-after"]]).toEqual([503, "5"]);
  expect(search.body).toContain("The database does not answer");
  for (const target of ["/", `/kpis/${world.rows.A.kpi}`, "/operations"]) {
    const answer = await page(target);
    expect([target, answer.status], answer.body.slice(0, 300)).toEqual([target, 503]);
    expect(answer.body).toContain("The database does not answer");
    expect(answer.ms).toBeLessThan(4_000);
  }
  await database.start();
  const began = Date.now();
  await until("pages come again", 20, async () => (await page()).status === 200);
  console.log(`pages came again ${Date.now() - began} ms after the database accepted connections`);
  expect((await page(`/kpis/${world.rows.A.kpi}`)).status).toBe(200);
});

it("a live stream lives through it: what changed while it could not hear, and what changes afterwards, is told", async () => {
  const open = tab();
  await until("it listens", 10, () => open.listening());
  await pause(1_500);
  open.clear();
  const drawnAt = Date.now();
  // The application is kept out a moment longer than the database is away, so that the change certainly falls into its absence.
  const role = new URL(database.appUrl).username;
  await asOwner((owner) => owner.query(`ALTER ROLE ${owner.escapeIdentifier(role)} NOLOGIN`));
  await database.stop();
  await pause(1_000);
  await database.start();
  await asOwner(async (owner) => {
    const { rowCount } = await owner.query("SELECT FROM pg_stat_activity WHERE usename = $1", [role]);
    expect(rowCount, "nobody of the application is connected").toBe(0);
    await changeA(owner);
    await owner.query(`ALTER ROLE ${owner.escapeIdentifier(role)} LOGIN`);
  });
  expect([open.changed(), open.ended()]).toEqual([false, false]);
  const back = Date.now();
  await until("what was missed is told", 10, () => open.changed());
  console.log(`what was missed was told ${Date.now() - back} ms after the application was let in`);
  expect(open.ended()).toBe(false);

  await pause(1_500);
  open.clear();
  await asOwner(changeA);
  await until("what changes afterwards is told", 20, () => open.changed());

  // A tab that was reloaded meanwhile sends its page's time: an earlier one is told at once, one of now is not.
  await pause(1_500);
  const [old, young] = [tab(drawnAt), tab()];
  await until("the old one is told", 20, () => old.changed());
  await pause(1_500);
  expect(young.said()).toBe("");
  for (const each of [open, old, young]) each.close();
});

it("asked to end, the server lets go of open streams and is gone within 5 s; tabs find the next one and miss nothing", async () => {
  const open = [tab(), tab(), tab()];
  await until("they listen", 10, () => open.every((each) => each.listening()));
  const drawnAt = Date.now();
  const began = Date.now();
  await stopApp();
  const took = Date.now() - began;
  console.log(`the server with ${open.length} open streams was gone after ${took} ms`);
  expect(took).toBeLessThan(5_000);
  await until("the streams have ended", 20, () => open.every((each) => each.ended()));
  await asOwner(changeA);
  const next = await serveBuild(database.appUrl, path.join(logs, "next.log"));
  ({ app, stop: stopApp } = next);
  // Another port changes the cookie's name; the session is the same.
  const cookie = (world.cookies.leadA ?? "").replace(/^coo-\d+/, `coo-${app.port}`);
  const again = hear(app, cookie, drawnAt);
  await until("what changed in between is told", 20, () => again.changed());
  again.close();
});
