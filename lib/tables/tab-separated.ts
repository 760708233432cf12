/** Text that a spreadsheet would execute instead of showing. A plain number, with its minus, is safe. */
const FORMULA = /^[=+@\t\r]|^[-\u2212](?![\d.,\u00A0 ]+%?$)/;

/**
 * Rows as text to paste into a spreadsheet: tabs between cells, one line per row. Line ends and tabs inside a cell become spaces, and a
 * cell that a spreadsheet would treat as a formula gets an apostrophe in front.
 */
export function tabSeparated(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}

function cell(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  if (plain === "–") return "";
  const digits = plain.replace(/^\u2212(?=[\d.,]+$)/, "-");
  return FORMULA.test(digits) ? `'${digits}` : digits;
}
