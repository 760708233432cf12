import "server-only";
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "@/lib/errors";

/** Size of a piece, some 10 ms of work: in between, other requests are served, and a stop takes effect. */
export const CHUNK_BYTES = 64 * 1024;
/** CSV compresses 5 to 40 times; a far higher ratio means a file made to fill memory or disk. */
const UNPACKED_RATIO = 200;
const RATIO_FROM_BYTES = 32 * 1024 * 1024;
/** Maximum size of a table, compressed or not. */
const UNPACKED_BYTES = 8 * 1024 ** 3;

const refuse = (sentence: string) => new AppError("INVALID", sentence);

/** First bytes (hex) of file types that are sometimes uploaded as CSV. */
const KINDS: readonly (readonly [string, string])[] = [
  ["89504e470d0a1a0a", "a picture (PNG)"],
  ["ffd8ff", "a picture (JPEG)"],
  ["474946383761", "a picture (GIF)"],
  ["474946383961", "a picture (GIF)"],
  ["255044462d", "a PDF"],
  ["7f454c46", "a program"],
  ["d0cf11e0a1b11ae1", "an older Excel file (.xls)"],
  ["504b0304", "a ZIP or Excel file"],
  ["504b0506", "a ZIP or Excel file"],
  ["425a6839314159265359", "a file packed with bzip2"],
  ["fd377a585a00", "a file packed with xz"],
  ["377abcaf271c", "a file packed with 7z"],
  ["526172211a07", "a file packed with RAR"],
  ["28b52ffd", "a file packed with zstd"],
];
const LONGEST = 10;
const GZIP = "1f8b";

/** Message for a NUL: text has none, whatever its encoding. */
export const NOT_TEXT = "This is not a text file. Save the table as CSV and upload that.";

function checkKind(first: Buffer): void {
  const hex = first.toString("hex", 0, LONGEST);
  const kind = KINDS.find(([magic]) => hex.startsWith(magic))?.[1];
  if (kind !== undefined) throw refuse(`This seems to be ${kind}, not a text file. Save the table as CSV and upload that.`);
}

/** The same chunks, with the first ones joined until they show the file type. */
async function* wellBegun(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first: Buffer | null = Buffer.alloc(0);
  for await (const chunk of source) {
    if (first === null) {
      yield chunk;
      continue;
    }
    first = Buffer.concat([first, chunk]);
    if (first.length < LONGEST) continue;
    yield first;
    first = null;
  }
  if (first !== null && first.length > 0) yield first;
}

/**
 * The bytes of a file, passed to `seen` as they arrive, decompressed if they are gzip. Throws INVALID if its first bytes are not text, for
 * a damaged gzip file, one inside another, and one that decompresses to far more than a table would.
 */
export async function* unpacked(source: AsyncIterable<Buffer>, seen: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  let packedBytes = 0;
  const counted = async function* () {
    for await (const chunk of source) {
      seen(chunk);
      packedBytes += chunk.length;
      yield chunk;
    }
  };
  const bytes = wellBegun(counted());
  const first = await bytes.next();
  if (first.done) return;
  checkKind(first.value);
  const again = async function* () {
    yield first.value;
    yield* bytes;
  };
  if (!first.value.toString("hex", 0, 2).startsWith(GZIP)) {
    yield* again();
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  pipeline(Readable.from(again()), gunzip, () => {}); // the loop below throws a failure of either end
  let total = 0;
  try {
    for await (const chunk of wellBegun(gunzip)) {
      if (total === 0) checkKind(chunk);
      if (total === 0 && chunk.toString("hex", 0, 2) === GZIP)
        throw refuse("This file is compressed twice. Unpack it once and upload that.");
      total += chunk.length;
      if (total > UNPACKED_BYTES || (total > RATIO_FROM_BYTES && total > packedBytes * UNPACKED_RATIO))
        throw refuse(`The file unpacks to more than ${UNPACKED_RATIO} times its size or more than 8 GB; it is not read.`);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof AppError ? error : refuse("The file is not a complete gzip file.");
  }
}

/**
 * Reads a whole file once as it will be parsed. Throws INVALID for what `unpacked` refuses and for a NUL anywhere, TOO_LARGE for one that
 * decompresses to more than `most` bytes.
 */
export async function checkBytes(file: string, encoding: string, most: number): Promise<void> {
  const wide = encoding.startsWith("utf-16") ? new TextDecoder(encoding) : null;
  let total = 0;
  for await (const chunk of unpacked(createReadStream(file, { highWaterMark: CHUNK_BYTES }), () => {})) {
    total += chunk.length;
    if (total > most)
      throw new AppError(
        "TOO_LARGE",
        `The file unpacks to more than ${Math.floor(most / 1024 ** 2).toLocaleString("en-GB")} MB, the maximum of this installation.`,
      );
    if (wide === null ? chunk.includes(0) : wide.decode(chunk, { stream: true }).includes("\0")) throw refuse(NOT_TEXT);
  }
}
