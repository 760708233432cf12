import { z } from "zod";
import { id } from "@/lib/fields";
import { getRejectsFile } from "@/lib/imports/uploads/queries";
import { defineFile } from "@/lib/platform/web/route";

/** Every rejected row of the last check: line, column, value, reason. */
export const GET = defineFile(z.strictObject({ id }), async (viewer, input) => ({
  type: "text/csv" as const,
  ...(await getRejectsFile(viewer, input.id)),
}));
