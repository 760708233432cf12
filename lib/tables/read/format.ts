import { z } from "zod";

/** How cells are read; detected from the file where left out (lib/tables/read/detect.ts), and here to overrule that. */
export const FileFormat = z.strictObject({
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  encoding: z.enum(["utf-8", "windows-1252", "utf-16le", "utf-16be"]).optional(),
  decimal: z.enum([".", ","]).optional(),
  dates: z.enum(["iso", "dmy", "mdy"]).optional(),
  /** Which filled row of the file is the heading; what is above it is not read. */
  headingRow: z.int().min(1).max(50).optional(),
});
export type FileFormat = z.output<typeof FileFormat>;
