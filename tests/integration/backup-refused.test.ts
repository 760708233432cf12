import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inTransaction } from "@/lib/platform/backup/connection";
import { seal } from "@/lib/platform/backup/container";
import { loadBackup } from "@/lib/platform/backup/database/load";
import { digestOf, tablesOf } from "@/lib/platform/backup/database/tables";
import { makeBackup } from "@/lib/platform/backup/make";
import { checkBackup, readBackup } from "@/lib/platform/backup/read";
import { section, type Title } from "@/lib/platform/backup/sections";
import { pool } from "@/lib/platform/db/client";
import { isEmpty } from "../../scripts/empty-database.mjs";
import { owner } from "../support/audit";
import { runCommand } from "../support/commands";
import { makeCompany, makeKpi } from "../support/factories";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-refused-"));
fs.chmodSync(dir, 0o755); // the database's user passes through
const at = (name: string) => path.join(dir, name);
const ownerUrl = process.env.OWNER_DATABASE_URL ?? "";
const passphrase = { kind: "passphrase", text: "plain words for the backups" } as const;
const FILE = at("good.backup");
const secretFor = () => passphrase;
/** Enough for a whole restore on a busy machine. */
const PATIENCE = 300_000;

beforeAll(async () => {
  const company = await makeCompany();
  await makeKpi(company.a.id);
  fs.mkdirSync(at("source"));
  const source = { dataDir: at("source"), uploads: at("source/uploads"), anchors: at("source/anchors") };
  await makeBackup({ url: ownerUrl, places: source }, FILE, passphrase, async () => {});
});
afterAll(async () => {
  await owner.end();
  await pool.end();
  fs.rmSync(dir, { recursive: true, force: true });
});

/** A database on the same server, owned by its migrating role, and dropped afterwards. */
async function withDatabase(name: string, template: string | null, work: (url: string) => Promise<void>) {
  const url = new URL(ownerUrl);
  const own = `coo_${name}_${process.env.VITEST_POOL_ID ?? "1"}`;
  url.pathname = `/${own}`;
  await owner.query(`drop database if exists ${own} with (force)`);
  const copied = template === null ? "" : ` template ${template} strategy file_copy`;
  await owner.query(`create database ${own} owner ${owner.escapeIdentifier(url.username)}${copied}`);
  await work(String(url));
  await owner.query(`drop database ${own} with (force)`);
}

/** The same backup with changed titles, encrypted and complete, as a version with a different meaning would write it. */
async function rewritten(name: string, change: (title: Title) => Title) {
  const parts: Uint8Array[] = [];
  await readBackup(FILE, secretFor, async (title, body) => {
    for await (const part of section(change(title), body)) parts.push(part);
  });
  await pipeline(
    Readable.from(parts),
    createGzip(),
    (bytes: AsyncIterable<Buffer>) => seal(bytes, passphrase),
    fs.createWriteStream(at(name)),
  );
  return at(name);
}

let tried = 0;
async function refused(file: string, sentence: RegExp, env: Record<string, string> = {}) {
  const target = at(`target-${tried++}`);
  const { code, said } = await runCommand("scripts/restore.mjs", [file], { DATA_DIR: target, BACKUP_PASSPHRASE: passphrase.text, ...env });
  expect(said).toMatch(sentence);
  expect(said).not.toMatch(/^\s+at /m); // no stack
  expect(code).toBe(1);
  expect(fs.existsSync(target)).toBe(false);
}

it("a damaged file, a truncated one, a wrong passphrase, no backup, no file: one sentence each, and nothing is written", async () => {
  const bytes = fs.readFileSync(FILE);
  const damaged = Buffer.from(bytes);
  damaged.writeUInt8(damaged.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  fs.writeFileSync(at("damaged"), damaged);
  fs.writeFileSync(at("cut"), bytes.subarray(0, bytes.length - 1000));
  fs.writeFileSync(at("other"), "something else");
  await Promise.all([
    refused(at("damaged"), /damaged/),
    refused(at("cut"), /incomplete/),
    refused(FILE, /another passphrase/, { BACKUP_PASSPHRASE: "plain words for others" }),
  ]);
  await Promise.all([
    refused(FILE, /Give it in BACKUP_PASSPHRASE/, { BACKUP_PASSPHRASE: "" }),
    refused(at("other"), /not a backup/),
    refused(at("nowhere"), /cannot be read/),
  ]);
});

it("a backup of a newer version, and one of another program line", async () => {
  const migrations = (change: (list: { name: string; checksum: string }[]) => { name: string; checksum: string }[]) => (title: Title) =>
    title.section === "about" ? { ...title, about: { ...title.about, migrations: change(title.about.migrations) } } : title;
  const later = await rewritten(
    "later",
    migrations((list) => [...list, { name: "29990101000000_later", checksum: "0".repeat(64) }]),
  );
  const other = await rewritten(
    "line",
    migrations((list) => list.map((one, n) => (n === 2 ? { ...one, checksum: "0".repeat(64) } : one))),
  );
  await Promise.all([refused(later, /newer version .* 29990101000000_later/), refused(other, /another line of this program/)]);
});

it("a place or a database with content is left unchanged", async () => {
  fs.mkdirSync(at("full"));
  fs.writeFileSync(path.join(at("full"), "note"), "mine");
  const env = { BACKUP_PASSPHRASE: passphrase.text };
  expect(await runCommand("scripts/restore.mjs", [FILE], { ...env, DATA_DIR: at("full") })).toMatchObject({
    code: 1,
    said: expect.stringMatching(/full is not empty/),
  });
  expect(fs.readdirSync(at("full"))).toEqual(["note"]);
  await refused(FILE, /DATABASE_URL is not empty/, { DATABASE_URL: ownerUrl });
});

/** A backup whose audit log is said to end elsewhere: intact, until the restored data is compared. */
const otherwise = () =>
  rewritten("otherwise", (title) =>
    title.section === "manifest"
      ? { ...title, manifest: { ...title.manifest, chain: { ...title.manifest.chain, lastId: "4711" } } }
      : title,
  );

it("if the result differs from the manifest, everything is removed again, including the cluster", { timeout: PATIENCE }, async () => {
  await refused(await otherwise(), /the audit log ends at another row/);
});

it("a separate database is empty again then, too", { timeout: PATIENCE }, () =>
  withDatabase("otherwise", null, async (url) => {
    await refused(await otherwise(), /the audit log ends at another row/, { DATABASE_URL: url });
    expect(await isEmpty(url)).toBe(true);
  }),
);

it("rows, sequences, rights and the log are each compared, in one transaction that leaves nothing", async () => {
  const checked = await checkBackup(FILE, secretFor);
  const places = { dataDir: at("compared"), uploads: at("compared/uploads"), anchors: at("compared/anchors") };
  const { tables, chain, definitions } = checked.manifest;
  await withDatabase("compared", "template_coo", async (url) => {
    const load = (manifest: Partial<typeof checked.manifest>, anyway = false) =>
      loadBackup(
        url,
        FILE,
        secretFor,
        { ...checked, manifest: { ...checked.manifest, ...manifest } },
        { schema: "public", places, anyway },
      );
    const wrong = <K extends keyof (typeof tables)[number]>(name: string, more: Pick<(typeof tables)[number], K>) => ({
      tables: tables.map((table) => (table.name === name ? { ...table, ...more } : table)),
    });
    await expect(load(wrong("kpi", { sha256: "0".repeat(64) }))).rejects.toThrow("the rows of kpi differ");
    await expect(load(wrong("department", { rows: 3 }))).rejects.toThrow("department has 4 rows, not 3");
    await expect(load({ chain: { ...chain, hash: "0".repeat(64) } })).rejects.toThrow("audit log ends at another row");
    const other = definitions.map((one) => (one.kind === "policy" && one.name === "kpi.read" ? { ...one, text: "USING (true)" } : one));
    await expect(load({ definitions: other })).rejects.toThrow(
      /other rights, policies or constraints .*: policy kpi.read\. .*--as-this-version/,
    );
    const left = await inTransaction(url, async (client) => {
      const rows: Record<string, number> = {};
      for (const table of await tablesOf(client)) rows[table.name] = (await digestOf(client, table)).rows;
      return Object.entries(rows).filter(([, count]) => count > 0);
    });
    expect(left).toEqual([["audit_head", 1]]);
    // On request, the rows are restored under this version's own definitions.
    expect((await load({ definitions: other }, true)).differences).toEqual(["policy kpi.read"]);
  });
});
