import { addUpload } from "@/lib/imports/uploads/commands";
import { defineUpload } from "@/lib/platform/web/route";

/** Receives one file as it arrives. Returns the id for describing and importing it. */
export const POST = defineUpload((viewer, file) => addUpload(viewer, file.name, file.body, file.length));
