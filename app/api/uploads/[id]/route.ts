import { z } from "zod";
import { id } from "@/lib/fields";
import { getUploadStatus } from "@/lib/imports/uploads/queries";
import { defineRead } from "@/lib/platform/web/route";

/** How far the work on an uploaded file is; asked again and again while there is some. */
export const GET = defineRead(z.strictObject({ id }), (viewer, input) => getUploadStatus(viewer, input.id));
