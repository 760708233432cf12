import { readDate, readPeriod } from "@/lib/tables/read/cell-date";
import { readNumber } from "@/lib/tables/read/cell-number";
import { CellError, readBoolean } from "@/lib/tables/read/cells";
import { type Format, unitIn } from "@/lib/tables/read/detect";

/** What one column of a file looks like, judged over its sample. */
export type ColumnLook = {
  header: string;
  type: "text" | "number" | "date" | "boolean";
  /** Share of rows with something in the cell, 0 to 1. */
  filled: number;
  /** Different values among the filled cells of the sample. */
  distinct: number;
  /** Every filled cell is different, and none is empty. */
  unique: boolean;
  /** Some values as written, first come, at most 24. */
  examples: string[];
  unit: string | null;
  email: boolean;
};

/** One cell in twenty may be a slip, which the check then lists; more, and the column holds something else. */
const MISREAD_SHARE = 0.05;
const reads = (cells: readonly string[], read: (cell: string) => unknown) =>
  cells.filter((cell) => read(cell) instanceof CellError).length <= cells.length * MISREAD_SHARE;

/** Types, fill and examples of every column over a sample of rows. A column holds numbers, dates or yes and no where nearly every filled cell does. */
export function lookAtColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  format: Format,
  units: Readonly<Record<string, string>>,
): ColumnLook[] {
  return headers.map((header, index) =>
    lookAtColumn(
      header,
      rows.map((row) => row[index] ?? ""),
      format,
      unitIn(units, header),
    ),
  );
}

/** The same of one column, by its cells. */
export function lookAtColumn(header: string, cells: readonly string[], format: Format, unit: string | null): ColumnLook {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const different = new Set(filled);
  // "0012" is a code, not the number twelve.
  const coded = filled.some((cell) => /^0\d/.test(cell));
  const words = filled.every((cell) => /^(true|false|yes|no|y|n|t|f|ja|nein|j|oui|non|si|sí)$/i.test(cell));
  const day = (cell: string) => (/^\d{1,4}$/.test(cell) ? new CellError("a bare number") : readDate(cell, format.dates));
  const type =
    filled.length === 0
      ? "text"
      : words && reads(filled, readBoolean)
        ? "boolean"
        : reads(filled, day)
          ? "date"
          : !coded && reads(filled, (cell) => readNumber(cell, format.decimal, unit))
            ? "number"
            : "text";
  return {
    header,
    type,
    filled: cells.length === 0 ? 0 : filled.length / cells.length,
    distinct: different.size,
    unique: cells.length > 0 && filled.length === cells.length && different.size === filled.length,
    examples: [...different].slice(0, 24).map((cell) => cell.slice(0, 80).toWellFormed()),
    unit,
    email: filled.length > 0 && filled.every((cell) => /^[^\s@]+@[^\s@]+$/.test(cell)),
  };
}

/** Headers that read as a period: the columns of a wide table of measurements. */
export const periodHeaders = (headers: readonly string[], format: Format): string[] =>
  headers.filter((header) => header !== "" && !(readPeriod(header, format.dates) instanceof CellError));
