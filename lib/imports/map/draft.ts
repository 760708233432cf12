import type { Mapping, RecordsMapping } from "@/lib/imports/mapping";
import type { RecordField } from "@/lib/records/field";
import type { FileFormat } from "@/lib/tables/read/format";
import type { UploadLookPart } from "./draft-source";
import { departmentValues, type ExistingDepartments, suggestColumns, suggestRecords, suggestTargets } from "./suggest";
import { fieldsOf, type TargetName, targetLabel } from "./target-fields";

export type ColumnDraft = {
  from?: string | undefined;
  before?: string | undefined;
  default?: string | undefined;
  values?: Record<string, string> | undefined;
};

/** A mapping while it is put together on the screen: what is kept for one target stays when another is tried. */
export type Draft = {
  name: string;
  target: TargetName;
  partial: boolean;
  repeats: boolean;
  columns: Record<string, ColumnDraft>;
  records: RecordsMapping;
};

/** The first draft for a file: what it most likely is, or what was asked for, with the columns that fit. */
export function suggestDraft(look: UploadLookPart, fileName: string, existing: ExistingDepartments, target?: TargetName): Draft {
  const into = target ?? suggestTargets(look.columns, fileName, look.format)[0]?.target ?? "records";
  const records = suggestRecords(look.columns, fileName, existing);
  const columns = suggestColumns(into, look.columns, existing);
  const key = look.columns.find((c) => c.header === columns.code?.from);
  return {
    repeats: (look.repeatedRows ?? 0) > 0 || (into === "departments" && key !== undefined && !key.unique),
    name: into === "records" ? records.kind.name : targetLabel(into),
    target: into,
    partial: false,
    columns,
    records,
  };
}

/** A saved mapping as a draft; `records` is the suggestion, in case records are chosen after all. */
export function draftOf(mapping: Mapping, look: UploadLookPart, fileName: string, existing: ExistingDepartments): Draft {
  const { into } = mapping;
  const base = { name: mapping.name, partial: mapping.partial, repeats: "repeats" in into && into.repeats === true };
  if ("kind" in into) return { ...base, target: "records", columns: {}, records: into };
  const target = "layout" in into ? (into.layout === "long" ? "measurements-long" : "measurements-wide") : into.target;
  const columns = Object.fromEntries(Object.entries(into.columns).flatMap(([name, column]) => (column ? [[name, column]] : [])));
  return { ...base, target, columns, records: suggestRecords(look.columns, fileName, existing) };
}

/** A saved mapping for another file: what it says, and which departments are meant by values it has not met yet. */
export function reusedDraft(mapping: Mapping, look: UploadLookPart, fileName: string, existing: ExistingDepartments): Draft {
  const draft = draftOf(mapping, look, fileName, existing);
  const met = (from: string | undefined, values: Record<string, string> | undefined) => {
    const column = look.columns.find((c) => c.header === from);
    const all = { ...(column && departmentValues(column, existing)), ...values };
    return Object.keys(all).length > 0 ? { values: all } : {};
  };
  const columns = { ...draft.columns };
  for (const name of ["department", "parent"]) {
    const column = columns[name];
    if (column?.from !== undefined) columns[name] = { ...column, ...met(column.from, column.values) };
  }
  const { department } = draft.records;
  const place = department && "from" in department ? { department: { ...department, ...met(department.from, department.values) } } : {};
  return { ...draft, columns, records: draft.target === "records" ? { ...draft.records, ...place } : draft.records };
}

const hasSource = (column: ColumnDraft | undefined) =>
  column !== undefined && ((column.from ?? "") !== "" || (column.default ?? "") !== "");

/** Without what is empty: a mapping says nothing where nothing was said. */
function tidied(column: ColumnDraft): ColumnDraft {
  return {
    ...(column.from && { from: column.from }),
    ...(column.from && column.before && { before: column.before }),
    ...(column.default && { default: column.default }),
    ...(column.values && Object.keys(column.values).length > 0 && { values: column.values }),
  };
}

/** The draft in the form it is saved and run in, and what is still missing, a sentence each. With problems the mapping cannot be checked. */
export function mappingOf(draft: Draft, format: FileFormat): { mapping: unknown; problems: string[] } {
  const problems: string[] = [];
  if (draft.name.trim() === "") problems.push("Give the mapping a name.");
  const head = { name: draft.name.trim(), format, partial: draft.partial };
  if (draft.target === "records") {
    problems.push(...recordProblems(draft.records));
    const { repeats: _, ...records } = draft.records;
    return { mapping: { ...head, into: { ...records, ...(draft.repeats && { repeats: true }) } }, problems };
  }
  const columns: Record<string, ColumnDraft> = {};
  for (const field of fieldsOf(draft.target)) {
    const column = draft.columns[field.name];
    if (hasSource(column)) columns[field.name] = tidied(column ?? {});
    else if (field.required) problems.push(`Choose the column for the ${field.label.toLowerCase()}, or a value for every row.`);
  }
  if (
    draft.target === "measurements-long" &&
    !hasSource(columns.value) &&
    !(hasSource(columns.numerator) && hasSource(columns.denominator))
  )
    problems.push("Choose the column for the value, or the columns for numerator and denominator.");
  if (draft.target === "targets" && !hasSource(columns.floor) && !hasSource(columns.ceiling))
    problems.push("Choose the column for the lower or the upper bound.");
  const into =
    draft.target === "measurements-long"
      ? { target: "measurements", layout: "long", columns }
      : draft.target === "measurements-wide"
        ? { target: "measurements", layout: "wide", columns }
        : { target: draft.target, columns, ...(draft.repeats && draft.target !== "targets" && { repeats: true }) };
  return { mapping: { ...head, into }, problems };
}

function recordProblems({ kind, key, fields }: RecordsMapping): string[] {
  const problems: string[] = [];
  if (kind.name.trim() === "") problems.push("Name the records.");
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(kind.code))
    problems.push("The short name of the records begins with a letter and has small letters, digits and underscores only.");
  if (key.length === 0) problems.push("Choose at least one key column.");
  if (fields.length === 0) problems.push("Keep at least one column as a field.");
  const twice = fields.find((f, i) => fields.findIndex((o) => o.label === f.label) !== i);
  if (twice) problems.push(`Two fields have the label '${twice.label}'.`);
  return problems;
}

/** A field changed, with what must follow: only a date has a place in time and can be moved, only a number has a unit. */
export function changeField(records: RecordsMapping, name: string, change: Partial<RecordField>): RecordsMapping {
  return {
    ...records,
    fields: records.fields.map((field) => {
      if (field.name !== name) return field;
      const { slot, unit, shiftMonths, ...rest } = { ...field, ...change };
      return {
        ...rest,
        ...(rest.type === "date" && slot !== undefined && { slot }),
        ...(rest.type === "date" && shiftMonths !== undefined && { shiftMonths }),
        ...(rest.type === "number" && unit && { unit }),
      };
    }),
  };
}

/** Gives a date one of the three places in time, or takes it away. */
export function toggleSlot(records: RecordsMapping, name: string): RecordsMapping {
  const field = records.fields.find((f) => f.name === name);
  if (field?.type !== "date") return records;
  const used = records.fields.flatMap((f) => f.slot ?? []);
  const free = ([1, 2, 3] as const).find((slot) => !used.includes(slot));
  if (field.slot === undefined && free === undefined) return records;
  const fields = records.fields.map((f): RecordField => {
    if (f.name !== name) return f;
    const { slot, ...rest } = f;
    return slot === undefined && free !== undefined ? { ...rest, slot: free } : rest;
  });
  return { ...records, fields };
}

/** Whether two mappings say the same, whatever order the database keeps their parts in. */
export function sameMapping(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}
