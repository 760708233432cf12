import { createHash, randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit-log/queries";
import { appendAudit } from "@/lib/platform/audit/write";
import { checkPassword } from "@/lib/platform/auth/password/password";
import { inTransaction } from "@/lib/platform/backup/connection";
import { chainOf, digestOf, tablesOf } from "@/lib/platform/backup/database/tables";
import { type Made, makeBackup } from "@/lib/platform/backup/make";
import { noteMade } from "@/lib/platform/backup/note";
import { pool } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { clusterPasswords } from "../../scripts/installation.mjs";
import { startPostgres } from "../../scripts/postgres.mjs";
import { kept } from "../../scripts/secrets.mjs";
import { owner } from "../support/audit";
import { runCommand } from "../support/commands";
import { type Company, makeCompany, makeKpi, makePerson, makePosition, TEST_PASSWORD } from "../support/factories";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-backup-"));
fs.chmodSync(dir, 0o755); // the database's user passes through
const at = (name: string) => path.join(dir, name);
const source = { dataDir: at("source"), uploads: at("source/uploads"), anchors: at("source/audit-anchors.jsonl") };
const ownerUrl = process.env.OWNER_DATABASE_URL ?? "";
const passphrase = { kind: "passphrase", text: "plain words for the backups" } as const;
const FILE = at("drill.backup");
const UPLOAD = randomUUID();
const BYTES = randomBytes(3_000_000);
const MEASURED = 5_000;
/** Enough for a whole restore on a busy machine. */
const PATIENCE = 300_000;

const on = async <T>(url: string, work: (client: pg.Client) => Promise<T>) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
/** The count and digest of each table, as in a backup. */
const heldBy = (url: string) =>
  inTransaction(url, async (client) => {
    const held: Record<string, string> = {};
    for (const table of await tablesOf(client)) {
      const { rows, sha256 } = await digestOf(client, table);
      held[`${table.schema}.${table.name}`] = `${rows} ${sha256}`;
    }
    return { held, chain: await chainOf(client) };
  });
const keptIn = ({ manifest }: Pick<Made, "manifest">) =>
  Object.fromEntries(manifest.tables.map(({ schema, name, rows, sha256 }) => [`${schema}.${name}`, `${rows} ${sha256}`]));

let company: Company;
let kpiId: string;

/** Rows in tables that refer to each other and to themselves, with text that COPY has to escape. */
async function populate() {
  company = await makeCompany();
  const kpi = await makeKpi(company.a.id, { description: 'tab\t, line\n, back\\slash, "quotes", \\N, ünïcode \u{1F600}' });
  kpiId = kpi.id;
  await makePosition(company.b1.id, company.memberB.personId);
  await writing("system", (tx) => enqueue(onTx(tx), "mail", { kind: "test", personId: company.coo.personId }));
  const text = `
    select set_config('app.system', 'on', true), set_config('app.viewer', '${company.leadA.personId}', true);
    insert into setting (key, value) values ('installation', '{"mode": "real", "loaded": true}');
    insert into measurement (kpi_id, period_start, value, state, recorded_by_id)
      select '${kpiId}', date '2000-01-01' + n, n * 1.5, 'final', '${company.leadA.personId}' from generate_series(1, ${MEASURED}) n;
    update measurement set superseded_at = now() where period_start < '2000-02-01';
    update kpi set name = 'Renamed once' where id = '${kpiId}';
    update kpi set name = 'Renamed twice' where id = '${kpiId}';
    insert into comment (subject_type, subject_id, author_id, body) values ('kpi', '${kpiId}', '${company.leadA.personId}', 'why?');
    insert into idempotency (person_id, key, action, result) values ('${company.leadA.personId}', '${randomUUID()}', 'x', '1');
    insert into deferral (person_id, item, until, at) select '${company.leadA.personId}', item, '2030-01-01', now() from unnest(array['b:2', 'A:1', 'ä:3']) item;
    insert into notification (person_id, kind, at, subject_type, subject_id) values ('${company.leadA.personId}', 'numbers-due', now(), 'kpi', '${kpiId}');
    insert into session (id_hash, person_id, expires_at) values (sha256('s'), '${company.leadA.personId}', now() + interval '1 day');
    insert into one_time_token (token_hash, purpose, person_id, expires_at) values (sha256('t'), 'password_reset', '${company.leadA.personId}', now() + interval '1 day');
    insert into upload (id, file_name, size, sha256, uploaded_at) values ('${UPLOAD}', 'orders.csv', ${BYTES.length}, '\\x${createHash("sha256").update(BYTES).digest("hex")}', now())`;
  await owner.query("begin");
  await owner.query(text);
  await owner.query("commit");
  fs.mkdirSync(source.uploads, { recursive: true });
  fs.writeFileSync(path.join(source.uploads, UPLOAD), BYTES);
  fs.writeFileSync(path.join(source.uploads, `${UPLOAD}.part`), "half of another");
  kept(source.dataDir, "auth-secret");
  kept(source.dataDir, "owner-password");
}

async function audited(n: number) {
  await writing("system", (tx) =>
    appendAudit(onTx(tx), "system", {
      action: "person.change",
      subject: { type: "person", id: String(n), name: `Subject ${n}` },
      departmentId: null,
      before: null,
      after: { n },
    }),
  );
}

const entries = () => reading("system", (tx) => tx.auditEvent.count());

/** A person who keeps writing audited changes, each in one transaction, until told to stop. */
async function writer(until: () => boolean) {
  for (let n = 0; !until(); n++) {
    await makePerson({ name: `Newcomer ${n}`, departmentId: company.b1.id });
    await audited(n);
  }
}

let made: Made;
beforeAll(async () => {
  await populate();
  for (let n = 0; n < 20; n++) await audited(n);
  const { lastId: id, hash } = await inTransaction(ownerUrl, chainOf);
  const moment = new Date().toISOString();
  fs.writeFileSync(source.anchors, `${JSON.stringify({ id, hash, at: moment, anchored: moment })}\n`);
  let stop = false;
  let begun = 0;
  const writers = [1, 2].map(() => writer(() => stop));
  await new Promise((done) => setTimeout(done, 200));
  begun = await entries();
  made = await makeBackup({ url: ownerUrl, places: source }, FILE, passphrase, async () => {});
  stop = true;
  await Promise.all(writers);
  expect(made.manifest.chain.rows).toBeGreaterThanOrEqual(begun);
  expect(await entries()).toBeGreaterThan(made.manifest.chain.rows); // it was written to meanwhile
});
afterAll(async () => {
  await owner.end();
  await pool.end();
  fs.rmSync(dir, { recursive: true, force: true });
});

describe("a backup", () => {
  it("is one moment: related rows are in it together, while others write", async () => {
    expect(made.manifest.chain).toMatchObject({ broken: null, lastId: String(made.manifest.chain.rows) });
    expect(fs.statSync(FILE).mode & 0o777).toBe(0o600);
    expect(fs.existsSync(`${FILE}.part`)).toBe(false);
    expect(made.manifest.files.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "secret auth-secret",
      "anchors audit-anchors.jsonl",
      `upload ${UPLOAD}`,
    ]);
    const bytes = fs.readFileSync(FILE);
    for (const plain of ["Renamed once", fs.readFileSync(path.join(source.dataDir, "auth-secret"), "utf8").slice(0, 16)])
      expect(bytes.includes(plain)).toBe(false);
  });

  it("never replaces a file", async () => {
    await expect(makeBackup({ url: ownerUrl, places: source }, FILE, passphrase, async () => {})).rejects.toThrow("exists already");
  });

  it("is in the audit log, without figures, for everybody who may read it", async () => {
    await noteMade("drill.backup", made);
    const filter = { person: null, action: "backup.make", subject: null, before: null } as const;
    const page = await listAudit(company.administrator, filter);
    expect(page?.rows).toMatchObject([{ action: "made a backup", actorName: "the system", subjectName: "drill.backup", withheld: false }]);
    expect(page?.rows[0]?.changes.map(({ label }) => label)).toEqual(["bytes", "audited up to", "rows", "SHA-256"]);
  });

  it("does not exist if it cannot be noted in the audit log", async () => {
    const file = at("unnoted.backup");
    const refused = makeBackup({ url: ownerUrl, places: source }, file, passphrase, () => Promise.reject(new Error("no")));
    await expect(refused).rejects.toThrow("no");
    expect(fs.readdirSync(dir).filter((name) => name.startsWith("unnoted"))).toEqual([]);
  });

  it("leaves nothing if it is stopped on its way", async () => {
    const asked = new AbortController();
    const file = at("stopped.backup");
    const making = makeBackup(
      { url: ownerUrl, places: source },
      file,
      passphrase,
      () => Promise.reject(new Error("too late")),
      asked.signal,
    );
    asked.abort();
    await expect(making).rejects.toThrow("No backup was made");
    expect(fs.readdirSync(dir).filter((name) => name.startsWith("stopped"))).toEqual([]);
  });

  it("contains every row: no policy hides one", async () => {
    const hidden: string[] = [];
    const { held } = await heldBy(ownerUrl);
    for (const [name, text] of Object.entries(held)) {
      await owner.query("begin");
      const { rows } = await owner.query("select pg_get_userbyid(relowner) as owner from pg_class where oid = $1::regclass", [name]);
      await owner.query(`set local role ${owner.escapeIdentifier(rows[0].owner)}`);
      await owner.query(`alter table ${name} no force row level security`);
      const all = (await owner.query(`select count(*)::int as n from ${name}`)).rows[0].n;
      await owner.query("rollback");
      if (all !== Number(text.split(" ")[0])) hidden.push(name);
    }
    expect(hidden).toEqual([]);
  });
});

describe("restored into another cluster, and from there into a database", () => {
  const dataDir = at("restored");
  let restored: Awaited<ReturnType<typeof runCommand>>;
  let cluster: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    restored = await runCommand("scripts/restore.mjs", [FILE], { DATA_DIR: dataDir, BACKUP_PASSPHRASE: passphrase.text });
    expect(restored, restored.said).toMatchObject({ code: 0 });
    cluster = await startPostgres({ dataDir: path.join(dataDir, "postgres"), database: "coo", ...clusterPasswords(dataDir) });
  }, PATIENCE);
  afterAll(() => cluster.stop());
  const asApp = () => {
    const url = new URL(cluster.url);
    [url.username, url.password] = ["coo_app_coo", kept(dataDir, "app-password")];
    return String(url);
  };

  it("every table has its rows, and the audit log continues after them", async () => {
    const { held, chain } = await heldBy(cluster.url);
    const { "public.audit_event": _, "public.audit_head": __, ...others } = keptIn(made);
    expect(held).toMatchObject(others);
    expect(chain).toMatchObject({ broken: null, rows: made.manifest.chain.rows + 1 });
    await on(asApp(), async (client) => {
      await client.query("select set_config('app.system', 'on', false)");
      const { rows } = await client.query("select action, actor_name, after from audit_event order by id desc limit 1");
      expect(rows).toEqual([
        {
          action: "backup.restore",
          actor_name: "the system",
          after: { made: made.about.made, rows: expect.any(Number), sha256: made.sha256 },
        },
      ]);
    });
  });

  it("sign-ins, sessions and links are unchanged", async () => {
    await on(asApp(), async (client) => {
      await client.query("select set_config('app.system', 'on', false)");
      const { rows } = await client.query(
        "select password_hash as hash, (select count(*)::int from session) as sessions, (select count(*)::int from one_time_token) as links from account where person_id = $1",
        [company.leadA.personId],
      );
      expect(await checkPassword(TEST_PASSWORD, rows[0].hash)).toBe(true);
      expect(rows[0]).toMatchObject({ sessions: 1, links: 1 });
    });
    for (const name of ["auth-secret"])
      expect(fs.readFileSync(path.join(dataDir, name), "utf8")).toBe(fs.readFileSync(path.join(source.dataDir, name), "utf8"));
    expect(kept(dataDir, "owner-password")).not.toBe(kept(source.dataDir, "owner-password"));
  });

  it("an uploaded file has its bytes, readable only by its owner", () => {
    const file = path.join(dataDir, "uploads", UPLOAD);
    expect(fs.readFileSync(file).equals(BYTES)).toBe(true);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(path.join(dataDir, "uploads"))).toEqual([UPLOAD]);
  });

  it("the policies apply to the application", async () => {
    await on(asApp(), async (client) => {
      const count = async () => (await client.query("select count(*)::int as n from kpi")).rows[0].n;
      expect(await count()).toBe(0);
      await client.query("select set_config('app.viewer', $1, false), set_config('app.departments', $2, false)", [
        company.leadB.personId,
        `{${company.b.id}}`,
      ]);
      expect(await count()).toBe(0);
      await client.query("select set_config('app.departments', $1, false)", [`{${company.a.id}}`]);
      expect(await count()).toBe(1);
      for (const statement of [
        "delete from audit_event",
        "update measurement set value = 0",
        "alter table kpi no force row level security",
      ])
        await expect(client.query(statement), statement).rejects.toMatchObject({ code: "42501" });
    });
    await on(cluster.url, async (client) => {
      const { rows } = await client.query(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relforcerowsecurity",
      );
      expect(rows).toEqual([{ relname: "_prisma_migrations" }]);
      const { rows: off } = await client.query("select tgname from pg_trigger where tgenabled = 'D'");
      expect(off).toEqual([]);
    });
  });

  it("sequences continue after the existing values, and triggers keep earlier versions", async () => {
    await on(cluster.url, async (client) => {
      await client.query("begin");
      await client.query("select set_config('app.system', 'on', true)");
      for (const { name } of made.manifest.sequences) {
        const [, table, column] = /^(.*)_(id)_seq$/.exec(name) ?? [];
        if (table === undefined || table === "audit_event") continue; // the chain assigns its ids itself
        const { rows } = await client.query(`select nextval('${name}') > coalesce((select max(${column}) from ${table}), 0) as free`);
        expect(rows, name).toEqual([{ free: true }]);
      }
      await client.query("update kpi set name = 'Renamed again' where id = $1", [kpiId]);
      expect((await client.query("select count(*)::int as n from kpi_past")).rows).toEqual([{ n: 3 }]);
      await client.query("rollback");
    });
  });

  it("is backed up while it is stopped, and restored into an empty database of another server with its own key", {
    timeout: PATIENCE,
  }, async () => {
    await cluster.stop();
    const again = at("again.backup");
    const { code, said } = await runCommand("scripts/run.mjs", ["scripts/backup.ts", again], { DATA_DIR: dataDir });
    expect(code, said).toBe(0);
    expect(said).toMatch(/read back and checked/);
    expect(said).toMatch(/Keep a copy of that key away from this machine/);
    const name = `coo_restored_${process.env.VITEST_POOL_ID ?? "1"}`;
    await owner.query(`drop database if exists ${name} with (force)`);
    const url = new URL(ownerUrl);
    url.pathname = `/${name}`;
    await owner.query(`create database ${name} owner ${owner.escapeIdentifier(url.username)}`);
    const env = { DATABASE_URL: String(url), DATA_DIR: at("beside"), BACKUP_KEY_FILE: path.join(dataDir, "backup-key") };
    const result = await runCommand("scripts/restore.mjs", [again], env);
    expect(result.code, result.said).toBe(0);
    const { held } = await heldBy(String(url));
    const { "public.audit_event": _, "public.audit_head": __, "jobs.job_common": ___, ...others } = keptIn(made);
    expect(held).toMatchObject(others);
    const verified = await runCommand("scripts/run.mjs", ["scripts/audit-verify.ts"], env);
    expect(verified.said).toMatch(/1 anchor .*\n.*unbroken/);
    // A second restore finds it occupied.
    expect(await runCommand("scripts/restore.mjs", [again], { ...env, DATA_DIR: at("third") })).toMatchObject({
      code: 1,
      said: expect.stringContaining("DATABASE_URL is not empty"),
    });
    await owner.query(`drop database ${name} with (force)`);
    cluster = await startPostgres({ dataDir: path.join(dataDir, "postgres"), database: "coo", ...clusterPasswords(dataDir) });
  });
});
