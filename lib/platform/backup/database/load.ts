import "server-only";
import { createWriteStream } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from } from "pg-copy-streams";
import { AppError } from "@/lib/errors";
import { asOwner, inTransaction } from "../connection";
import { type Places, placeOf } from "../files";
import { type Checked, readBackup, type SecretFor } from "../read";
import type { TableTitle } from "../sections";
import { definitionsOf, differences } from "./definitions";
import { qualified, type Table, tablesOf } from "./tables";
import { compareRest, compareRows } from "./verify";

type Schema = TableTitle["schema"];

/**
 * Removes constraints and triggers that prevent loading rows in any order, as the tables' owner; returns the statements that put them back.
 */
async function makeRoom(client: pg.Client, tables: readonly Table[]): Promise<{ table: Table; statement: string }[]> {
  const back: { table: Table; statement: string }[] = [];
  for (const table of tables) {
    const name = qualified(client, table);
    const { rows: keys } = await client.query<{ key: string; text: string }>(
      "SELECT conname::text AS key, pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'f'",
      [name],
    );
    const { rows: triggers } = await client.query<{ trigger: string; state: string }>(
      "SELECT tgname::text AS trigger, tgenabled::text AS state FROM pg_trigger WHERE tgrelid = $1::regclass AND NOT tgisinternal AND tgenabled <> 'D'",
      [name],
    );
    const { rows: forced } = await client.query("SELECT FROM pg_class WHERE oid = $1::regclass AND relforcerowsecurity", [name]);
    const again = (statement: string) => back.push({ table, statement: `ALTER TABLE ${name} ${statement}` });
    await asOwner(client, table, async () => {
      for (const { key, text } of keys) {
        await client.query(`ALTER TABLE ${name} DROP CONSTRAINT ${client.escapeIdentifier(key)}`);
        again(`ADD CONSTRAINT ${client.escapeIdentifier(key)} ${text}`);
      }
      for (const { trigger, state } of triggers) {
        await client.query(`ALTER TABLE ${name} DISABLE TRIGGER ${client.escapeIdentifier(trigger)}`);
        again(`ENABLE ${state === "A" ? "ALWAYS " : state === "R" ? "REPLICA " : ""}TRIGGER ${client.escapeIdentifier(trigger)}`);
      }
      if (forced.length > 0) {
        await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
        again("FORCE ROW LEVEL SECURITY");
      }
    });
  }
  // Rows written by migrations.
  for (const table of tables) await asOwner(client, table, () => client.query(`DELETE FROM ${qualified(client, table)}`));
  return back;
}

/** Puts everything back. Row policies come last: foreign keys are checked immediately only while no policy applies to the owner. */
async function restoreOrder(client: pg.Client, back: readonly { table: Table; statement: string }[]) {
  const last = (statement: string) => Number(statement.endsWith("FORCE ROW LEVEL SECURITY"));
  for (const { table, statement } of [...back].sort((a, b) => last(a.statement) - last(b.statement)))
    await asOwner(client, table, () => client.query(statement));
}

async function setSequences(client: pg.Client, { manifest }: Checked) {
  for (const { name, last, called } of manifest.sequences)
    await client.query("SELECT setval($1::regclass, $2::bigint, $3)", [qualified(client, { schema: "public", name }), last, called]);
}

/** The table for a section's rows. Throws INVALID if this database has no such table. */
function tableFor(tables: readonly Table[], { schema, name, columns }: TableTitle): Table {
  const table = tables.find((one) => one.schema === schema && one.name === name);
  const unknown = columns.find((column) => !table?.columns.includes(column));
  if (table !== undefined && unknown === undefined) return { ...table, columns };
  throw new AppError(
    "INVALID",
    `This version does not know ${schema}.${name}${unknown === undefined ? "" : `, column ${unknown}`}. Restore the backup with the version that made it.`,
  );
}

/**
 * Loads the rows of one schema into the empty tables made by the backup's migrations, and with "public" also the files outside the
 * database. Then counts and digests everything again, and compares rights, policies, sequences and the audit log with the manifest.
 * Runs in one transaction: if anything differs it is rolled back, and INVALID says what differs. The caller removes the written files.
 * @param anyway accept different definitions: they are returned instead of refused
 */
export async function loadBackup(
  url: string,
  file: string,
  secretFor: SecretFor,
  checked: Checked,
  { schema, places, anyway = false }: { schema: Schema; places: Places; anyway?: boolean },
): Promise<{ rows: number; differences: string[] }> {
  return inTransaction(url, async (client) => {
    const tables = (await tablesOf(client)).filter((table) => table.schema === schema);
    const wanted = checked.manifest.tables.filter((table) => table.schema === schema);
    const pairs = wanted.map((title) => ({ title, table: tableFor(tables, title) }));
    const before = await definitionsOf(client);
    const back = await makeRoom(client, tables);
    await readBackup(file, secretFor, async (title, body) => {
      if (title.section === "table" && title.table.schema === schema) await copyIn(client, tableFor(tables, title.table), body);
      if (title.section === "file" && schema === "public") await writeFile(placeOf(title.file, places), body);
    });
    if (schema === "public") await setSequences(client, checked);
    await restoreOrder(client, back).catch((error: unknown) => {
      throw new AppError("INVALID", `The rows of this backup are inconsistent: ${error instanceof Error ? error.message : String(error)}.`);
    });
    const changed = differences(before, await definitionsOf(client));
    if (changed.length > 0) throw new Error(`loading has changed ${changed.join(", ")}`);
    await compareRows(client, pairs);
    const found = schema === "public" ? await compareRest(client, checked) : [];
    if (found.length > 0 && !anyway)
      throw new AppError(
        "INVALID",
        `The database that this backup was made of had other rights, policies or constraints than its migrations make: ${found.slice(0, 10).join(", ")}${found.length > 10 ? ` and ${found.length - 10} more` : ""}. The rows are whole. With --as-this-version they are restored under those of this version.`,
      );
    return { rows: wanted.reduce((sum, table) => sum + table.rows, 0), differences: found };
  });
}

async function copyIn(client: pg.Client, table: Table, body: AsyncIterable<Buffer>) {
  const columns = table.columns.map((column) => client.escapeIdentifier(column));
  await asOwner(client, table, () =>
    pipeline(body, client.query(from(`COPY ${qualified(client, table)} (${columns.join(", ")}) FROM STDIN`))),
  );
}

/** Writes a new file, readable only by its owner. Existing anchors that an installation kept elsewhere are left alone. */
async function writeFile(file: string, body: AsyncIterable<Buffer>) {
  const kept = await stat(file).catch(() => null);
  if (kept !== null) return;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await pipeline(body, createWriteStream(file, { flags: "wx", mode: 0o600, flush: true }));
}
