import type pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { call, openOwner, openPage, outcomeOf, world } from "./play";
import { restore } from "./state";

// A change in the database while somebody is signed in takes effect on their very next request.
let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterEach(() => restore(owner));
afterAll(() => owner.end());

const RECORD = "app/(console)/kpis/actions.ts#recordMeasurementAction";
const page = () => openPage(`/kpis/${world.rows.A.kpi}`, "leadA").then(outcomeOf);
const record = async () => (await call(RECORD, "leadA", "A")).state;

const ENDS: Readonly<Record<string, string>> = {
  "an account is disabled": "UPDATE account SET disabled_at = now() WHERE person_id = $1",
  "a session is revoked": "UPDATE session SET revoked_at = now() WHERE person_id = $1",
  "a session runs out": "UPDATE session SET expires_at = now() WHERE person_id = $1",
  "a session was quiet for eight hours": "UPDATE session SET last_seen_at = now() - interval '8 hours 1 minute' WHERE person_id = $1",
  "a person has left the company": "UPDATE person SET left_on = '2014-06-01' WHERE id = $1",
};
it.each(Object.entries(ENDS))("%s", async (_what, sql) => {
  expect(await page()).toBe("open");
  await owner.query(sql, [world.people.leadA]);
  expect(await page()).toBe("to /sign-in");
  expect((await record())?.message).toMatch(/no longer signed in/);
});

const LOSES: Readonly<Record<string, string>> = {
  "a grant is ended": "UPDATE access_grant SET ended_at = now() WHERE person_id = $1",
  "a grant is moved to another department": "UPDATE access_grant SET department_id = $2 WHERE person_id = $1",
  "the KPI is moved to another department": "UPDATE kpi SET department_id = $2 WHERE $1::uuid IS NOT NULL AND department_id <> $2",
};
it.each(Object.entries(LOSES))("%s", async (_what, sql) => {
  expect(await page()).toBe("open");
  await owner.query(sql, sql.includes("$2") ? [world.people.leadA, world.departments.B] : [world.people.leadA]);
  expect(await page()).toBe("missing");
  expect((await record())?.message).toMatch(/does not exist, or you do not have access to it/);
});

it("a lead becomes a viewer: the page stays, the right to write goes", async () => {
  expect((await record())?.status).toBe("ok");
  await restore(owner);
  await owner.query("UPDATE access_grant SET role = 'viewer' WHERE person_id = $1", [world.people.leadA]);
  expect(await page()).toBe("open");
  expect((await record())?.message).toMatch(/Your role does not allow this/);
});
