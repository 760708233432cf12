import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { AppError } from "@/lib/errors";
import { type Secret, type SecretKind, unseal } from "./container";
import { linesOf } from "./database/tables";
import { type About, type Manifest, sections, type Title } from "./sections";

/** Returns the secret of the kind a file needs, or throws INVALID with a sentence that says how to provide it. */
export type SecretFor = (kind: SecretKind) => Secret;

/**
 * Hands each section of a backup to `receive`, in order; the bytes of its body arrive as they are read. Throws INVALID as `unseal` does.
 */
export async function readBackup(
  file: string,
  secretFor: SecretFor,
  receive: (title: Title, body: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const input = createReadStream(file, { highWaterMark: 256 * 1024 });
  await pipeline(
    input,
    (source: AsyncIterable<Buffer>) => unseal(source, secretFor),
    createGunzip(),
    async (source: AsyncIterable<Buffer>) => {
      for await (const { title, body } of sections(source)) await receive(title, body);
    },
  ).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR" || error.code === "EACCES"))
      throw new AppError("INVALID", `The file ${file} cannot be read (${error.code}).`);
    throw error;
  });
}

export type Checked = { about: About; manifest: Manifest };

/**
 * Reads a backup to the end without writing anything: every part opens, and every table and file has the rows or bytes and the digest
 * stated in the manifest. Throws INVALID with one sentence otherwise.
 */
export async function checkBackup(file: string, secretFor: SecretFor): Promise<Checked> {
  const found: string[] = [];
  let about: About | null = null;
  let manifest: Manifest | null = null;
  await readBackup(file, secretFor, async (title, body) => {
    if (title.section === "about") about = title.about;
    if (title.section === "manifest") manifest = title.manifest;
    if (title.section !== "table" && title.section !== "file") return;
    const hash = createHash("sha256");
    let count = 0;
    for await (const chunk of body) {
      hash.update(chunk);
      count += title.section === "table" ? linesOf(chunk) : chunk.length;
    }
    const name = title.section === "table" ? `${title.table.schema}.${title.table.name}` : `${title.file.kind} ${title.file.name}`;
    found.push(`${name} ${count} ${hash.digest("hex")}`);
  });
  const whole = finished(about, manifest);
  const said = [
    ...whole.manifest.tables.map(({ schema, name, rows, sha256 }) => `${schema}.${name} ${rows} ${sha256}`),
    ...whole.manifest.files.map(({ kind, name, bytes, sha256 }) => `${kind} ${name} ${bytes} ${sha256}`),
  ];
  if (found.length !== said.length || found.some((line, at) => line !== said[at]))
    throw new AppError("INVALID", "This backup does not match its own table of contents. Use another one.");
  return whole;
}

function finished(about: About | null, manifest: Manifest | null): Checked {
  if (about === null || manifest === null) throw new AppError("INVALID", "This backup is incomplete. Use another one.");
  return { about, manifest };
}
