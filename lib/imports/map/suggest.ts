import type { Mapping, RecordsMapping } from "@/lib/imports/mapping";
import { IMPORTED } from "@/lib/imports/targets/described";
import type { FileLook, ImportWords, Recognised } from "@/lib/platform/entities/import-words";
import type { RecordField } from "@/lib/records/field";
import type { Format } from "@/lib/tables/read/detect";
import { fieldLabel, fieldName, headingUnit, namedBy, plainHeading } from "@/lib/tables/read/headings";
import { choiceValues } from "./choice-words";
import { HAPPENED, HEADING_WORDS, KEY_WORDS } from "./heading-words";
import { type ColumnLook, periodHeaders } from "./look";
import { fieldsOf, type TargetName } from "./target-fields";

/** What is there already and can be referred to by code. */
export type ExistingDepartments = { departments: readonly { code: string; name: string }[]; root: string | null };
export type Suggestion = { target: TargetName; why: string };

const words = (key: string) => HEADING_WORDS[key] ?? [];
const best = (columns: readonly ColumnLook[], key: string, fits: (column: ColumnLook) => boolean = () => true) => {
  const scored = columns.map((column) => ({ column, score: fits(column) ? namedBy(column.header, words(key)) : 0 }));
  const [first] = scored.filter((s) => s.score > 0).sort((a, b) => b.score - a.score);
  return first ?? null;
};
const has = (columns: readonly ColumnLook[], key: string, fits?: (column: ColumnLook) => boolean) => best(columns, key, fits) !== null;
const quoted = (column: ColumnLook | undefined) => `'${column?.header ?? ""}'`;

const BY_RANK = IMPORTED.toSorted((a, b) => a.imported.recognised.rank - b.imported.recognised.rank);

/** Whether a file holds things of a described kind, as its description says. */
function recognise({ target, recognised }: ImportWords, columns: readonly ColumnLook[], look: FileLook): Recognised | null {
  if ("look" in recognised) return recognised.look(look);
  const exact = fieldsOf(target).filter(
    ({ name, headings }) => recognised.by.includes(name) && columns.some((column) => namedBy(column.header, headings) === 1),
  ).length;
  return exact >= recognised.least ? { score: 4 + exact + look.named(...recognised.file), why: recognised.why } : null;
}

/** What a file most likely holds, by its headings and content, the likeliest first, each with the reason. Records are always possible. */
export function suggestTargets(columns: readonly ColumnLook[], fileName: string, format: Format): Suggestion[] {
  const found: (Suggestion & { score: number })[] = [];
  const add = (target: TargetName, score: number, why: string) => {
    if (score > 0) found.push({ target, score, why });
  };
  const file = plainHeading(fileName);
  const named = (...names: string[]) => (names.some((name) => file.includes(name)) ? 1 : 0);
  const wide = periodHeaders(
    columns.map((c) => c.header),
    format,
  );
  const numbers = columns.filter((c) => c.type === "number").length;
  const dates = columns.filter((c) => c.type === "date").length;
  const mail = columns.find((c) => c.email);
  const kpi = best(columns, "kpi", (c) => c.type === "text");
  if (wide.length >= 3 && columns.length - wide.length <= 6)
    add("measurements-wide", 6, `${wide.length} headings are periods, from '${wide[0]}' to '${wide.at(-1)}'`);
  const value = best(columns, "value", (c) => c.type === "number");
  const period = best(columns, "period", (c) => c.type !== "boolean");
  if (kpi && value && period && columns.length <= 9 && !has(columns, "reason") && !has(columns, "unit"))
    add("measurements-long", 5, `${quoted(kpi.column)}, ${quoted(period.column)} and ${quoted(value.column)} make one value per row`);
  const bound = best(columns, "floor", (c) => c.type === "number") ?? best(columns, "ceiling", (c) => c.type === "number");
  if (kpi && bound && has(columns, "fromOn"))
    add("targets", 5 + named("target", "ziel"), `${quoted(kpi.column)} has a bound in ${quoted(bound.column)} with a start date`);
  const look: FileLook = {
    ...{ columns: columns.length, dates, numbers, mail: mail === undefined ? null : quoted(mail) },
    has: (key, fits) => has(columns, key, fits),
    exactly: (key) => best(columns, key)?.score === 1,
    named,
  };
  for (const { imported } of BY_RANK) {
    const known = recognise(imported, columns, look);
    if (known !== null) add(imported.target, known.score, known.why);
  }
  add(
    "records",
    2.5 + (dates > 0 ? 1 : 0) + (numbers > 0 ? 0.4 : 0),
    dates > 0 ? `one thing that happened per row, on ${quoted(columns.find((c) => c.type === "date"))}` : "one thing per row",
  );
  return found.sort((a, b) => b.score - a.score).map(({ target, why }) => ({ target, why }));
}

type SuggestedColumn = { from?: string; before?: string; default?: string; values?: Record<string, string> };

/** Columns for the fields of a target that is not records: by heading first, then by content. A column is used for one field. */
export function suggestColumns(
  target: TargetName,
  columns: readonly ColumnLook[],
  existing: ExistingDepartments,
): Record<string, SuggestedColumn> {
  const left = new Set(columns.map((c) => c.header));
  const chosen: Record<string, SuggestedColumn> = {};
  const scored = fieldsOf(target).flatMap((field) =>
    columns.map((column) => {
      const fits =
        (field.type !== "date" || column.type === "date" || column.filled === 0) && (field.type !== "number" || column.type === "number");
      const heading = fits ? namedBy(column.header, [...field.headings, field.label.toLowerCase(), plainHeading(field.name)]) : 0;
      // Of two that fit as well, the one whose word is the more particular: the lists begin with those.
      const rank = field.headings.findIndex((word) => ` ${plainHeading(column.header)} `.includes(` ${word} `));
      const named = heading === 0 ? 0 : heading - Math.max(rank, 0) / 1_000;
      return { field, column, score: field.name === "email" && column.email ? 2 : named };
    }),
  );
  for (const { field, column, score } of scored.sort((a, b) => b.score - a.score)) {
    if (score === 0 || chosen[field.name] !== undefined || !left.has(column.header)) continue;
    chosen[field.name] = { from: column.header };
    left.delete(column.header);
  }
  // A list of people often has first and last names apart.
  const last = target === "people" ? best(columns, "lastName", (c) => c.type === "text") : null;
  const given = target === "people" ? best(columns, "firstName", (c) => c.type === "text" && c.header !== last?.column.header) : null;
  if (last && given && (chosen.name === undefined || chosen.name.from === last.column.header || chosen.name.from === given.column.header))
    chosen.name = { from: last.column.header, before: given.column.header };
  // A natural key has to be there: for departments their name, else a column nobody else uses whose values all differ, else one that is used.
  const name = chosen.name?.from;
  if (target === "departments" && chosen.code === undefined && name !== undefined) chosen.code = { from: name };
  if (fieldsOf(target).some((f) => f.name === "code") && chosen.code === undefined) {
    const spare =
      columns.find((c) => left.has(c.header) && c.unique) ??
      columns.find((c) => c.unique && (c.email || c.header === chosen.name?.from || c.header === chosen.title?.from));
    if (spare) chosen.code = { from: spare.header };
  }
  const nameless = target === "departments" && chosen.name === undefined && chosen.code?.from !== undefined;
  if (nameless && chosen.code?.from !== undefined) chosen.name = { from: chosen.code.from };
  for (const name of ["department", "parent"]) {
    const column = columns.find((c) => c.header === chosen[name]?.from);
    const values = column ? departmentValues(column, existing) : {};
    if (column && Object.keys(values).length > 0) chosen[name] = { from: column.header, values };
  }
  for (const { name, choices } of fieldsOf(target)) {
    const column = columns.find((c) => c.header === chosen[name]?.from);
    const values = column && choices ? choiceValues(name, choices, column.examples) : {};
    if (column && Object.keys(values).length > 0) chosen[name] = { from: column.header, values };
  }
  if (target === "departments" && existing.root !== null) chosen.parent = { ...chosen.parent, default: existing.root };
  if (target === "targets" && chosen.reason === undefined) chosen.reason = { default: "From the imported targets" };
  return chosen;
}

type Departments = { codes: ReadonlySet<string>; byName: ReadonlyMap<string, string> };
const found = new WeakMap<ExistingDepartments, Departments>();

/** What the departments can be found by; made once, since each column asks. */
function departmentsOf(existing: ExistingDepartments): Departments {
  const made = found.get(existing) ?? {
    codes: new Set(existing.departments.map((d) => d.code)),
    byName: new Map(existing.departments.map((d) => [plainHeading(d.name), d.code])),
  };
  found.set(existing, made);
  return made;
}

/** Which department the values of a column mean, where they are a department's name rather than its code. */
export function departmentValues(column: ColumnLook, existing: ExistingDepartments): Record<string, string> {
  const { codes, byName } = departmentsOf(existing);
  return Object.fromEntries(
    column.examples.flatMap((value) => {
      const code = codes.has(value) ? undefined : byName.get(plainHeading(value));
      return code === undefined ? [] : [[value, code]];
    }),
  );
}

/** A first mapping of records: every column a field, the key that tells rows apart, up to three dates that place them in time. */
export function suggestRecords(columns: readonly ColumnLook[], fileName: string, existing: ExistingDepartments): RecordsMapping {
  const taken = new Set<string>();
  const times = new Map<string, number>();
  for (const { header } of columns) times.set(header, (times.get(header) ?? 0) + 1);
  const usable = columns.filter((c) => c.header !== "" && times.get(c.header) === 1).slice(0, 60);
  const rank = (header: string) => {
    const heading = plainHeading(header);
    const at = HAPPENED.findIndex((word) => heading.includes(word));
    return at < 0 ? HAPPENED.length : at;
  };
  const slots = usable
    .filter((c) => c.type === "date" && c.filled > 0)
    .sort((a, b) => b.filled - a.filled || rank(a.header) - rank(b.header))
    .slice(0, 3);
  const key = keyOf(usable);
  const fields = usable.map((column, index): RecordField => {
    const name = fieldName(column.header, index, taken);
    taken.add(name);
    const at = slots.indexOf(column);
    const unit = column.unit ?? headingUnit(column.header);
    const slot = at === 0 ? 1 : at === 1 ? 2 : 3;
    return {
      name,
      label: fieldLabel(column.header),
      // What tells rows apart is a name, also where it is written in digits.
      type: key.includes(column.header) ? "text" : column.type,
      from: column.header,
      required: false,
      ...(column.type === "number" && !key.includes(column.header) && unit !== null && { unit }),
      ...(at >= 0 && { slot }),
    };
  });
  const name =
    fieldLabel(
      plainHeading(fileName.replace(/(\.(csv|txt|tsv|gz))+$/i, ""))
        .replace(/\b\d[\d ]*\b/g, "")
        .trim(),
    ) || "Records";
  const place = departmentColumn(usable, existing);
  return {
    target: "records",
    kind: { code: fieldName(name, 0, new Set()), name, description: "" },
    key,
    fields,
    ...(place && { department: { from: place.column.header, ...(Object.keys(place.values).length > 0 && { values: place.values }) } }),
  };
}

/** The column that says whose a row is: its values are codes or names of departments that are there. */
function departmentColumn(
  columns: readonly ColumnLook[],
  existing: ExistingDepartments,
): { column: ColumnLook; values: Record<string, string> } | null {
  const { codes } = departmentsOf(existing);
  const likely = columns
    .filter((c) => c.examples.length > 0 && c.type !== "date")
    .map((column) => {
      const values = departmentValues(column, existing);
      const share = column.examples.filter((value) => codes.has(value) || Object.hasOwn(values, value)).length / column.examples.length;
      const heading = namedBy(column.header, [...words("department"), ...words("departmentCode")]);
      return { column, values, score: share >= 0.5 && (heading > 0 || Object.keys(values).length > 0) ? share + heading : 0 };
    })
    .sort((a, b) => b.score - a.score);
  const [first] = likely;
  return first && first.score > 0 ? first : null;
}

/** The column whose values all differ, best one that is called a number; without one, the first columns that tell rows apart together. */
function keyOf(columns: readonly ColumnLook[]): string[] {
  const called = (c: ColumnLook) => namedBy(c.header, KEY_WORDS) + (/(nr|no|id|nummer|number)$/.test(plainHeading(c.header)) ? 0.5 : 0);
  const [one] = columns
    .filter((c) => c.unique && c.type !== "date")
    .map((c, i) => ({ c, score: called(c) - i / 100 - (c.type === "number" && called(c) === 0 ? 0.5 : 0) }))
    .sort((a, b) => b.score - a.score);
  if (one) return [one.c.header];
  const several = columns.filter((c) => c.filled === 1 && called(c) > 0).slice(0, 3);
  const parts = several.length > 0 ? several : columns.filter((c) => c.filled === 1).slice(0, 2);
  return (parts.length > 0 ? parts : columns.slice(0, 1)).map((c) => c.header);
}

/** Every heading a mapping reads. */
export function headersOf({ into }: Mapping): string[] {
  if (!("kind" in into))
    return Object.values(into.columns).flatMap((c: { from?: string | undefined; before?: string | undefined } | undefined) =>
      [c?.from, c?.before].flatMap((header) => header ?? []),
    );
  const place = into.department && "from" in into.department ? [into.department.from] : [];
  return [...new Set([...into.key, ...into.fields.flatMap((f) => [f.from, f.lookup?.key]), ...place].flatMap((h) => h ?? []))];
}

/** Saved mappings a file with these headings can be read by: nothing they read is missing; those that read most of it first. */
export function matchingMappings<M extends { mapping: Mapping }>(saved: readonly M[], headers: readonly string[]): M[] {
  const there = new Set(headers.map((h) => h.trim()));
  return saved
    .map((m) => ({ m, reads: headersOf(m.mapping) }))
    .filter(({ reads }) => reads.length > 0 && reads.every((h) => there.has(h.trim())))
    .sort((a, b) => b.reads.length - a.reads.length)
    .map(({ m }) => m);
}
