import { z } from "zod";
import { id } from "@/lib/fields";
import { getUploadStatus } from "@/lib/imports/uploads/queries";
import { defineRead } from "@/lib/platform/web/route";

/** Progress of the work on an uploaded file; polled while there is some. */
export const GET = defineRead(z.strictObject({ id }), (viewer, input) => getUploadStatus(viewer, input.id));
