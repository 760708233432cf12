import { z } from "zod";
import { AREAS } from "@/lib/areas";
import { id, isoDate, optionalText } from "@/lib/fields";

export const ExportInput = z.strictObject({
  /** The table: one of a described entity (`exported`), or the audit log. */
  what: z.string().regex(/^[a-z-]{1,40}$/, { error: "There is no such table." }),
  area: z.enum(AREAS.map(({ slug }) => slug)).optional(),
  department: id.optional(),
  kpi: id.optional(),
  initiative: id.optional(),
  owner: id.optional(),
  /** First day of the period whose records are exported. */
  period: isoDate.optional(),
  /** As known on that day. */
  asOf: isoDate.optional(),
  /** "all", or a state of the thing. */
  state: z
    .string()
    .regex(/^[a-z-]{1,20}$/, { error: "There is no such state." })
    .default("all"),
  /** More than this amount at stake. */
  stake: z
    .string()
    .regex(/^\d{1,12}$/, { error: "There is no such amount." })
    .optional(),
  /** Search words for the list. */
  q: optionalText(100),
  // The filter of the audit log, as on its page.
  person: optionalText(100),
  action: optionalText(100),
  subject: optionalText(100),
});
export type ExportInput = z.output<typeof ExportInput>;
