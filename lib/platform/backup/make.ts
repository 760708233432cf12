import "server-only";
import { access, link, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { AppError } from "@/lib/errors";
import { type Secret, seal } from "./container";
import { contentsOf, type Source } from "./database/dump";
import { fileDigest } from "./files";
import { type Checked, checkBackup } from "./read";

/** bytes, sha256: of the encrypted file. */
export type Made = Checked & { bytes: number; sha256: string };

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);
const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** Gives the finished file its name without ever replacing another file. */
async function name(part: string, file: string) {
  try {
    await link(part, file);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw there(file);
    if (await exists(file)) throw there(file); // the file system has no links
    return rename(part, file);
  }
  await rm(part);
}
const there = (file: string) =>
  new AppError("INVALID", `${file} exists already, and a backup does not overwrite files. Choose another name.`);

/**
 * Writes a backup of the installation to `file`, which must not exist, readable only by its owner. It is written as FILE.part, read back
 * and checked to the end; then it is renamed, and `noted` is called with its contents. Nothing is left behind if any step fails or `signal`
 * stops it. Throws INVALID with a sentence for a problem that somebody can fix.
 */
export async function makeBackup(
  source: Source,
  file: string,
  secret: Secret,
  noted: (made: Made) => Promise<void>,
  signal?: AbortSignal,
): Promise<Made> {
  const part = `${file}.part`;
  if (await exists(file)) throw there(file);
  const handle = await open(part, "wx", 0o600).catch((error: unknown) => {
    if (codeOf(error) === "EEXIST")
      throw new AppError("INVALID", `${part} exists: a backup is being written to it, or one was interrupted. Remove it and try again.`);
    throw new AppError("INVALID", `${path.dirname(path.resolve(file))} cannot be written (${codeOf(error) ?? "no reason given"}).`);
  });
  try {
    await pipeline(
      contentsOf(source),
      createGzip({ level: 4 }),
      (bytes: AsyncIterable<Buffer>) => seal(bytes, secret),
      handle.createWriteStream({ flush: true }),
      { signal },
    );
    const checked = await checkBackup(part, () => secret);
    signal?.throwIfAborted();
    const made = { ...checked, bytes: (await stat(part)).size, sha256: await fileDigest(part) };
    await name(part, file); // before it is noted: the audit log never mentions a backup that does not exist
    await noted(made).catch(async (error: unknown) => {
      await rm(file, { force: true });
      throw error;
    });
    return made;
  } catch (error) {
    await rm(part, { force: true });
    if (signal?.aborted) throw new AppError("INVALID", "Stopped. No backup was made.");
    if (codeOf(error) === "ENOSPC") throw new AppError("INVALID", `There is no space left for ${file}.`);
    throw error;
  }
}
