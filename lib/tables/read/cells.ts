/** Why a cell cannot be read, as the end of a sentence that begins with the cell: "'abc' is not a number". */
export class CellError {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** The parsed cell, in the one format that later code uses; null for an empty cell, which is missing and never zero. */
export type Read = string | null | CellError;

export const LIMITS = { columns: 500, cell: 32_768, rows: 50_000_000, key: 400, sampleBytes: 256 * 1024 } as const;

/** Control characters other than tab and line ends, and those that reorder what is shown; U+0000 cannot be stored, the others are never meant. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const PLAIN = /^[ -~]*$/;

/** The cell as shown in a message: quoted, at most 60 characters, control characters as "�". */
export function quoted(cell: string): string {
  const short = cell.length > 60 ? `${cell.slice(0, 57).toWellFormed()}...` : cell;
  return `'${short.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd")}'`;
}

/** Trimmed text (no-break spaces included); a CellError if it is too long or contains a control character. Empty: null. */
export function readText(cell: string): Read {
  const text = cell.trim();
  if (text === "") return null;
  if (text.length > LIMITS.cell) return new CellError(`the cell has ${text.length} characters; at most ${LIMITS.cell} are read`);
  if (!PLAIN.test(text) && CONTROL.test(text)) return new CellError(`${quoted(text)} holds a control character`);
  return text;
}

const TRUE = new Set(["true", "t", "yes", "y", "1", "ja", "j", "oui", "si", "sí"]);
const FALSE = new Set(["false", "f", "no", "n", "0", "nein", "non"]);

/** "true" or "false" from true/false, t/f, yes/no, y/n, 1/0, ja/nein, oui/non, si in any case. */
export function readBoolean(cell: string): Read {
  const text = readText(cell);
  if (text === null || text instanceof CellError) return text;
  const word = text.toLowerCase();
  if (TRUE.has(word)) return "true";
  if (FALSE.has(word)) return "false";
  return new CellError(`${quoted(text)} is not yes or no`);
}

/** One of a closed set, in the set's spelling; capitals, spaces and hyphens do not matter ("Half year" is half_year). */
export function readChoice(cell: string, choices: readonly string[]): Read {
  const text = readText(cell);
  if (text === null || text instanceof CellError) return text;
  const plain = (word: string) => word.toLowerCase().replace(/[\s_-]+/g, " ");
  const word = plain(text);
  return choices.find((choice) => plain(choice) === word) ?? new CellError(`${quoted(text)} is none of ${choices.join(", ")}`);
}
