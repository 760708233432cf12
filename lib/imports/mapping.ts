import { z } from "zod";

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const Header = z.string().min(1).max(200);

/**
 * Whole cell values and what stands in their place. Not a record of zod, which drops the value "__proto__": a cell may say anything.
 */
const Replacements = z.custom<Record<string, string>>(
  (sent) => typeof sent === "object" && sent !== null && !Array.isArray(sent) && Object.values(sent).every((to) => typeof to === "string"),
  { error: "What values are replaced by has to be text." },
);

/** How cells are read; detected from the file where left out (lib/tables/read/detect.ts), and here to overrule that. */
export const FileFormat = z.strictObject({
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  encoding: z.enum(["utf-8", "windows-1252", "utf-16le", "utf-16be"]).optional(),
  decimal: z.enum([".", ","]).optional(),
  dates: z.enum(["iso", "dmy", "mdy"]).optional(),
  /** Which filled row of the file is the heading; what stands above it is not read. */
  headingRow: z.int().min(1).max(50).optional(),
});
export type FileFormat = z.output<typeof FileFormat>;

const Transform = {
  /** Replaces whole cell values before they are read, e.g. {"0": "Reseller", "1": "Online"}. A cell not named stays. */
  values: Replacements.optional(),
  /** Put in place of an empty cell. */
  default: z.string().max(200).optional(),
};

/** A field of a record kind. Slots 1-3 are the dates that can place a record in a period. */
export const RecordField = z.strictObject({
  name: Name,
  label: z.string().min(1).max(80),
  type: z.enum(["text", "number", "date", "boolean"]),
  unit: z.string().max(40).optional(),
  slot: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  /** Header of the column it is read from. */
  from: Header.optional(),
  ...Transform,
  /** Read from a record of another kind that is already in: the value of `take` of the record whose key is in column `key`. */
  lookup: z.strictObject({ kind: Name, key: Header, take: Name }).optional(),
  /** A date moved by this many months on the way in (end of month stays end of month). */
  shiftMonths: z.int().min(-120).max(120).optional(),
  required: z.boolean().default(false),
});
export type RecordField = z.output<typeof RecordField>;

export const RecordsMapping = z.strictObject({
  target: z.literal("records"),
  kind: z.strictObject({ code: Name, name: z.string().min(1).max(80), description: z.string().max(500).default("") }),
  /** A row that says the same as one before is left out; otherwise both are rejected, as are rows of one key that differ. */
  repeats: z.boolean().optional(),
  /** Columns that together make the natural key. */
  key: z.array(Header).min(1).max(6),
  fields: z.array(RecordField).min(1).max(60),
  /** Which department a row belongs to: a column with its code (after `values`), or one code for all. Left out: none. */
  department: z
    .union([z.strictObject({ from: Header, values: Replacements.optional() }), z.strictObject({ code: z.string().max(40) })])
    .optional(),
  /**
   * What was known on the day of the pinned clock: a row exists from the date in `row` on; each field of `fields` from the date in that column.
   * A later row is left out, a later cell is read as empty. Without a pinned clock nothing of this applies.
   */
  known: z.strictObject({ row: Header, fields: z.record(Name, Header).default({}) }).optional(),
});

/** `before`: a second column whose text is put before it with a blank between, as a first name. */
const Column = z.strictObject({ from: Header.optional(), before: Header.optional(), ...Transform });

/** Columns of the file to fields of the target; lib/imports/targets/entity-specs.ts names them, and targets.ts those of targets. */
export const EntityMapping = z.strictObject({
  target: z.enum(["departments", "people", "positions", "kpis", "targets"]),
  columns: z.record(z.string(), Column),
  /** A row that says the same as one before, or nothing, is left out: departments can be read from a file of people. Not for targets. */
  repeats: z.boolean().optional(),
});

/** Measurements one per row: KPI code, period (first day, or any day inside it), value; or numerator and denominator. */
export const LongMapping = z.strictObject({
  target: z.literal("measurements"),
  layout: z.literal("long"),
  columns: z.strictObject({
    kpi: Column,
    period: Column,
    value: Column.optional(),
    numerator: Column.optional(),
    denominator: Column.optional(),
    state: Column.optional(),
    note: Column.optional(),
    series: Column.optional(),
  }),
});

/** Measurements with periods as columns: every header that reads as a period is one. */
export const WideMapping = z.strictObject({
  target: z.literal("measurements"),
  layout: z.literal("wide"),
  columns: z.strictObject({ kpi: Column }),
});

/** A saved way to read a kind of file. */
export const Mapping = z.strictObject({
  name: z.string().min(1).max(120),
  format: FileFormat.default({}),
  /** Bring in the good rows although others are rejected. Default: all or nothing. */
  partial: z.boolean().default(false),
  into: z.union([RecordsMapping, EntityMapping, LongMapping, WideMapping]),
});
export type Mapping = z.output<typeof Mapping>;
export type RecordsMapping = z.output<typeof RecordsMapping>;
export type EntityMapping = z.output<typeof EntityMapping>;
export type LongMapping = z.output<typeof LongMapping>;
export type WideMapping = z.output<typeof WideMapping>;
