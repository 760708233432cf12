import { z } from "zod";

/** How cells are read; detected from the file if omitted (lib/tables/read/detect.ts). Values here override detection. */
export const FileFormat = z.strictObject({
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  encoding: z.enum(["utf-8", "windows-1252", "utf-16le", "utf-16be"]).optional(),
  decimal: z.enum([".", ","]).optional(),
  dates: z.enum(["iso", "dmy", "mdy"]).optional(),
  /** Which non-empty row of the file is the heading; rows above it are ignored. */
  headingRow: z.int().min(1).max(50).optional(),
});
export type FileFormat = z.output<typeof FileFormat>;
