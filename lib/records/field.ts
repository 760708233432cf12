import { z } from "zod";

/** Code of a record kind, name of a field. */
export const Name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
/** Heading of a column. */
export const Header = z.string().min(1).max(200);

/**
 * Whole cell values and what stands in their place. Not a record of zod, which drops the value "__proto__": a cell may say anything.
 */
export const Replacements = z.custom<Record<string, string>>(
  (sent) => typeof sent === "object" && sent !== null && !Array.isArray(sent) && Object.values(sent).every((to) => typeof to === "string"),
  { error: "Replacement values must be text." },
);

/** What is done to a cell before it is read. */
export const Transform = {
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
