import "server-only";
import { createHash } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isId } from "@/lib/fields";
import { checkBytes } from "@/lib/tables/read/bytes";
import { openFile } from "@/lib/tables/read/read";

/** Where the bytes of an upload lie. The id is one of ours: a uuid, never a name somebody chose. */
export function uploadPath(id: string, what: "" | ".part" | ".rejects.csv" | ".rejects-open.csv" = ""): string {
  if (!isId(id)) throw new RangeError("not the id of an upload");
  return path.join(/* turbopackIgnore: true */ env.UPLOAD_DIR, `${id}${what}`);
}

export type StoredFile = { size: number; sha256: string };

const megabytes = (bytes: number) => `${Math.floor(bytes / 1024 ** 2).toLocaleString("en-GB")} MB`;

/**
 * Writes a stream to the upload directory, counting and hashing it as it passes: no more than one chunk is held. What is too large, not a
 * text table, far more than it seems or cut off is removed again. Throws INVALID or TOO_LARGE with a sentence.
 * @param expected length as announced; a shorter body was cut off
 */
export async function storeUpload(
  id: string,
  body: AsyncIterable<Uint8Array>,
  limit: number,
  expected: number | null,
): Promise<StoredFile> {
  const tooLarge = new AppError("TOO_LARGE", `The file is larger than ${megabytes(limit)}, the maximum of this installation.`);
  if (expected !== null && expected > limit) throw tooLarge;
  await mkdir(env.UPLOAD_DIR, { recursive: true, mode: 0o700 });
  const part = uploadPath(id, ".part");
  const file = await open(part, "wx", 0o600);
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge;
      hash.update(chunk);
      for (let at = 0; at < chunk.byteLength; ) at += (await file.write(chunk, at)).bytesWritten;
    }
    await file.sync();
    await file.close();
    if (size === 0) throw new AppError("INVALID", "The file is empty.");
    if (expected !== null && size !== expected) throw new AppError("INVALID", "The upload was interrupted. Upload the file again.");
    await checkContent(part, limit);
    await rename(part, uploadPath(id));
    return { size, sha256: hash.digest("hex") };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(part, { force: true });
    throw error;
  }
}

/** What a file may unpack to, as a multiple of what it may be sent in. */
const UNPACKED_TIMES = 5;

/** A table of text, plain or gzipped, in all its bytes. Throws INVALID or TOO_LARGE for anything else. */
async function checkContent(file: string, limit: number): Promise<void> {
  try {
    const opened = await openFile(file, {});
    await opened.batches.return(undefined);
    await checkBytes(file, opened.format.encoding, limit * UNPACKED_TIMES);
  } catch (error) {
    throw error instanceof AppError ? error : new AppError("INVALID", "This file cannot be read as a table of text (CSV).");
  }
}

/** Takes the bytes away, and the list of rejects with them. */
export async function dropUpload(id: string): Promise<void> {
  await Promise.all([
    rm(uploadPath(id), { force: true }),
    rm(uploadPath(id, ".rejects.csv"), { force: true }),
    rm(uploadPath(id, ".rejects-open.csv"), { force: true }),
    rm(uploadPath(id, ".part"), { force: true }),
  ]);
}
