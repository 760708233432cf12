import { addUpload } from "@/lib/imports/uploads/commands";
import { defineUpload } from "@/lib/platform/web/route";

/** One file, taken in as it arrives. Answers the id under which it can be described and brought in. */
export const POST = defineUpload((viewer, file) => addUpload(viewer, file.name, file.body, file.length));
