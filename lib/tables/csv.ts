import type { Cell } from "@/lib/platform/entities/table";

/** Text that a spreadsheet would execute as a formula when it opens the file; full-width characters count like the normal ones. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** With a list separator other than the comma, a spreadsheet splits inside a cell, too. */
const FORMULA_INSIDE = /[;\t\r\n]"*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
const PLAIN_NUMBER = /^[+-]?\d+(?:[.,]\d+)*$/;

/** Text that a spreadsheet does not execute: an apostrophe is put before a formula (OWASP, CSV injection). A number keeps its sign. */
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

/** One line according to RFC 4180, with its line end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(",")}\r\n`;

/** At the start of the file: tells a spreadsheet that the text is UTF-8. */
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
