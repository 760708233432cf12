import { z } from "zod";

/** Code of a record kind, name of a field. */
export const Name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
/** Heading of a column. */
export const Header = z.string().min(1).max(200);

/** Whole cell values and their replacements. Not a zod record, which drops the key "__proto__": a cell may contain anything. */
export const Replacements = z.custom<Record<string, string>>(
  (sent) => typeof sent === "object" && sent !== null && !Array.isArray(sent) && Object.values(sent).every((to) => typeof to === "string"),
  { error: "Replacement values must be text." },
);

/** Changes to a cell before it is parsed. */
export const Transform = {
  /** Replaces whole cell values before they are parsed, e.g. {"0": "Reseller", "1": "Online"}. Other cells stay the same. */
  values: Replacements.optional(),
  /** Replaces an empty cell. */
  default: z.string().max(200).optional(),
};

/** A field of a record kind. Slots 1-3 are the dates that can place a record in a period. */
export const RecordField = z.strictObject({
  name: Name,
  label: z.string().min(1).max(80),
  type: z.enum(["text", "number", "date", "boolean"]),
  unit: z.string().max(40).optional(),
  slot: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  /** Header of its column. */
  from: Header.optional(),
  ...Transform,
  /** Taken from an imported record of another kind: the value of `take` of the record whose key is in column `key`. */
  lookup: z.strictObject({ kind: Name, key: Header, take: Name }).optional(),
  /** Moves a date by this many months during import (end of month stays end of month). */
  shiftMonths: z.int().min(-120).max(120).optional(),
  required: z.boolean().default(false),
});
export type RecordField = z.output<typeof RecordField>;
