import type { RecordsMapping } from "@/lib/imports/mapping";
import type { RecordField } from "@/lib/records/field";
import { fieldName, namedBy, plainHeading } from "@/lib/tables/read/headings";
import type { ColumnLook } from "./look";

/** Records of another kind, as far as a field can be looked up in them. */
export type LookupKind = { code: string; name: string; fields: readonly Pick<RecordField, "name" | "label" | "type" | "unit">[] };
/** How many of the values of a column that were looked at are keys of records of a kind. */
export type KeyMatch = { column: string; kind: string; found: number; of: number };
export type LookupHint = KeyMatch & { name: string };

/**
 * Columns that most likely hold the keys of other records: at least four of five values are such keys, and the heading says so or the
 * values are no bare numbers, which are keys of everything. The likeliest kind of each column, those named best first.
 */
export function lookupHints(
  matches: readonly KeyMatch[],
  columns: readonly ColumnLook[],
  kinds: readonly LookupKind[],
  { kind, fields }: RecordsMapping,
): LookupHint[] {
  const scored = matches.flatMap((match) => {
    const other = kinds.find((k) => k.code === match.kind);
    const column = columns.find((c) => c.header === match.column);
    if (!other || !column || other.code === kind.code || match.of === 0 || match.found < 0.8 * match.of) return [];
    if (fields.some((f) => f.lookup?.kind === other.code && f.lookup.key === column.header)) return [];
    const names = [other.name, other.code, `${other.code} id`, `${other.code} no`].map(plainHeading);
    const named = Math.max(namedBy(column.header, names), sharesWord(column.header, other.name) ? 0.5 : 0);
    const score = named + (column.examples.some((value) => /\D/.test(value)) ? 0.4 : 0);
    return score > 0 ? [{ ...match, name: other.name, score }] : [];
  });
  const best = scored.filter((s) => !scored.some((o) => o !== s && o.column === s.column && o.score > s.score));
  return best.sort((a, b) => b.score - a.score).map(({ score: _, ...hint }) => hint);
}

const sharesWord = (a: string, b: string) => {
  const words = new Set(plainHeading(a).split(" "));
  return plainHeading(b)
    .split(" ")
    .some((word) => word.length > 3 && (words.has(word) || words.has(word.replace(/s$/, ""))));
};

/** One more field, read from the record of `kind` whose key stands in column `key`. Nothing changes where the kind has no such field. */
export function addLookup(records: RecordsMapping, kind: LookupKind, key: string, take: string): RecordsMapping {
  const taken = kind.fields.find((f) => f.name === take);
  if (!taken || key === "") return records;
  const label = records.fields.some((f) => f.label === taken.label) ? `${kind.name}: ${taken.label}`.slice(0, 80) : taken.label;
  const name = fieldName(label, records.fields.length, new Set(records.fields.map((f) => f.name)));
  const field: RecordField = {
    name,
    label,
    type: taken.type,
    lookup: { kind: kind.code, key, take },
    required: false,
    ...(taken.type === "number" && taken.unit !== undefined && { unit: taken.unit }),
  };
  return { ...records, fields: [...records.fields, field] };
}

/** Without a field, and without what was said about it. */
export function dropField(records: RecordsMapping, name: string): RecordsMapping {
  const gone = records.fields.find((f) => f.name === name);
  return {
    ...setAsOfField(records, name, ""),
    fields: records.fields.filter((f) => f.name !== name),
    key: records.key.filter((header) => header !== gone?.from),
  };
}

/** From which day on a row is known; "": not said, and then of no field either. */
export function setAsOfRow(records: RecordsMapping, header: string): RecordsMapping {
  const { known, ...rest } = records;
  return header === "" ? rest : { ...rest, known: { row: header, fields: known?.fields ?? {} } };
}

/** The column that says from which day on a field is known. A field may be called as every object's own things are. */
export const asOfColumn = ({ known }: Pick<RecordsMapping, "known">, field: string): string | undefined =>
  known !== undefined && Object.hasOwn(known.fields, field) ? known.fields[field] : undefined;

/** From which day on the value of a field is known; "": as soon as its row. */
export function setAsOfField(records: RecordsMapping, name: string, header: string): RecordsMapping {
  if (records.known === undefined) return records;
  const { [name]: _, ...others } = records.known.fields;
  return { ...records, known: { ...records.known, fields: header === "" ? others : { ...others, [name]: header } } };
}

/** How many things are said about a field beyond its column, type and place. */
export const countFieldSettings = (records: RecordsMapping, field: RecordField): number =>
  [
    Object.keys(field.values ?? {}).length > 0,
    (field.default ?? "") !== "",
    (field.shiftMonths ?? 0) !== 0,
    asOfColumn(records, field.name) !== undefined,
  ].filter(Boolean).length;
