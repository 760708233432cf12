import "server-only";
import path from "node:path";
import type pg from "pg";
import { AppError } from "@/lib/errors";
import { asOwner, connect } from "../connection";
import { measured, opened, type Places, readAnchors, secretsOf } from "../files";
import { type About, type FileTitle, type Manifest, section } from "../sections";
import { definitionsOf } from "./definitions";
import { chainOf, type Digest, qualified, rowsOf, sequencesOf, type Table, tablesOf } from "./tables";

/** `url`: of the migrating role, which owns the tables or may act as their owner. */
export type Source = { url: string; places: Places };

async function aboutOf(client: pg.Client): Promise<About> {
  const { rows } = await client.query<Omit<About, "made" | "mode"> & { made: Date; mode: string | null }>(`
    SELECT now() AS made, current_setting('server_version_num')::int AS server, (SELECT name FROM department WHERE parent_id IS NULL) AS company,
      (SELECT value ->> 'mode' FROM setting WHERE key = 'installation') AS mode,
      (SELECT coalesce(json_agg(json_build_object('name', migration_name, 'checksum', checksum) ORDER BY migration_name), '[]')
        FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) AS migrations`);
  const [about] = rows;
  if (about === undefined) throw new AppError("INVALID", "This database is not one of this program.");
  return { ...about, made: about.made.toISOString(), mode: about.mode === "demonstration" ? "demonstration" : "real" };
}

/** Locks the tables so that nobody changes their structure meanwhile. */
async function hold(client: pg.Client, tables: readonly Table[]) {
  for (const owner of new Set(tables.map((table) => table.owner))) {
    const names = tables.filter((table) => table.owner === owner).map((table) => qualified(client, table));
    await asOwner(client, { owner }, () => client.query(`LOCK TABLE ${names.join(", ")} IN ACCESS SHARE MODE`));
  }
}

async function* table(client: pg.Client, of: Table, into: Manifest["tables"]) {
  const { schema, name, columns } = of;
  const digest: { value?: Digest } = {};
  yield* section({ section: "table", table: { schema, name, columns } }, rowsOf(client, of, digest));
  if (digest.value === undefined) throw new Error(`${name} was not read to its end`);
  into.push({ schema, name, columns, ...digest.value });
}

async function* file(title: FileTitle, body: AsyncIterable<Uint8Array>, into: Manifest["files"]) {
  const result = { bytes: 0, sha256: "" };
  yield* section({ section: "file", file: title }, measured(body, result));
  into.push({ ...title, ...result });
}
async function* whole(bytes: Uint8Array) {
  yield bytes;
}

/**
 * Everything an installation needs to go on, as one stream of sections: read in one snapshot of the database while others go on writing.
 * Only the current piece is held in memory.
 */
export async function* contentsOf({ url, places }: Source): AsyncGenerator<Uint8Array> {
  const anchors = await readAnchors(places.anchors); // before the snapshot, so that every anchored row is in it
  const client = await connect(url);
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const tables = await tablesOf(client);
    await hold(client, tables);
    yield* section({ section: "about", about: await aboutOf(client) });
    const chain = await chainOf(client);
    const manifest: Manifest = { tables: [], files: [], missing: [], sequences: [], chain, definitions: await definitionsOf(client) };
    for (const of of tables) yield* table(client, of, manifest.tables);
    manifest.sequences = await sequencesOf(client);
    for (const { name, bytes } of await secretsOf(places.dataDir)) yield* file({ kind: "secret", name }, whole(bytes), manifest.files);
    if (anchors.length > 0) yield* file({ kind: "anchors", name: "audit-anchors.jsonl" }, whole(anchors), manifest.files);
    const { rows: uploads } = await client.query<{ id: string }>("SELECT id::text FROM upload ORDER BY 1");
    for (const { id } of uploads)
      for (const name of [id, `${id}.rejects.csv`]) {
        const body = await opened(path.join(places.uploads, name));
        if (body !== null) yield* file({ kind: "upload", name }, body, manifest.files);
        else if (name === id) manifest.missing.push(id);
      }
    yield* section({ section: "manifest", manifest });
  } finally {
    await client.end();
  }
}
