import { AppError } from "@/lib/errors";
import type { Format } from "./detect";
import type { Row } from "./read";

/** The value of one column in a row as written, after the replacements and the default of its mapping. */
export type Cell = { header: string; index: number | null; of(cells: string[]): string };

export type Layout = { headers: string[]; format: Format; units: Record<string, string> };

type ColumnMapping = {
  from?: string | undefined;
  before?: string | undefined;
  values?: Record<string, string> | undefined;
  default?: string | undefined;
};

/** Position of a header. Throws INVALID if the file lacks it or has it twice. */
export function indexOf(layout: Layout, header: string): number {
  const wanted = header.trim();
  const index = layout.headers.indexOf(wanted);
  if (index < 0) {
    const has = layout.headers.slice(0, 12).map((h) => `'${h}'`);
    throw new AppError(
      "INVALID",
      `The file has no column '${wanted}'. It has ${has.join(", ")}${layout.headers.length > 12 ? " and more" : ""}.`,
    );
  }
  if (layout.headers.includes(wanted, index + 1)) throw new AppError("INVALID", `The file has the column '${wanted}' twice.`);
  return index;
}

/** Connects a column of a mapping to the file. Without `from` it is its default in every row. Null if the mapping leaves it out. */
export function bind(layout: Layout, name: string, mapping: ColumnMapping | undefined): Cell | null {
  if (mapping === undefined || (mapping.from === undefined && mapping.default === undefined)) return null;
  const fallback = mapping.default ?? "";
  if (mapping.from === undefined) return { header: name, index: null, of: () => fallback };
  const index = indexOf(layout, mapping.from);
  const header = mapping.from.trim();
  if (mapping.before !== undefined) {
    const both = [indexOf(layout, mapping.before), index];
    const joined = (cells: string[]) => both.flatMap((at) => (cells[at] ?? "").trim() || []).join(" ");
    return { header, index, of: (cells) => joined(cells) || fallback };
  }
  if (mapping.values === undefined) {
    if (fallback === "") return { header, index, of: (cells) => cells[index] ?? "" };
    return { header, index, of: (cells) => (cells[index] ?? "").trim() || fallback };
  }
  const values = new Map(Object.entries(mapping.values));
  return {
    header,
    index,
    of: (cells) => {
      const cell = (cells[index] ?? "").trim();
      return (values.get(cell) ?? cell) || fallback;
    },
  };
}

/**
 * Why a row cannot be split into cells, or null. A row shorter than the header may have been cut off, a longer one has a stray delimiter.
 */
export function widthProblem(row: Row, headers: string[]): string | null {
  if (row.cells.length === headers.length) return null;
  const extra = row.cells.slice(headers.length);
  if (extra.length > 0 && extra.every((cell) => cell.trim() === "")) return null;
  return `the row has ${row.cells.length} cells, the header ${headers.length}`;
}
