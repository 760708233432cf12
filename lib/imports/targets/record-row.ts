import { AppError } from "@/lib/errors";
import { asOfColumn } from "@/lib/imports/map/record-draft";
import type { RecordsMapping } from "@/lib/imports/mapping";
import type { RecordField } from "@/lib/records/field";
import { readDate, shiftMonths } from "@/lib/tables/read/cell-date";
import { readNumber } from "@/lib/tables/read/cell-number";
import { CellError, LIMITS, type Read, readBoolean, readText } from "@/lib/tables/read/cells";
import { bind, indexOf, type Layout, widthProblem } from "@/lib/tables/read/columns";
import { unitIn } from "@/lib/tables/read/detect";
import type { Row } from "@/lib/tables/read/read";

export type RecordRow = {
  key: string;
  /** The JSON text of the typed values: numbers exact, dates "YYYY-MM-DD"; empty fields are not in it. */
  data: string;
  department: string | null;
  /** Keys of the looked-up records, in the order of `lookupsOf`. */
  references: (string | null)[];
};

export type RecordReading = { row: RecordRow } | { problems: { column: string; value: string; reason: string }[] } | { leftOut: true };

/** A place a date or code is taken from: a column of the file, a field read from the file, or a field looked up in other records. */
export type Place = { header: number } | { field: string } | { lookedUp: string };

/** A column of that name, else a field of that name. Throws INVALID when there is neither. */
export function placeOf(layout: Layout, fields: RecordField[], name: string): Place {
  if (!layout.headers.includes(name.trim())) {
    const field = fields.find((f) => f.name === name);
    if (field) return field.lookup ? { lookedUp: field.name } : { field: field.name };
  }
  return { header: indexOf(layout, name) };
}

export type Lookup = { kind: string; key: string; gate: string | undefined };

/** What a field is looked up by, with the column that says from when on it is known. */
export const lookupOf = (mapping: RecordsMapping, field: RecordField): Lookup | null =>
  field.lookup ? { kind: field.lookup.kind, key: field.lookup.key, gate: asOfColumn(mapping, field.name) } : null;

/** The other records a mapping reads from: each kind, key column and gate once. */
export function lookupsOf(mapping: RecordsMapping): Lookup[] {
  const seen = new Map<string, Lookup>();
  for (const field of mapping.fields) {
    const lookup = lookupOf(mapping, field);
    if (lookup) seen.set(JSON.stringify(lookup), lookup);
  }
  return [...seen.values()];
}

export function readField(cell: string, type: RecordField["type"], layout: Layout, unit: string | null): Read {
  if (type === "text") return readText(cell);
  if (type === "number") return readNumber(cell, layout.format.decimal, unit);
  return type === "date" ? readDate(cell, layout.format.dates) : readBoolean(cell);
}

const KEY_PART = /[\\/]/g;

/** The natural key: one column as written; several joined by "/", which is escaped inside them. */
function keyOf(parts: string[]): string {
  return parts.length === 1 ? (parts[0] ?? "") : parts.map((part) => part.replace(KEY_PART, "\\$&")).join("/");
}

/** Compiles a mapping of records for one file: a function that takes a row apart. Throws INVALID when the file does not fit the mapping. */
export function recordReader(mapping: RecordsMapping, layout: Layout, asOf: string | null): (row: Row) => RecordReading {
  const direct = mapping.fields.filter((field) => !field.lookup);
  const fields = direct.map((field) => {
    const cell = bind(layout, field.name, field);
    const gate = asOfColumn(mapping, field.name);
    return {
      ...field,
      cell,
      unitInCells: field.unit ?? (cell?.index == null ? null : unitIn(layout.units, cell.header)),
      gate: gate === undefined || asOf === null ? null : placeOf(layout, mapping.fields, gate),
      instead: gate === undefined ? null : typed(field, layout),
      moved: field.type === "date" && field.shiftMonths ? remembered(field.shiftMonths) : (value: string) => value,
      json: `${JSON.stringify(field.name)}:`,
    };
  });
  const keys = mapping.key.map((header) => ({ header: header.trim(), index: indexOf(layout, header) }));
  const lookups = lookupsOf(mapping).map((lookup) => ({
    index: indexOf(layout, lookup.key),
    gate: lookup.gate === undefined || asOf === null ? null : placeOf(layout, mapping.fields, lookup.gate),
  }));
  const rowGate = mapping.known && asOf !== null ? placeOf(layout, mapping.fields, mapping.known.row) : null;
  const department = departmentReader(mapping, layout);

  return ({ line, cells }) => {
    const width = widthProblem({ line, cells }, layout.headers);
    if (width !== null) return { problems: [{ column: "", value: cells[0] ?? "", reason: width }] };
    const problems: { column: string; value: string; reason: string }[] = [];
    const values = new Map<string, string>();
    const blame = (column: string, value: string, read: Read): string | null => {
      if (!(read instanceof CellError)) return read;
      problems.push({ column, value, reason: read.reason });
      return null;
    };
    for (const field of fields) {
      const cell = field.cell?.of(cells) ?? "";
      const value =
        cell === "" ? null : blame(field.cell?.header ?? field.name, cell, readField(cell, field.type, layout, field.unitInCells));
      if (value !== null) values.set(field.name, field.moved(value));
      else if (field.required && cell.trim() === "")
        problems.push({ column: field.cell?.header ?? field.name, value: cell, reason: "a value is required" });
    }
    const dateAt = (place: Place): string | null =>
      "header" in place
        ? blame(layout.headers[place.header] ?? "", cells[place.header] ?? "", readDate(cells[place.header] ?? "", layout.format.dates))
        : "field" in place
          ? (values.get(place.field) ?? null)
          : null;
    if (asOf !== null && rowGate !== null) {
      const from = dateAt(rowGate);
      if (from !== null && from > asOf && problems.length === 0) return { leftOut: true };
    }
    const parts = keys.map(({ header, index }) => {
      const part = blame(header, cells[index] ?? "", readText(cells[index] ?? ""));
      if (part === null && (cells[index] ?? "").trim() === "") problems.push({ column: header, value: "", reason: "the key is empty" });
      return part ?? "";
    });
    const key = keyOf(parts);
    if (key.length > LIMITS.key)
      problems.push({ column: keys[0]?.header ?? "", value: key, reason: `the key is longer than ${LIMITS.key} characters` });
    const references = lookups.map(({ index, gate }) =>
      gate !== null && !("lookedUp" in gate) && later(dateAt(gate), asOf)
        ? null
        : blame(layout.headers[index] ?? "", cells[index] ?? "", readText(cells[index] ?? "")),
    );
    const code = department(cells, values);
    if (code instanceof CellError) problems.push({ column: "department", value: "", reason: code.reason });
    if (problems.length > 0) return { problems };
    let data = "";
    // Gates look at dates as they were read, so all of them before any value is taken away.
    const unknown = new Set(fields.filter(({ gate }) => gate !== null && !("lookedUp" in gate) && later(dateAt(gate), asOf)));
    for (const field of fields) {
      const value = unknown.has(field) ? field.instead : values.get(field.name);
      if (value == null) continue;
      data += (data === "" ? "" : ",") + field.json + (field.type === "number" || field.type === "boolean" ? value : JSON.stringify(value));
    }
    return { row: { key, data: `{${data}}`, department: code instanceof CellError ? null : code, references } };
  };
}

/** shiftMonths for one distance; a file repeats its dates. */
function remembered(months: number): (date: string) => string {
  const known = new Map<string, string>();
  return (date) => {
    const moved = known.get(date) ?? shiftMonths(date, months);
    if (known.size < 50_000) known.set(date, moved);
    return moved;
  };
}

/** The default of a field, read; what stands in place of a cell that is not known yet. */
function typed(field: RecordField, layout: Layout): string | null {
  const plain = { ...layout, format: { ...layout.format, dates: "iso" as const } };
  const value = readField(field.default ?? "", field.type, plain, field.unit ?? null);
  if (value instanceof CellError)
    throw new AppError("INVALID", `The default of '${field.name}' in the mapping cannot be read: ${value.reason}.`);
  return value;
}

/** Not known yet: dated after the day, or not dated at all. */
const later = (date: string | null, day: string | null) => date === null || (day !== null && date > day);

function departmentReader(mapping: RecordsMapping, layout: Layout): (cells: string[], values: Map<string, string>) => Read {
  const { department } = mapping;
  if (department === undefined) return () => null;
  if ("code" in department) return () => department.code;
  const place = placeOf(layout, mapping.fields, department.from);
  if ("lookedUp" in place) return () => null; // read after the lookup, in records.ts
  const replace = new Map(Object.entries(department.values ?? {}));
  return (cells, values) => {
    const code = readText("header" in place ? (cells[place.header] ?? "") : (values.get(place.field) ?? ""));
    return typeof code === "string" ? (replace.get(code) ?? code) : code;
  };
}

/** For messages: the columns of the key, e.g. "Order, Line". */
export const keyName = (mapping: RecordsMapping) => mapping.key.map((k) => k.trim()).join(", ");
