import { AppError } from "@/lib/errors";
import type { EntityMapping } from "@/lib/imports/mapping";
import type { EntityColumn, EntitySpec } from "@/lib/platform/entities/import-words";
import { readDate } from "@/lib/tables/read/cell-date";
import { readNumber } from "@/lib/tables/read/cell-number";
import { CellError, quoted, type Read, readBoolean, readChoice, readText } from "@/lib/tables/read/cells";
import { bind, type Layout, widthProblem } from "@/lib/tables/read/columns";
import type { Row } from "@/lib/tables/read/read";

export type Problem = { column: string; value: string; reason: string };
export type EntityRow = {
  key: string;
  /** By column of the table. */
  data: Record<string, unknown>;
  /** Codes of the rows referred to, by column of the table. */
  references: Record<string, string>;
};
export type EntityReading = { row: EntityRow } | { problems: Problem[] };

/** The value of a cell as JSON; undefined when it is empty. */
function readValue(cell: string, column: EntityColumn, layout: Layout): unknown {
  const text = readText(cell);
  if (text === null) return undefined;
  if (text instanceof CellError) return text;
  switch (column.type) {
    case "text":
    case "aside":
      if (text.length > column.max) return new CellError(`${quoted(text)} has ${text.length} characters; at most ${column.max} fit`);
      if (column.type === "text" && column.form && !column.form.test(text))
        return new CellError(`${quoted(text)} ${column.formReason ?? "has the wrong format"}`);
      return column.type === "text" && column.lower ? text.toLowerCase() : text;
    case "number": {
      const number = readNumber(text, layout.format.decimal, null);
      const { decimals } = column;
      if (typeof number === "string" && decimals !== undefined && (number.split(".")[1]?.length ?? 0) > decimals)
        return new CellError(`${quoted(text)} has more than ${decimals} digits after the point`);
      if (number instanceof CellError || column.whole === undefined) return number;
      const { least, most } = column.whole;
      if (typeof number !== "string" || !/^-?\d+$/.test(number) || Number(number) < least || Number(number) > most)
        return new CellError(`${quoted(text)} is not a whole number from ${least} to ${most}`);
      return Number(number);
    }
    case "date":
      return readDate(text, layout.format.dates);
    case "boolean":
      return mapRead(readBoolean(text), (word) => word === "true");
    case "choice":
      return readChoice(text, column.choices);
    case "choices": {
      const read = text.split(/[;,|]/).map((part) => readChoice(part, column.choices));
      return read.find((part) => part instanceof CellError) ?? [...new Set(read.filter((part) => part !== null))];
    }
    case "json":
      return readJson(text);
    case "reference":
      return text;
  }
}

const LEVELS = 30;

/** JSON that can be stored: text without NUL or half a character, not nested without end. */
function readJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new CellError(`${quoted(text)} is not JSON`);
  }
  return storable(value, LEVELS) ? value : new CellError(`${quoted(text)} contains characters that cannot be stored`);
}

function storable(value: unknown, levels: number): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.entries(value).every(([name, own]) => storable(name, 0) && storable(own, levels - 1));
}

const mapRead = <T>(read: Read, value: (text: string) => T) => (typeof read === "string" ? value(read) : read);

/**
 * Compiles a mapping of rows with a code for one file. A column that is mapped and empty clears what was there
 * or takes its default; one that is not mapped leaves it. Throws INVALID when mapping and file do not fit.
 */
export function entityReader(spec: EntitySpec, mapping: EntityMapping, layout: Layout): (row: Row) => EntityReading {
  const names = Object.keys(spec.columns);
  for (const name of Object.keys(mapping.columns))
    if (!names.includes(name)) throw new AppError("INVALID", `${mapping.target} have no field '${name}'. They have ${names.join(", ")}.`);
  const bound = Object.entries(spec.columns).flatMap(([name, column]) => {
    const cell = bind(layout, name, Object.hasOwn(mapping.columns, name) ? mapping.columns[name] : undefined);
    if (cell === null && column.required) throw new AppError("INVALID", `The mapping has no column for '${name}', which is required.`);
    return cell === null ? [] : [{ column, cell }];
  });
  return (row) => {
    const width = widthProblem(row, layout.headers);
    if (width !== null) return { problems: [{ column: "", value: row.cells[0] ?? "", reason: width }] };
    const problems: Problem[] = [];
    const data: Record<string, unknown> = {};
    const references: Record<string, string> = {};
    for (const { column, cell } of bound) {
      const text = cell.of(row.cells);
      const value = readValue(text, column, layout);
      if (value instanceof CellError) problems.push({ column: cell.header, value: text, reason: value.reason });
      else if (value === undefined && column.required) problems.push({ column: cell.header, value: text, reason: "a value is required" });
      else if ((column.type === "reference" || column.type === "aside") && typeof value === "string") references[column.column] = value;
      else data[column.column] = value ?? column.otherwise ?? null;
    }
    return problems.length > 0 ? { problems } : { row: { key: String(data.code), data, references } };
  };
}
