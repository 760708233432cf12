import { exportFile } from "@/lib/exports/commands";
import { ExportInput } from "@/lib/exports/schema";
import { defineFile } from "@/lib/platform/web/route";

/** Any table as a CSV file. */
export const GET = defineFile(ExportInput, exportFile);
