import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inTransaction } from "@/lib/platform/backup/connection";
import type { Secret } from "@/lib/platform/backup/container";
import { loadBackup } from "@/lib/platform/backup/database/load";
import { chainOf, digestOf, tablesOf } from "@/lib/platform/backup/database/tables";
import { makeBackup } from "@/lib/platform/backup/make";
import { checkBackup } from "@/lib/platform/backup/read";
import { MIGRATIONS, migrateDeploy } from "../../scripts/migrate.mjs";

// A backup of an earlier version, made by a migrating role that is not a superuser: row policies apply to it, and the audit log belongs to
// another role.
const secret: Secret = { kind: "key", bytes: Buffer.alloc(32, 9) };
const LAST = "20260301000000_standing_of_all";
const worker = process.env.VITEST_POOL_ID ?? "1";
const role = `coo_bound_${worker}`;
const [before, after] = [`coo_before_${worker}`, `coo_after_${worker}`];
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-backup-upgrade-"));
const places = { dataDir: dir, uploads: path.join(dir, "uploads"), anchors: path.join(dir, "anchors") };
const at = (database: string, user?: string) => {
  const url = new URL(process.env.ADMIN_DATABASE_URL ?? "");
  url.pathname = `/${database}`;
  if (user !== undefined) url.username = url.password = user;
  return String(url);
};
const admin = new pg.Client({ connectionString: at("postgres") });
await admin.connect();
const clear = async () => {
  for (const name of [before, after]) await admin.query(`drop database if exists ${name} with (force)`);
  if ((await admin.query("select 1 from pg_roles where rolname = $1", [role])).rowCount) await admin.query(`drop role ${role}`);
};
beforeAll(async () => {
  await clear();
  await admin.query(`create role ${role} login createrole password '${role}'`);
  await admin.query(`grant coo_app, coo_audit to ${role} with admin option`);
  for (const name of [before, after]) await admin.query(`create database ${name} owner ${role}`);
});
afterAll(async () => {
  await clear();
  await admin.end();
  fs.rmSync(dir, { recursive: true, force: true });
});

it("a backup of an earlier version is restored unchanged, and then migrated", async () => {
  const [from, to] = [at(before, role), at(after, role)];
  await migrateDeploy(from, { last: LAST });
  await inTransaction(from, async (client) => {
    await client.query(`
      insert into department (code, name) values ('company', 'Company');
      insert into department (code, name, parent_id) select 'D-' || n, 'Department ' || n, (select id from department where code = 'company') from generate_series(1, 50) n;
      insert into kpi (code, name, department_id, areas, unit, frequency, aggregation, direction, source)
        select 'K-1', 'One', id, '{operations}', 'pieces', 'month', 'sum', 'higher', 'manual' from department where code = 'D-1';
      set local role coo_audit;
      select audit_append(now(), null, 'the system', 'x', 'x', n::text, 'x', null, null, null, null) from generate_series(1, 10) n`);
  });
  const file = path.join(dir, "earlier.backup");
  const made = await makeBackup({ url: from, places }, file, secret, async () => {});
  expect(made.about.migrations.at(-1)?.name).toBe(LAST);
  expect(made.manifest.tables.map(({ schema }) => schema)).not.toContain("jobs");

  await migrateDeploy(to, { last: LAST });
  const checked = await checkBackup(file, () => secret);
  const loaded = await loadBackup(to, file, () => secret, checked, { schema: "public", places });
  expect(loaded.differences).toEqual([]);
  const held = await inTransaction(to, async (client) => {
    const digests: unknown[] = [];
    for (const table of await tablesOf(client)) digests.push({ name: table.name, ...(await digestOf(client, table)) });
    return { digests, chain: await chainOf(client) };
  });
  expect(held.digests).toEqual(made.manifest.tables.map(({ name, rows, sha256 }) => ({ name, rows, sha256 })));
  expect(held.chain).toMatchObject({ rows: 10, broken: null });

  const all = fs.readdirSync(MIGRATIONS).filter((name) => !name.endsWith(".toml"));
  expect(await migrateDeploy(to)).toHaveLength(all.length - made.about.migrations.length);
  expect(await inTransaction(to, chainOf)).toMatchObject({ rows: 10, broken: null });
});
