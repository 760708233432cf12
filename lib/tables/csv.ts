/** A cell: text, a decimal as its plain digits (a string, so that no digit is lost), a number, or nothing. */
export type Cell = string | number | null;

/** What a spreadsheet would run as a formula when it opens the file; wide letters are read like the narrow ones. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** Where another list separator than the comma is usual, it cuts inside a cell, too. */
const FORMULA_INSIDE = /[;\t\r\n]"*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
const PLAIN_NUMBER = /^[+-]?\d+(?:[.,]\d+)*$/;

/** Text that a spreadsheet takes for text: an apostrophe goes before what it would run (OWASP, CSV injection). A number keeps its sign. */
export function escapeSpreadsheetFormula(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text;
  const inside = text.replace(FORMULA_INSIDE, "$&'");
  return FORMULA.test(text) ? `'${inside}` : inside;
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = escapeSpreadsheetFormula(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line after RFC 4180, with its line end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(",")}\r\n`;

/** Before the first line: tells a spreadsheet that what follows is UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** A file name of letters, digits and hyphens: "Due work orders, %" becomes "due-work-orders". */
export const fileNameOf = (...parts: readonly string[]): string =>
  `${parts
    .join(" ")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 80)}.csv`;
