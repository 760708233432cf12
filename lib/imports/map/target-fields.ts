import { IMPORTED } from "@/lib/imports/targets/described";
import { KPIS } from "@/lib/kpis/files/import-words";
import type { EntityColumn } from "@/lib/platform/entities/import-words";
import { HEADING_WORDS } from "./heading-words";

/** What a file can be brought into, as the screens name it. */
const TARGETS: Readonly<Record<string, string>> = {
  departments: "Departments",
  people: "People",
  positions: "Positions",
  records: "Records",
  kpis: "KPIs",
  targets: "Targets",
  ...Object.fromEntries(IMPORTED.map(({ words, imported }) => [imported.target, words.many])),
  "measurements-long": "Values, one per row",
  "measurements-wide": "Values, periods as columns",
};
/** One of TARGET_NAMES. */
export type TargetName = string;
export const TARGET_NAMES: readonly TargetName[] = Object.keys(TARGETS);
export const targetLabel = (name: TargetName): string => TARGETS[name] ?? name;

export type TargetField = {
  name: string;
  label: string;
  /** How files name it. */
  headings: readonly string[];
  required?: true;
  type?: "date" | "number";
  /** Where a cell is one of a few words. */
  choices?: readonly string[];
  /** Said beside it where the name is not enough. */
  hint?: string;
};

const headingsOf = (headings: string | readonly string[]): readonly string[] =>
  typeof headings === "string" ? (HEADING_WORDS[headings] ?? []) : headings;
const field = (
  name: string,
  label: string,
  words: string,
  more: Pick<TargetField, "required" | "type" | "hint" | "choices"> = {},
): TargetField => ({
  name,
  label,
  headings: headingsOf(words),
  ...more,
});
const must = { required: true } as const;

/** The words a field takes, as lib/imports/targets/entity-specs.ts reads them. */
const taken = (column: EntityColumn | undefined): { choices?: readonly string[] } =>
  column?.type === "choice" || column?.type === "choices" ? { choices: column.choices } : {};
const choicesOf = (name: string) => taken(KPIS.columns[name]);

/** The fields of a described kind of thing, from its columns. */
const described = (columns: Readonly<Record<string, EntityColumn>>): TargetField[] =>
  Object.entries(columns).flatMap(([name, column]) =>
    column.asked === undefined
      ? []
      : [
          {
            ...{ name, label: column.label, headings: headingsOf(column.asked.headings) },
            ...(column.required && must),
            ...((column.type === "date" || column.type === "number") && { type: column.type }),
            ...taken(column),
            ...(column.asked.hint !== undefined && { hint: column.asked.hint }),
          },
        ],
  );

/** The fields of each target, in the order they are asked for; lib/imports/targets/entity-specs.ts reads them by these names. */
const TARGET_FIELDS: Readonly<Record<TargetName, readonly TargetField[]>> = {
  ...Object.fromEntries(IMPORTED.map(({ imported }) => [imported.target, described(imported.columns)])),
  departments: [
    field("code", "Code", "departmentCode", { ...must, hint: "identifies the department" }),
    field("name", "Name", "departmentName", must),
    field("parent", "Department above", "parent", { hint: "its code; the default applies to empty cells" }),
    field("groupName", "Group", "groupName"),
  ],
  people: [
    field("code", "Code", "personCode", { ...must, hint: "identifies the person, such as a number" }),
    field("name", "Name", "personName", must),
    field("email", "E-mail", "email", { hint: "needed to sign in" }),
    field("jobTitle", "Job", "jobTitle"),
    field("department", "Department", "department", { hint: "its code" }),
    field("hiredOn", "Hired on", "hiredOn", { type: "date" }),
    field("leftOn", "Left on", "leftOn", { type: "date" }),
  ],
  positions: [
    field("code", "Code", "positionCode", must),
    field("title", "Title", "positionTitle", must),
    field("department", "Department", "department", { ...must, hint: "its code" }),
    field("holder", "Held by", "holder", { hint: "the code of a person" }),
    field("reportsTo", "Reports to", "reportsTo", { hint: "the code of a position" }),
  ],
  records: [],
  kpis: [
    field("code", "Code", "code", must),
    field("name", "Name", "kpiName", must),
    field("department", "Department", "department", { ...must, hint: "its code" }),
    field("areas", "Areas", "areas", { ...must, ...choicesOf("areas"), hint: "one or more of the ten, separated by ;" }),
    field("unit", "Unit", "unit", must),
    field("frequency", "How often", "frequency", {
      ...must,
      ...choicesOf("frequency"),
      hint: "day, week, month, quarter, half year or year",
    }),
    field("aggregation", "Longer periods are", "aggregation", {
      ...must,
      ...choicesOf("aggregation"),
      hint: "sum, mean, last, min, max or ratio",
    }),
    field("direction", "Better is", "direction", {
      ...must,
      ...choicesOf("direction"),
      hint: "higher, lower, band, milestone or informational",
    }),
    field("source", "Where values come from", "source", { ...choicesOf("source"), hint: "manual, imported, records or formula" }),
    field("position", "Position that owns it", "owner", { hint: "its code" }),
    field("perspective", "Perspective", "perspective", {
      ...choicesOf("perspective"),
      hint: "delivery, quality, cost, volume, customer or people",
    }),
    field("minimum", "Smallest possible value", "minimum", { type: "number" }),
    field("maximum", "Largest possible value", "maximum", { type: "number" }),
    field("description", "Description", "description"),
    field("recordKind", "Kind of records", "recordKind"),
    field("measure", "How it is computed", "measure"),
    field("formula", "Formula", "formula"),
  ],
  targets: [
    field("kpi", "KPI", "kpi", { ...must, hint: "its code" }),
    field("fromOn", "From", "fromOn", { ...must, type: "date" }),
    field("floor", "At least", "floor", { type: "number" }),
    field("ceiling", "At most", "ceiling", { type: "number" }),
    field("stretch", "Stretch", "stretch", { type: "number" }),
    field("reason", "Why", "reason", must),
  ],
  "measurements-long": [
    field("kpi", "KPI", "kpi", { ...must, hint: "its code" }),
    field("period", "Period", "period", must),
    field("value", "Value", "value", { type: "number" }),
    field("numerator", "Numerator", "numerator", { type: "number" }),
    field("denominator", "Denominator", "denominator", { type: "number" }),
    field("state", "State", "state"),
    field("note", "Note", "note"),
  ],
  "measurements-wide": [field("kpi", "KPI", "kpi", { ...must, hint: "its code" })],
};

export const fieldsOf = (target: TargetName): readonly TargetField[] => TARGET_FIELDS[target] ?? [];
