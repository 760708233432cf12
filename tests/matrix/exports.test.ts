import http from "node:http";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { send } from "../support/app-server";
import type { Principal } from "./names";
import { app, openOwner, world } from "./play";
import { restore } from "./state";

let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterEach(() => restore(owner));
afterAll(() => owner.end());

const values = () => `/api/export/values?kpi=${world.rows.A.kpi}`;
const entriesOf = async (who: Principal) =>
  (await owner.query("SELECT 1 FROM audit_event WHERE action = 'data.export' AND actor_id = $1", [world.people[who]])).rowCount ?? 0;

/** Far more than the buffers between two programs hold. */
const writeMuch = () =>
  owner.query(
    `INSERT INTO comment (id, subject_type, subject_id, author_id, body, at) SELECT gen_random_uuid(), 'kpi', $1, $2, repeat('said ', 380), '2014-06-01' FROM generate_series(1, 12000)`,
    [world.rows.A.kpi, world.people.leadA],
  );

/**
 * Downloads a file slowly: after its first bytes `meanwhile` runs, then the rest is read. Returns whether it was complete, and its length.
 */
function takeSlowly(who: Principal, meanwhile: () => Promise<void>): Promise<{ complete: boolean; bytes: number }> {
  return new Promise((done, failed) => {
    const headers = { host: `localhost:${app.port}`, cookie: world.cookies[who] ?? "" };
    const request = http.get({ host: "127.0.0.1", port: app.port, path: values(), headers, agent: false }, (response) => {
      let bytes = 0;
      const over = () => done({ complete: response.complete, bytes });
      response.once("end", over).once("error", over).once("close", over);
      response.once("data", async (first: Buffer) => {
        response.pause();
        bytes += first.length;
        await meanwhile().catch(failed);
        response.on("data", (part: Buffer) => {
          bytes += part.length;
        });
        response.resume();
      });
    });
    request.setTimeout(30_000, () => request.destroy(new Error("it was not answered")));
    request.once("error", failed);
  });
}
const pause = (ms: number) => new Promise<void>((wait) => setTimeout(wait, ms));

it("HEAD of a file returns its name and writes no audit entry; downloading it writes one", async () => {
  const before = await entriesOf("viewerA");
  for (let n = 0; n < 5; n++) {
    const answer = await send(app, { path: values(), method: "HEAD", cookie: world.cookies.viewerA });
    expect(answer).toMatchObject({ status: 200, body: "" });
    expect(answer.headers["content-disposition"]).toContain("values");
  }
  expect(await entriesOf("viewerA")).toBe(before);
  expect((await send(app, { path: values(), cookie: world.cookies.viewerA })).status).toBe(200);
  expect(await entriesOf("viewerA")).toBe(before + 1);
});

it("a slow download is complete, and breaks off if the account is disabled or a right is removed meanwhile", async () => {
  await writeMuch();
  const whole = await takeSlowly("leadA", () => pause(1_500));
  expect(whole.complete).toBe(true);
  expect(whole.bytes).toBeGreaterThan(20_000_000);
  const ends = [
    "UPDATE account SET disabled_at = now() WHERE person_id = $1",
    "UPDATE access_grant SET ended_at = now() WHERE person_id = $1",
  ];
  for (const sql of ends) {
    await restore(owner);
    await writeMuch();
    const cut = await takeSlowly("leadA", async () => {
      await owner.query(sql, [world.people.leadA]);
      await pause(1_500);
    });
    expect(cut.complete, sql).toBe(false);
    expect(cut.bytes).toBeLessThan(whole.bytes / 2);
  }
});

it("one person downloads two files at a time; a third is refused with a time to retry, and a place is released", async () => {
  await writeMuch();
  await takeSlowly("leadA", async () => {
    await takeSlowly("leadA", async () => {
      const third = await send(app, { path: values(), cookie: world.cookies.leadA });
      expect(third.status).toBe(429);
      expect(third.headers["retry-after"]).toMatch(/^\d+$/);
      expect(third.body).toContain("of your exports are still running");
      expect((await send(app, { path: values(), cookie: world.cookies.viewerA })).status).toBe(200);
    });
  });
  expect((await send(app, { path: values(), cookie: world.cookies.leadA })).status).toBe(200);
});
