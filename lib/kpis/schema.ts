import { z } from "zod";
import { decimal, id, idempotencyKey, isoDate, json, optionalText, text } from "@/lib/fields";

/** The version of the period the writer has seen; "0" if there was none. */
const seenVersion = z
  .string()
  .regex(/^\d{1,6}$/, { error: "Reload the page and try again." })
  .transform(Number);

/** One typed value for a period, or the statement that there is none. */
export const RecordMeasurementInput = z.discriminatedUnion("state", [
  z.strictObject({
    state: z.literal("final"),
    kpiId: id,
    periodStart: isoDate,
    value: decimal,
    note: optionalText(500),
    reason: optionalText(300),
    seenVersion,
    idempotencyKey: idempotencyKey.optional(),
  }),
  z.strictObject({
    state: z.literal("missing"),
    kpiId: id,
    periodStart: isoDate,
    reason: text(300),
    note: optionalText(500),
    seenVersion,
    idempotencyKey: idempotencyKey.optional(),
  }),
]);
export type RecordMeasurementInput = z.output<typeof RecordMeasurementInput>;

/** Maximum number of values in one paste. */
export const PASTED_AT_MOST = 2000;

const pastedRow = z.strictObject({
  kpiId: id,
  periodStart: isoDate,
  value: decimal,
  seenVersion: z.int().min(0).max(999_999),
});
export type PastedRow = z.output<typeof pastedRow>;

/** The accepted values of a block: a JSON list, because a form cannot hold lists of records. */
export const RecordMeasurementsInput = z.strictObject({
  idempotencyKey,
  rows: json(
    z
      .array(pastedRow)
      .min(1, { error: "There is nothing to save." })
      .max(PASTED_AT_MOST, { error: `Save at most ${PASTED_AT_MOST} values at once.` })
      .refine((rows) => new Set(rows.map((row) => `${row.kpiId} ${row.periodStart}`)).size === rows.length, {
        error: "One value appears twice.",
      }),
    { longest: 1_000_000, tooLong: "This block is too large.", unreadable: "This block cannot be read. Paste it again." },
  ),
});
export type RecordMeasurementsInput = z.output<typeof RecordMeasurementsInput>;

/** Undoes the writer's own value of a period. */
export const TakeBackInput = z.strictObject({ kpiId: id, periodStart: isoDate, seenVersion, idempotencyKey });
export type TakeBackInput = z.output<typeof TakeBackInput>;

/** A decimal as a plain string, or null where the field was left empty. */
const bound = z.union([z.literal("").transform(() => null), decimal], { error: "Enter a number, such as 12.5." });

/** A target from a period on. An empty bound does not apply. */
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
  idempotencyKey,
  kpiId: id,
  onDate: isoDate,
  kind: z.enum(["note", "baseline", "exclude"]),
  text: text(300),
});
export type AddAnnotationInput = z.output<typeof AddAnnotationInput>;

/** Whether the viewer watches a KPI. */
export const WatchKpiInput = z.strictObject({ kpiId: id, watch: z.enum(["yes", "no"]) });
export type WatchKpiInput = z.output<typeof WatchKpiInput>;
