import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { migrateDeploy } from "../../scripts/migrate.mjs";

const MIGRATIONS = path.resolve(import.meta.dirname, "../../prisma/migrations");
const first = fs.mkdtempSync(path.join(os.tmpdir(), "first-migrations-"));
const name = `coo_upgrade_${process.env.VITEST_POOL_ID ?? "1"}`;
const template = process.env.ADMIN_DATABASE_URL ?? "";
const at = (database: string, user?: string) => {
  const url = new URL(template);
  url.pathname = `/${database}`;
  if (user !== undefined) url.username = url.password = user;
  return String(url);
};
const admin = new pg.Client({ connectionString: at("postgres") });
await admin.connect();
const clear = async () => {
  await admin.query(`drop database if exists ${name} with (force)`);
  if ((await admin.query("select 1 from pg_roles where rolname = $1", [name])).rowCount) await admin.query(`drop role ${name}`);
};
afterAll(async () => {
  await clear();
  await admin.end();
  fs.rmSync(first, { recursive: true, force: true });
});

it("an owner whom the row policies bind takes the rows of the first version along", async () => {
  await clear();
  await admin.query(`create role ${name} login createrole password '${name}'`);
  await admin.query(`grant coo_app, coo_audit to ${name} with admin option`);
  await admin.query(`create database ${name} owner ${name}`);
  const url = at(name, name);
  for (const entry of fs.readdirSync(MIGRATIONS).filter((own) => own.startsWith("20260101") || own.endsWith(".toml")))
    fs.cpSync(path.join(MIGRATIONS, entry), path.join(first, entry), { recursive: true });
  expect(await migrateDeploy(url, { dir: first })).toHaveLength(2);

  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query("select set_config('app.system', 'on', false)");
  await owner.query(`
    insert into department (code, name) values ('company', 'Company');
    insert into kpi (code, name, department_id, areas, unit, frequency, aggregation, direction, source)
      select 'K-1', 'One', id, '{operations}', 'pieces', 'month', 'sum', 'higher', 'manual' from department;
    insert into kpi_summary (kpi_id, status, variation, assurance) select id, 'no-data', 'not-judged', 'not-judged' from kpi;
    insert into signal (kpi_id, rules, tone, severity, period_start, last_period, opened_at)
      select id, '{outside}', 'worse', 1, '2014-01-01', '2014-01-01', now() from kpi`);
  expect((await migrateDeploy(url)).length).toBeGreaterThan(3);
  const { rows } = await owner.query(
    "select (select department_id from signal) = d.id as signal, (select department_id from kpi_summary) = d.id as summary from department d",
  );
  await owner.end();
  expect(rows).toEqual([{ signal: true, summary: true }]);
});
