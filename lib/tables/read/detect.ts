import type { FileFormat } from "@/lib/tables/read/format";
import { splitUnit } from "./cell-number";
import { LIMITS } from "./cells";

export type Format = Required<{ [K in keyof FileFormat]: NonNullable<FileFormat[K]> }>;

export type Detected = {
  format: Format;
  /** As in the heading row, without surrounding white space. */
  headers: string[];
  /** Unit written in the cells of a column, by header: the most frequent one in the sample. */
  units: Record<string, string>;
  /** Ambiguous cases and the choice made, as sentences. */
  notes: string[];
};

const DELIMITERS = [",", ";", "\t", "|"] as const;

function isUtf8(bytes: Uint8Array): boolean {
  // A sample may end inside a character; stream mode accepts that.
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function encodingOf(bytes: Uint8Array): Format["encoding"] {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  // Latin text in UTF-16 has a zero in every second byte.
  const pairs = Math.min(bytes.length >> 1, 2_000);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (bytes[2 * i] === 0) even++;
    if (bytes[2 * i + 1] === 0) odd++;
  }
  if (pairs > 3 && odd > pairs * 0.6 && even < pairs * 0.1) return "utf-16le";
  if (pairs > 3 && even > pairs * 0.6 && odd < pairs * 0.1) return "utf-16be";
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

/**
 * Rows of a sample, respecting quotation marks; at most `most`. The last one is dropped if the sample may end inside it. Linear in the
 * text.
 */
function splitSample(text: string, delimiter: string, most: number, whole: boolean): string[][] {
  const [stop, newline, carriageReturn] = [delimiter.charCodeAt(0), 10, 13];
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let at = 0;
  while (at < text.length && rows.length < most) {
    if (cell === "" && text[at] === '"') {
      // Up to the closing mark; a doubled mark is a literal one.
      for (at++; at < text.length; at += 2) {
        const end = text.indexOf('"', at);
        cell += text.slice(at, end < 0 ? text.length : end);
        at = end < 0 ? text.length : end;
        if (text[at + 1] !== '"') break;
        cell += '"';
      }
      at++;
    }
    let end = at;
    for (let c = text.charCodeAt(end); end < text.length && c !== stop && c !== newline && c !== carriageReturn; )
      c = text.charCodeAt(++end);
    cell += text.slice(at, end);
    at = end + 1;
    if (end >= text.length) break;
    row.push(cell);
    cell = "";
    if (text[end] === delimiter) continue;
    if (text[end] === "\r" && text[at] === "\n") at++;
    if (row.some((c) => c !== "")) rows.push(row);
    row = [];
  }
  if (rows.length < most && (whole || rows.length === 0) && (row.length > 0 || cell !== "")) rows.push([...row, cell]);
  return rows;
}

const HEAD = 64 * 1024;

function delimiterOf(text: string, whole: boolean): Format["delimiter"] {
  const head = text.slice(0, HEAD);
  let best: { delimiter: Format["delimiter"]; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const rows = splitSample(head, delimiter, 60, whole && head.length === text.length);
    const width = rows[0]?.length ?? 0;
    const agreeing = rows.filter((row) => row.length === width).length / Math.max(rows.length, 1);
    const score = width > 1 ? agreeing * agreeing * Math.log2(width) : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function decimalOf(cells: string[], delimiter: string, notes: string[]): Format["decimal"] {
  let point = 0;
  let comma = 0;
  let either: string | undefined;
  for (const cell of cells) {
    const number = splitUnit(cell)?.number;
    if (number === undefined) continue;
    if (/^[+-]?\d{1,3}(,\d{3})*\.\d+$/.test(number) && (/,/.test(number) || !/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(number))) point++;
    else if (/^[+-]?(\d{1,3}([. ']\d{3})+|\d+),\d+$/.test(number) && (/[. ']/.test(number) || !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(number)))
      comma++;
    else if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(number)) either ??= number;
    else if (/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(number)) either ??= number;
  }
  if (point > 0 && comma > 0)
    notes.push(
      `Decimal points (${point} cells) and decimal commas (${comma} cells) are both in the first rows; the more frequent one is used.`,
    );
  if (point !== comma) return point > comma ? "." : ",";
  const chosen = either?.includes(",") === true && delimiter === ";" ? "," : ".";
  if (either !== undefined && point === 0)
    notes.push(
      `Numbers such as ${either} can be read in two ways; the decimal mark is taken to be ${chosen === "." ? "a point" : "a comma"}.`,
    );
  return chosen;
}

function dateStyleOf(cells: string[], notes: string[]): Format["dates"] {
  let dayFirst = 0;
  let monthFirst = 0;
  let seen: string | undefined;
  for (const cell of cells) {
    const match = /^\s*(\d{1,2})([/.-])(\d{1,2})\2\d{4}\b/.exec(cell);
    if (!match) continue;
    seen ??= cell.trim();
    if (Number(match[1]) > 12 || match[2] === ".") dayFirst++;
    else if (Number(match[3]) > 12) monthFirst++;
  }
  if (seen === undefined) return "iso";
  if (dayFirst > 0 && monthFirst === 0) return "dmy";
  if (monthFirst > 0 && dayFirst === 0) return "mdy";
  notes.push(
    dayFirst > 0
      ? "Some dates have the day first and others the month; set it in the format of the mapping (dates: dmy or mdy)."
      : `Dates such as ${seen} can have the day or the month first; set it in the format of the mapping (dates: dmy or mdy).`,
  );
  return "iso";
}

function unitsOf(headers: string[], rows: string[][]): Record<string, string> {
  const units: [string, string][] = [];
  headers.forEach((header, column) => {
    const counts = new Map<string, number>();
    let numbers = 0;
    for (const row of rows) {
      const split = splitUnit(row[column] ?? "");
      if (split === null) continue;
      numbers++;
      if (split.unit !== null) counts.set(split.unit, (counts.get(split.unit) ?? 0) + 1);
    }
    const [unit, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ["", 0];
    const filled = rows.filter((row) => (row[column] ?? "").trim() !== "").length;
    // Codes (A7, 7B) also look like numbers with a unit: it must be so nearly everywhere, and a word must follow a space.
    if (count > 0 && numbers >= filled * 0.8 && (!/^[a-z]+$/i.test(unit) || standsApart(rows, column, unit))) units.push([header, unit]);
  });
  return Object.fromEntries(units);
}

/** The unit of a column; a heading may have the name of a built-in object property. */
export const unitIn = (units: Readonly<Record<string, string>>, header: string): string | null =>
  Object.hasOwn(units, header) ? (units[header] ?? null) : null;

const standsApart = (rows: string[][], column: number, unit: string) =>
  rows.some((row) => (row[column] ?? "").trim().endsWith(` ${unit}`) && /^[-+(\d.,]/.test((row[column] ?? "").trim()));

const CELLS = 30_000;
const TITLES = 15;
/** A number or a date: digits with their separators. */
const isFigure = (cell: string) => /\d/.test(cell) && /^[-+\d.,:/ ]+$/.test(cell);

/**
 * Which non-empty row contains the headings. A title above them fills a cell or two of a wider table: in that case it is the first row of
 * words that is about as wide as the table.
 */
function headingRowOf(rows: string[][], notes: string[]): number {
  const filled = (row: string[] | undefined) => (row ?? []).filter((cell) => cell.trim() !== "").length;
  const widths = rows
    .slice(0, 200)
    .map(filled)
    .sort((a, b) => a - b);
  const usual = widths[widths.length >> 1] ?? 0;
  if (usual < 3 || filled(rows[0]) > usual / 2) return 1;
  const at = rows.slice(0, TITLES).findIndex((row) => filled(row) >= usual - 1 && !row.some(isFigure));
  if (at < 1) return 1;
  notes.push(`The headings are taken from filled row ${at + 1}: the rows above it have only one or two filled cells.`);
  return at + 1;
}

/**
 * How a file is written, from its first bytes (256 kB are plenty). `given` overrides the result.
 * @param whole the bytes are the entire file.
 */
export function detect(bytes: Uint8Array, given: FileFormat, whole: boolean): Detected {
  const encoding = given.encoding ?? encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes, { stream: !whole });
  const delimiter = given.delimiter ?? delimiterOf(text, whole);
  const rows = splitSample(text, delimiter, 2_000, whole);
  const notes: string[] = [];
  const headingRow = given.headingRow ?? headingRowOf(rows, notes);
  const headers = (rows[headingRow - 1] ?? []).map((header) => header.trim());
  // Too wide to be read at all.
  if (headers.length > LIMITS.columns)
    return { format: { encoding, delimiter, decimal: ".", dates: "iso", headingRow }, headers, units: {}, notes };
  // Far more rows than needed to detect the format, but few enough not to delay others.
  const body = rows.slice(headingRow, headingRow + Math.ceil(CELLS / Math.max(headers.length, 1)));
  const cells = body.flat().slice(0, CELLS);
  const decimal = given.decimal ?? decimalOf(cells, delimiter, notes);
  const dates = given.dates ?? dateStyleOf([...cells, ...headers], notes);
  return { format: { encoding, delimiter, decimal, dates, headingRow }, headers, units: unitsOf(headers, body), notes };
}
