import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { FileTitle } from "./sections";

/** Where an installation keeps its files outside the database. */
export type Places = { dataDir: string; uploads: string; anchors: string };

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT";

/** Files left out of a backup: they belong to one cluster, or would lie next to the data they open. */
const STAYS = /-password$|^backup-key$/;

/** The secrets behind sessions and links, created once and kept in the data directory. */
export async function secretsOf(dataDir: string): Promise<{ name: string; bytes: Buffer }[]> {
  const found: { name: string; bytes: Buffer }[] = [];
  const entries = await readdir(dataDir, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isFile() && /^[a-z][a-z-]{0,40}$/.test(entry.name) && !STAYS.test(entry.name))) {
    const file = path.join(dataDir, name);
    if ((await stat(file)).size > 1_000) continue;
    const bytes = await readFile(file);
    if (/^[0-9a-f]{64}\s*$/.test(bytes.toString("latin1"))) found.push({ name, bytes });
  }
  return found;
}

/** The current anchors; empty if there are none. */
export const readAnchors = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    if (isMissing(error)) return Buffer.alloc(0);
    throw error;
  });

/** An open file, or null if there is none. Opened before its section begins, so that it cannot disappear in between. */
export async function opened(file: string): Promise<AsyncIterable<Buffer> | null> {
  try {
    const handle = await open(file, "r");
    return handle.createReadStream();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Passes a stream on while counting and digesting it. */
export async function* measured(body: AsyncIterable<Uint8Array>, result: { bytes: number; sha256: string }): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const chunk of body) {
    hash.update(chunk);
    result.bytes += chunk.byteLength;
    yield chunk;
  }
  result.sha256 = hash.digest("hex");
}

/** The path for a file of a backup. The section's schema has already checked its name. */
export const placeOf = ({ kind, name }: FileTitle, places: Places): string =>
  kind === "secret" ? path.join(places.dataDir, name) : kind === "upload" ? path.join(places.uploads, name) : places.anchors;

/** The SHA-256 of a whole file, hexadecimal. */
export async function fileDigest(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}
