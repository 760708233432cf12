/**
 * A cell of a CSV file that a spreadsheet reads as text: what would start a formula gets an apostrophe before it (OWASP, CSV injection);
 * a plain number keeps its sign.
 */
export function csvCell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(?:[.,]\d+)*$/.test(value) ? `'${value}` : value;
  return /[",;\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map((cell) => csvCell(String(cell))).join(",")}\r\n`;
