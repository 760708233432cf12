import { z } from "zod";
import { AREAS } from "@/lib/areas";
import { id, isoDate, optionalText } from "@/lib/fields";

/** What can be taken along as a file. */
export const EXPORTS = ["kpis", "values", "records", "initiatives", "initiative", "signals", "my-numbers", "audit"] as const;

export const ExportInput = z.strictObject({
  what: z.enum(EXPORTS),
  area: z.enum(AREAS.map(({ slug }) => slug)).optional(),
  department: id.optional(),
  kpi: id.optional(),
  initiative: id.optional(),
  owner: id.optional(),
  /** First day of the period whose records are asked for. */
  period: isoDate.optional(),
  /** As known on that day. */
  known: isoDate.optional(),
  state: z.enum(["open", "closed", "all"]).default("all"),
  // The filter of the audit log, read as its page reads it.
  person: optionalText(100),
  action: optionalText(100),
  subject: optionalText(100),
});
export type ExportInput = z.output<typeof ExportInput>;
