import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clusterPasswords, migrate, processUrls } from "../../scripts/installation.mjs";
import { clearLeftover, freePort, startPostgres } from "../../scripts/postgres.mjs";
import { binaries, createCluster, reachableDataDir, runAs } from "../../scripts/postgres-files.mjs";
import { kept } from "../../scripts/secrets.mjs";
import { catalogFaults } from "../support/catalog";

// A data directory made by an earlier version, in which the migrating role was the superuser of its PostgreSQL.
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-earlier-"));
fs.chmodSync(dir, 0o755);
const wanted = path.join(dir, "postgres");
const BEFORE = "20260308000000_moved_with_kpi";

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** As in the earlier version: initdb with the owner's name, its migrations, and one role for all processes. */
async function earlier(work: (url: string) => Promise<void>): Promise<void> {
  const ids = runAs();
  const bin = binaries(ids);
  const dataDir = reachableDataDir(wanted, ids);
  const password = kept(dir, "owner-password");
  createCluster(bin, dataDir, ids, { user: "owner", password, durable: false });
  const port = await freePort();
  const options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"].flatMap((option) => ["-c", option]);
  const server = spawn(path.join(bin, "postgres"), ["-D", dataDir, "-p", String(port), ...options], { ...ids, cwd: "/", stdio: "ignore" });
  try {
    const url = (database: string) => `postgresql://owner:${password}@127.0.0.1:${port}/${database}`;
    for (let n = 0; ; n++) {
      const up = await on(url("postgres"), (client) => client.query("create database coo")).catch((error: unknown) => error);
      if (!(up instanceof Error)) break;
      if (n > 400) throw up;
      await new Promise((done) => setTimeout(done, 50));
    }
    migrate(url("coo"), BEFORE);
    await work(url("coo"));
  } finally {
    server.kill("SIGTERM");
    await clearLeftover(dataDir);
  }
}

type Running = Awaited<ReturnType<typeof startPostgres>>;
let server: Running | null = null;
const start = async (): Promise<Running> => {
  server = await startPostgres({ dataDir: wanted, database: "coo", durable: false, ...clusterPasswords(dir) });
  return server;
};
const stop = async () => {
  await server?.stop();
  server = null;
};

beforeAll(() =>
  earlier((url) =>
    on(url, async (client) => {
      await client.query("create role coo_app_coo login password 'x'; grant coo_app to coo_app_coo");
      await client.query("select set_config('app.system', 'on', false)");
      await client.query(`insert into department (code, name) values ('company', 'Company');
        insert into kpi (code, name, department_id, areas, unit, frequency, aggregation, direction, source)
          select 'K-1', 'One', id, '{operations}', 'pieces', 'month', 'sum', 'higher', 'manual' from department;
        create sequence public.one_of_its_own; create view public.a_view as select 1 as n; create domain public.a_domain as text;
        select audit_append(now(), null, 'the system', 'x', 'x', n::text, 'x', null, null, null, null) from generate_series(1, 10) n`);
      await client.query("create role coo_stand_in superuser"); // left behind by a start that was killed
    }),
  ),
);
afterAll(async () => {
  const dataDir = server?.dataDir;
  await stop();
  if (dataDir?.startsWith(dir) === false) fs.rmSync(dataDir, { recursive: true, force: true });
  fs.rmSync(dir, { recursive: true, force: true });
});

const rolesOf = (client: pg.Client) =>
  client.query(
    "select rolname as role, rolsuper as super, rolcreaterole as makes from pg_roles where rolname !~ '^pg_' and rolname !~ '^coo_' order by 1",
  );

it("is converted at its next start: the migrating role is no longer a superuser and owns everything", async () => {
  const { url, adminUrl } = await start();
  migrate(url);
  const { appUrl, workUrl } = await processUrls(url, dir);
  await on(adminUrl, async (client) => {
    expect((await rolesOf(client)).rows).toEqual([
      { role: "owner", super: false, makes: true },
      { role: "postgres", super: true, makes: true },
    ]);
    expect((await client.query("select 1 from pg_roles where rolname = 'coo_stand_in'")).rowCount).toBe(0);
    await client.query("drop view public.a_view");
    expect(await catalogFaults(client)).toEqual([]);
  });
  await on(url, async (client) => {
    await expect(client.query("alter role owner superuser")).rejects.toMatchObject({ code: "42501" });
    await expect(client.query("select pg_read_file('/etc/hostname')")).rejects.toMatchObject({ code: "42501" });
    expect((await client.query("select 1 from kpi")).rowCount).toBe(0); // row policies apply to it
    // The role a backup uses to read the log.
    await client.query("set role coo_audit");
    expect((await client.query("select count(*)::int as n from audit_event")).rows).toEqual([{ n: 10 }]);
  });
  for (const process of [appUrl, workUrl])
    await on(process, async (client) => {
      await client.query("select set_config('app.system', 'on', false), set_config('app.actor', 'system', false)");
      expect((await client.query("select code from kpi")).rows).toEqual([{ code: "K-1" }]);
      await client.query("update kpi set name = name || '.'");
      await client.query("select audit_append('x', 'x', 'x', 'x', null, null, null, null)");
    });
  await on(appUrl, async (client) => {
    await client.query("select set_config('app.system', 'on', false)");
    expect((await client.query("select broken_id, rows_checked::int as rows from audit_verify()")).rows).toEqual([
      { broken_id: null, rows: 12 },
    ]);
    expect((await client.query("select was->>'name' as name from kpi_past order by id")).rows).toEqual([{ name: "One" }, { name: "One." }]);
  });
});

it("a later start changes nothing, and does not need the superuser's password", async () => {
  await stop();
  const again = await start();
  migrate(again.url);
  await processUrls(again.url, dir);
  await on(again.adminUrl, async (client) => expect(await catalogFaults(client)).toEqual([]));
  await stop();
  fs.writeFileSync(path.join(dir, "postgres-password"), "f".repeat(64));
  const without = await start();
  await on(without.url, async (client) =>
    expect((await client.query("select rolsuper as super from pg_roles where rolname = current_user")).rows).toEqual([{ super: false }]),
  );
});
