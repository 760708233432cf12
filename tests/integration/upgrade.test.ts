import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { clusterPasswords, migrate, openInstallation } from "../../scripts/installation.mjs";
import { MIGRATIONS, migrateDeploy } from "../../scripts/migrate.mjs";
import { startPostgres } from "../../scripts/postgres.mjs";
import { LAST_RELEASE } from "../support/last-release";

const migrations = fs
  .readdirSync(MIGRATIONS)
  .filter((entry) => !entry.endsWith(".toml"))
  .sort();
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

it("an owner bound by the row policies migrates the rows of the first version", async () => {
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

/**
 * Tables and columns that a migration since the last release removes or rewrites: "table" or "table.column", each with the test that checks
 * it.
 */
const CHANGED: readonly string[] = [
  // The subject of a comment, an action and a notice is one reference now: compared below.
  ...["comment.kpi_id", "comment.initiative_id", "action.kpi_id", "action.initiative_id"],
  ...["signal_id", "kpi_id", "comment_id", "initiative_id", "action_id"].map((column) => `notification.${column}`),
];
/** Tables that are empty in the last release's company. */
const EMPTY = ["import_change", "import_mapping"];

type Columns = Readonly<Record<string, readonly string[]>>;
async function columnsOf(client: pg.Client): Promise<Columns> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attname) AS columns FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
      AND c.relname <> '_prisma_migrations' GROUP BY 1`);
  return Object.fromEntries(rows.map((row) => [row.name, row.columns]));
}

/** Every row of those columns, as text. */
async function rowsOf(client: pg.Client, columns: Columns): Promise<Record<string, string[]>> {
  const held: Record<string, string[]> = {};
  for (const [table, own] of Object.entries(columns).filter(([name]) => !CHANGED.includes(name))) {
    const list = own.filter((column) => !CHANGED.includes(`${table}.${column}`)).map((column) => client.escapeIdentifier(column));
    const { rows } = await client.query<{ row: string }>(
      `SELECT row_to_json(t)::text AS row FROM (SELECT ${list} FROM public.${table}) t ORDER BY 1`,
    );
    held[table] = rows.map(({ row }) => row);
  }
  return held;
}

it("an installation of the last release is opened as by npm start: every row is unchanged, and the log is intact", async () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-last-release-"));
  fs.chmodSync(dataDir, 0o755);
  const on = async <T>(url: string | null, work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: url ?? "" });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  try {
    expect(migrations, "the last release is one of the migrations").toContain(LAST_RELEASE);
    const before = await startPostgres({
      dataDir: path.join(dataDir, "postgres"),
      database: "coo",
      durable: false,
      ...clusterPasswords(dataDir),
    });
    migrate(before.url, LAST_RELEASE);
    const columns = await on(before.adminUrl, columnsOf);
    const rows: Record<string, string[]> = await on(before.adminUrl, async (client) => {
      await client.query(fs.readFileSync(path.join(import.meta.dirname, "upgrade-rows.sql"), "utf8"));
      const about = await client.query(`
        SELECT id::text, CASE WHEN kpi_id IS NULL THEN 'initiative' ELSE 'kpi' END AS type, coalesce(kpi_id, initiative_id) AS subject FROM comment
        UNION ALL SELECT id::text, 'initiative', initiative_id FROM action
        UNION ALL SELECT id::text, (ARRAY['signal', 'comment', 'action', 'initiative', 'kpi'])[n], (ARRAY[signal_id, comment_id, action_id, initiative_id, kpi_id])[n]
          FROM (SELECT *, array_position(ARRAY['signal-asked', 'mentioned', 'action-assigned', 'initiative-assigned', 'numbers-due'], kind) AS n FROM notification) AS notice
        ORDER BY 1, 2, 3`);
      return { ...(await rowsOf(client, columns)), ABOUT: about.rows.map((row) => JSON.stringify(row)) };
    });
    await before.stop();
    expect(
      Object.keys(rows)
        .filter((table) => rows[table]?.length === 0)
        .sort(),
    ).toEqual(EMPTY);

    // Once to upgrade, and once more: a later start changes nothing.
    for (const start of ["the first", "a later"]) {
      const installation = await openInstallation({ dataDir, given: undefined, restore: undefined });
      try {
        const applied = await on(installation.adminUrl, (client) =>
          client.query<{ name: string }>("SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1"),
        );
        expect(applied.rows.map(({ name: own }) => own)).toEqual(migrations);
        const now: Record<string, string[]> = await on(installation.adminUrl, async (client) => {
          const about = await client.query(`
            SELECT id::text, subject_type AS type, subject_id AS subject FROM comment UNION ALL SELECT id::text, subject_type, subject_id FROM action
            UNION ALL SELECT id::text, subject_type, subject_id FROM notification ORDER BY 1, 2, 3`);
          return { ...(await rowsOf(client, columns)), ABOUT: about.rows.map((row) => JSON.stringify(row)) };
        });
        for (const table of Object.keys(rows)) expect(now[table], `${table} at ${start} start`).toEqual(rows[table]);
        await on(installation.appUrl, async (client) => {
          await client.query("SELECT set_config('app.system', 'on', false)");
          expect((await client.query("SELECT broken_id, rows_checked::int AS rows FROM audit_verify()")).rows).toEqual([
            { broken_id: null, rows: 12 },
          ]);
          const { rows: figures } = await client.query("SELECT count(*)::int AS n, sum(value)::text AS sum FROM measurement");
          expect(figures).toEqual([{ n: 96, sum: "118518517452529.1851851744" }]);
        });
      } finally {
        await installation.stop();
      }
    }
  } finally {
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
});
