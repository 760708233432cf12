import { z } from "zod";
import { IMPORTED } from "@/lib/imports/targets/described";
import { Header, Name, RecordField, Replacements, Transform } from "@/lib/records/field";
import { FileFormat } from "@/lib/tables/read/format";

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

/** Columns of the file to fields of the target; the import words of its kind name them, and lib/imports/targets/targets.ts those of targets. */
export const EntityMapping = z.strictObject({
  target: z.enum(["targets", ...IMPORTED.map(({ imported }) => imported.target)]),
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
  /** Import valid rows even if others are rejected. Default: all or nothing. */
  partial: z.boolean().default(false),
  into: z.union([RecordsMapping, EntityMapping, LongMapping, WideMapping]),
});
export type Mapping = z.output<typeof Mapping>;
export type RecordsMapping = z.output<typeof RecordsMapping>;
export type EntityMapping = z.output<typeof EntityMapping>;
export type LongMapping = z.output<typeof LongMapping>;
export type WideMapping = z.output<typeof WideMapping>;
