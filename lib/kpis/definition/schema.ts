import { z } from "zod";
import { AREAS } from "@/lib/areas";
import { decimal, id, idempotencyKey, json, optionalText, text, version } from "@/lib/fields";
import { Measure } from "../compute/measure";
import { PERSPECTIVES } from "../summary/scorecard";

const SLUGS = AREAS.map((area) => area.slug);
export const KPI_CODE = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/;

export const CHARTS = ["xmr", "p", "laney_p", "u", "c", "none"] as const;

/**
 * Everything that defines a KPI. `departmentId` "each": one KPI for every department that has records of the kind. `eachValue`: one for
 * every value of that field.
 */
export const KpiDefinition = z
  .strictObject({
    code: z
      .string()
      .regex(KPI_CODE, { error: "A code begins with a letter and has letters, digits, full stops, hyphens and underscores, at most 40." }),
    name: text(160),
    description: optionalText(2000),
    departmentId: z.union([id, z.literal("each")]),
    positionId: id.nullable(),
    areas: z.array(z.enum(SLUGS)).min(1, { error: "Choose at least one area." }).max(10),
    unit: text(40),
    frequency: z.enum(["day", "week", "month", "quarter", "half_year", "year"]),
    aggregation: z.enum(["sum", "mean", "last", "min", "max", "ratio"]),
    direction: z.enum(["higher", "lower", "band", "milestone", "informational"]),
    /** The column in which departments are compared. */
    perspective: z.enum(PERSPECTIVES).default("volume"),
    companyWide: z.boolean(),
    dueDays: z.int().min(0).max(366),
    dueWorkingDays: z.boolean(),
    chart: z.enum(CHARTS),
    minimum: decimal.nullable(),
    maximum: decimal.nullable(),
    source: z.enum(["manual", "imported", "records", "formula"]),
    recordKind: z.string().max(40).nullable(),
    measure: Measure.nullable(),
    formula: z.string().max(2000).nullable(),
    eachValue: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/)
      .nullable()
      .default(null),
    /** A first target, from the first period on; null: none. */
    floor: decimal.nullable(),
    ceiling: decimal.nullable(),
  })
  .refine((d) => (d.source === "records") === (d.recordKind !== null && d.measure !== null), {
    error: "Choose the records it is computed from, and how.",
    path: ["measure"],
  })
  .refine((d) => (d.source === "formula") === (d.formula !== null && d.formula.trim() !== ""), {
    error: "Write the formula.",
    path: ["formula"],
  })
  .refine((d) => d.departmentId !== "each" || d.source === "records", {
    error: "Only a KPI computed from records can be made for each department.",
    path: ["departmentId"],
  })
  .refine((d) => d.eachValue === null || d.source === "records", {
    error: "Only a KPI computed from records can be made for each value of a field.",
    path: ["eachValue"],
  })
  .refine((d) => d.minimum === null || d.maximum === null || Number(d.minimum) < Number(d.maximum), {
    error: "The largest possible value is not above the smallest.",
    path: ["maximum"],
  })
  .refine((d) => d.floor === null || d.ceiling === null || Number(d.floor) <= Number(d.ceiling), {
    error: "The lower bound is above the upper one.",
    path: ["ceiling"],
  });
export type KpiDefinition = z.output<typeof KpiDefinition>;

const definition = json(KpiDefinition, { longest: 60_000, tooLong: "This is too long." });

export const DefineKpiInput = z.strictObject({ idempotencyKey, definition });
export type DefineKpiInput = z.output<typeof DefineKpiInput>;

/** `kpiId` "": a KPI that does not exist yet. */
export const PreviewKpiInput = z.strictObject({ kpiId: z.union([z.literal(""), id]), definition });
export type PreviewKpiInput = z.output<typeof PreviewKpiInput>;

export const ChangeKpiInput = z.strictObject({
  kpiId: id,
  version,
  definition,
});
export type ChangeKpiInput = z.output<typeof ChangeKpiInput>;
