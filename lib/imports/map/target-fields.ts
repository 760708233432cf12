import { IMPORTED } from "@/lib/imports/targets/described";
import type { EntityColumn } from "@/lib/platform/entities/import-words";
import { HEADING_WORDS } from "./heading-words";

/** One of TARGET_NAMES. */
export type TargetName = string;

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
const field = (name: string, label: string, words: string, more: Pick<TargetField, "required" | "type" | "hint"> = {}): TargetField => ({
  name,
  label,
  headings: headingsOf(words),
  ...more,
});
const must = { required: true } as const;

/** The words a field takes, where they are a few. */
const taken = (column: EntityColumn): { choices?: readonly string[] } =>
  column.type === "choice" || column.type === "choices" ? { choices: column.choices } : {};

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

type Target = { target: TargetName; place: number; label: string; fields: readonly TargetField[] };

/**
 * Records, targets and measurements are values, no entities with a page of their own: nothing describes them, and lib/imports/targets reads
 * their files itself, by these names.
 */
const VALUES: readonly Target[] = [
  { target: "records", place: 4, label: "Records", fields: [] },
  {
    target: "targets",
    place: 6,
    label: "Targets",
    fields: [
      field("kpi", "KPI", "kpi", { ...must, hint: "its code" }),
      field("fromOn", "From", "fromOn", { ...must, type: "date" }),
      field("floor", "At least", "floor", { type: "number" }),
      field("ceiling", "At most", "ceiling", { type: "number" }),
      field("stretch", "Stretch", "stretch", { type: "number" }),
      field("reason", "Why", "reason", must),
    ],
  },
  {
    target: "measurements-long",
    place: 8,
    label: "Values, one per row",
    fields: [
      field("kpi", "KPI", "kpi", { ...must, hint: "its code" }),
      field("period", "Period", "period", must),
      field("value", "Value", "value", { type: "number" }),
      field("numerator", "Numerator", "numerator", { type: "number" }),
      field("denominator", "Denominator", "denominator", { type: "number" }),
      field("state", "State", "state"),
      field("note", "Note", "note"),
    ],
  },
  {
    target: "measurements-wide",
    place: 9,
    label: "Values, periods as columns",
    fields: [field("kpi", "KPI", "kpi", { ...must, hint: "its code" })],
  },
];

const DESCRIBED = IMPORTED.map(
  ({ words, imported: { target, place, columns } }): Target => ({ target, place, label: words.many, fields: described(columns) }),
);

/** What a file can be brought into, as the screens name it, with its fields in the order they are asked for. */
const TARGETS: ReadonlyMap<TargetName, Target> = new Map(
  [...VALUES, ...DESCRIBED].sort((a, b) => a.place - b.place).map((own) => [own.target, own]),
);
export const TARGET_NAMES: readonly TargetName[] = [...TARGETS.keys()];
export const targetLabel = (name: TargetName): string => TARGETS.get(name)?.label ?? name;
export const fieldsOf = (target: TargetName): readonly TargetField[] => TARGETS.get(target)?.fields ?? [];
