import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { AppError } from "@/lib/errors";
import type { FileFormat } from "@/lib/tables/read/format";
import { CHUNK_BYTES, NOT_TEXT, unpacked } from "./bytes";
import { LIMITS } from "./cells";
import { type Detected, detect } from "./detect";

export type Row = { line: number; cells: string[] };

export type OpenFile = Detected & {
  /** Rows below the header, a few thousand at a time, without blank ones. Read once. Throws INVALID with a sentence. */
  batches: AsyncGenerator<Row[]>;
  /** What was left out during reading, a sentence each; known when `batches` has ended. */
  remarks(): string[];
  /** SHA-256 of the bytes as given, hex; known when `batches` has ended. */
  sha256(): string;
};

const HEADER_LENGTH = 200;
const RECORD_BYTES = 16 * 1024 * 1024;

const refuse = (sentence: string) => new AppError("INVALID", sentence);

/**
 * Opens a CSV file (path or stream; gzip is decompressed), examines its first 256 kB and returns its format and its rows as a stream:
 * memory does not grow with the file. Throws INVALID with a sentence if it cannot be read at all.
 */
export async function openFile(source: string | AsyncIterable<Buffer>, given: FileFormat): Promise<OpenFile> {
  const hash = createHash("sha256");
  const bytes = unpacked(typeof source === "string" ? createReadStream(source, { highWaterMark: CHUNK_BYTES }) : source, (chunk) =>
    hash.update(chunk),
  );
  const head: Buffer[] = [];
  let length = 0;
  let whole = false;
  while (length < LIMITS.sampleBytes && !whole) {
    const next = await bytes.next();
    if (next.done) whole = true;
    else {
      head.push(next.value);
      length += next.value.length;
    }
  }
  const sample = Buffer.concat(head);
  const detected = detect(sample.subarray(0, LIMITS.sampleBytes), given, whole && length <= LIMITS.sampleBytes);
  if (detected.headers.length === 0) throw refuse("The file is empty.");
  if (detected.headers.some((header) => header.includes("\0"))) throw refuse(NOT_TEXT);
  if (detected.headers.length > LIMITS.columns)
    throw refuse(`The file has ${detected.headers.length} columns; at most ${LIMITS.columns} are read.`);
  const long = detected.headers.find((header) => header.length > HEADER_LENGTH);
  if (long !== undefined)
    throw refuse(`A header of the file has ${long.length} characters; at most ${HEADER_LENGTH} are read. Is the first line the header?`);
  const all = async function* () {
    yield sample;
    yield* bytes;
  };
  let digest = "";
  const finish = () => {
    digest = hash.digest("hex");
  };
  const remarks: string[] = [];
  const batches = withoutTotal(rowsOf(all(), detected, finish), detected.headers.length, remarks);
  return { ...detected, batches, remarks: () => remarks, sha256: () => digest };
}

const TOTALS = /^(grand |sub)?(total|totals|sum|summe|gesamt|gesamtsumme|insgesamt|endsumme|somme|totale|totaal|suma|soma)\s*:?$/i;

/** The last row of a report is a total: it begins with the word and leaves most other cells empty. */
async function* withoutTotal(batches: AsyncGenerator<Row[]>, width: number, remarks: string[]): AsyncGenerator<Row[]> {
  let held: Row | undefined;
  try {
    for await (const batch of batches) {
      const last = batch.pop();
      if (last === undefined) {
        yield batch; // an empty batch for a piece in which no row ended, so that progress can be counted
        continue;
      }
      yield held === undefined ? batch : [held, ...batch];
      held = last;
    }
  } finally {
    await batches.return(undefined);
  }
  if (held === undefined) return;
  const filled = held.cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  if (width >= 3 && TOTALS.test(filled[0] ?? "") && filled.length - 1 <= (width - 1) / 2)
    remarks.push(`Line ${held.line} begins with '${filled[0]}' and is nearly empty: it is treated as a total and skipped.`);
  else yield [held];
}

async function* rowsOf(bytes: AsyncIterable<Buffer>, { format }: Detected, finish: () => void): AsyncGenerator<Row[]> {
  const decoder = new TextDecoder(format.encoding, { fatal: true });
  const parser = parse({
    delimiter: format.delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: RECORD_BYTES,
  });
  let failure: Error | undefined;
  parser.on("error", (error) => {
    failure = error;
  });
  let line = 1; // of the next record
  let rows = 0;
  let above = format.headingRow; // rows up to and including the heading
  const drain = (): Row[] => {
    const batch: Row[] = [];
    for (let cells: unknown = parser.read(); Array.isArray(cells); cells = parser.read()) {
      const at = line;
      line += 1;
      let blank = true;
      for (const cell of cells) {
        if (cell === "") continue;
        blank = false;
        if (cell.includes("\n")) line += cell.split("\n").length - 1;
        else if (cell.includes("\r")) line += cell.split("\r").length - 1;
      }
      if (blank) continue;
      if (above > 0) {
        above--;
        continue;
      }
      if (++rows > LIMITS.rows) throw refuse(`The file has more than ${LIMITS.rows} rows.`);
      batch.push({ line: at, cells });
    }
    if (failure) throw refuse(`The file cannot be read after line ${line - 1}: ${reasonOf(failure)}`);
    return batch;
  };
  for await (const chunk of bytes) {
    parser.write(decode(decoder, chunk, line, format.encoding));
    await new Promise(setImmediate); // lets the parser report and other requests run
    yield drain();
  }
  parser.write(decode(decoder, undefined, line, format.encoding));
  parser.end();
  for (let ended = false; !ended; ) {
    await new Promise(setImmediate);
    ended = parser.readableEnded || failure !== undefined;
    yield drain();
  }
  finish();
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, line: number, encoding: string): string {
  let text: string;
  try {
    text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw refuse(`After line ${line} there are bytes that are not ${encoding}. Set the encoding in the format of the mapping.`);
  }
  if (text.includes("\0")) throw refuse(NOT_TEXT); // in the file itself, or from a wrong encoding
  return text;
}

function reasonOf(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  if (code === "CSV_QUOTE_NOT_CLOSED") return "a quotation mark is opened and never closed.";
  if (code === "CSV_MAX_RECORD_SIZE") return "a row is longer than 16 MB, perhaps because a quotation mark is not closed.";
  return "it is not well-formed CSV.";
}
