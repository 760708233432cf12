import { stripTrailing } from "@/lib/strip-trailing";

/** Cells of the plain text a spreadsheet copies: rows of columns, shorter rows unchanged. Quoted cells may contain tabs and line ends. */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = "";
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === "") quoted = true;
    else if (c === "\t") endCell();
    else if (c === "\n" || c === "\r") {
      if (c === "\r" && text[i + 1] === "\n") i += 1;
      endRow();
    } else cell += c;
  }
  if (cell !== "" || row.length > 0) endRow();
  while (rows.length > 0 && rows.at(-1)?.every((one) => one === "")) rows.pop();
  return rows;
}

/** Whether a paste is more than a single typed value: it has several cells. */
export const isBlock = (text: string): boolean => /[\t\r\n]/.test(stripTrailing(text, "\r\n"));
