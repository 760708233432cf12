import { z } from "zod";

/** A field of the record kind, by its name. */
const FieldName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

/** The right-hand side of a condition: a constant, another field of the same record, or the last day of the period. */
const Operand = z.union([
  z.strictObject({ value: z.union([z.string().max(200), z.number(), z.boolean()]) }),
  z.strictObject({ field: FieldName }),
  z.strictObject({ periodEnd: z.literal(true) }),
]);

export const Condition = z.union([
  z.strictObject({ field: FieldName, is: z.enum(["=", "<>", "<", "<=", ">", ">="]), than: Operand }),
  z.strictObject({
    field: FieldName,
    in: z
      .array(z.union([z.string().max(200), z.number()]))
      .min(1)
      .max(500),
  }),
  z.strictObject({ field: FieldName, empty: z.boolean() }),
]);
export type Condition = z.output<typeof Condition>;

/** The amount to add up: a number field, the days from one date to another, a product or a difference of two number fields. */
const Amount = z.union([
  z.strictObject({ field: FieldName }),
  z.strictObject({ days: z.strictObject({ from: FieldName, to: FieldName }) }),
  z.strictObject({ product: z.tuple([FieldName, FieldName]) }),
  z.strictObject({ difference: z.tuple([FieldName, FieldName]) }),
  /** (a - b) x c, as in (actual - standard price) x quantity. */
  z.strictObject({ differenceTimes: z.tuple([FieldName, FieldName, FieldName]) }),
]);
export type Amount = z.output<typeof Amount>;

/** One aggregate over the records of a period. */
export const Term = z.strictObject({
  fn: z.enum(["count", "sum", "distinct", "min", "max"]),
  /** sum, min, max: the amount; distinct: {field}; count: left out. */
  of: Amount.optional(),
  where: z.array(Condition).max(12).optional(),
});
export type Term = z.output<typeof Term>;

/**
 * How a KPI is computed from records of one kind: Kpi.measure if Kpi.source is "records". value = factor x numerator / denominator, or
 * factor x numerator without a denominator. A mean is sum over count.
 */
export const Measure = z.strictObject({
  /**
   * in-period: a record counts in the period of its `date`. at-period-end: a record counts in every period at whose last day the conditions
   * are true (use {periodEnd: true}); `date` is the day it begins to exist.
   */
  basis: z.enum(["in-period", "at-period-end"]),
  /** A date field of the kind that has a slot. */
  date: FieldName,
  where: z.array(Condition).max(12).default([]),
  numerator: Term,
  denominator: Term.optional(),
  factor: z.number().positive().default(1),
  /** Meaning of a period without records inside the covered span: nothing happened (0), or nothing is known. */
  whenEmpty: z.enum(["zero", "missing"]),
  /** Fields shown in the list of underlying records, in order. */
  show: z.array(FieldName).min(1).max(8),
  /** Order of the underlying records: by this amount, largest first. */
  rankBy: Amount.optional(),
  /** Only these records are listed, e.g. the late ones of a share on time. */
  highlight: z.array(Condition).max(12).optional(),
});
export type Measure = z.output<typeof Measure>;
