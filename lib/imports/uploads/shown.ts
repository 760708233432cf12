import type { Viewer } from "@/lib/platform/authz/viewer";
import type { UploadPreview } from "./state";

/** Whether somebody may read what a check found, by their rights at this moment: one asked for by who reads everything may hold values of records. */
export const mayReadCheck = (viewer: Viewer, preview: UploadPreview | null): boolean => viewer.everything || preview?.open === false;

/** A preview as this viewer may see it: of one they may not read, the counts. */
export const previewFor = (viewer: Viewer, preview: UploadPreview | null): UploadPreview | null =>
  preview === null || mayReadCheck(viewer, preview) ? preview : { ...preview, rejects: [], sample: [], hidden: true };

/** The list of rejects that holds values of the database never lies where the other does. */
export const rejectsName = (open: boolean) => (open ? ".rejects-open.csv" : ".rejects.csv");
