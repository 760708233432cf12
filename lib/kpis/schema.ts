import { z } from "zod";
import { decimal, id, isoDate, optionalText, text } from "@/lib/fields";

/** Which current version of the period the writer has seen; "0" when there was none. */
const seenVersion = z
  .string()
  .regex(/^\d{1,6}$/, { error: "Reload the page and try again." })
  .transform(Number);

/** One value typed for one period, or the statement that there is none. */
export const RecordMeasurementInput = z.discriminatedUnion("state", [
  z.strictObject({
    state: z.literal("final"),
    kpiId: id,
    periodStart: isoDate,
    value: decimal,
    note: optionalText(500),
    reason: optionalText(300),
    seenVersion,
  }),
  z.strictObject({ state: z.literal("missing"), kpiId: id, periodStart: isoDate, reason: text(300), note: optionalText(500), seenVersion }),
]);
export type RecordMeasurementInput = z.output<typeof RecordMeasurementInput>;

/** A decimal as a plain string, or null where the field was left empty. */
const bound = z.union([z.literal("").transform(() => null), decimal], { error: "Enter a number, such as 12.5." });

/** A target from a period on. A bound left empty does not hold. */
export const SetTargetInput = z
  .strictObject({
    kpiId: id,
    fromOn: isoDate,
    floor: bound,
    ceiling: bound,
    reason: text(300),
  })
  .refine((t) => t.floor !== null || t.ceiling !== null, { error: "Enter at least one bound.", path: ["floor"] })
  .refine((t) => t.floor === null || t.ceiling === null || Number(t.floor) <= Number(t.ceiling), {
    error: "The lower bound is above the upper one.",
    path: ["ceiling"],
  });
export type SetTargetInput = z.output<typeof SetTargetInput>;

/** What happened on a date; may begin a new baseline of the limits, or set that period aside. */
export const AddAnnotationInput = z.strictObject({
  kpiId: id,
  onDate: isoDate,
  kind: z.enum(["note", "baseline", "exclude"]),
  text: text(300),
});
export type AddAnnotationInput = z.output<typeof AddAnnotationInput>;
