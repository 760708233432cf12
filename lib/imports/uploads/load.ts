import "server-only";
import { AppError } from "@/lib/errors";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { isBusy, type UploadState } from "./state";

export type LockedUpload = {
  id: string;
  departmentId: null;
  fileName: string;
  state: UploadState;
  version: number;
  mapping: unknown;
  uploadedById: string | null;
  sha256: string;
};

/**
 * An upload as what is done to it finds it. What is in a file are figures: an administrator works on files of their own, the COO on all. Who
 * imports nothing is told so, whether there is such a file or not.
 */
export const UPLOAD: Entity<LockedUpload> = {
  word: "file",
  load: async (sql, viewer, id, lock) => {
    authorise(viewer, "data.import", { departmentId: null });
    const [upload] = await sql.query<LockedUpload>(Prisma.sql`
      SELECT id::text, NULL AS "departmentId", file_name AS "fileName", state, version, mapping, uploaded_by_id::text AS "uploadedById", encode(sha256, 'hex') AS sha256
      FROM upload u WHERE id = ${id}::uuid ${lockRows(lock, "u")}`);
    return upload && mayOpen(viewer, upload) ? upload : undefined;
  },
  subjectOf: ({ id, fileName }) => ({ type: "upload", id, name: fileName }),
};

/** Whether somebody may look into an upload: whoever sent it, and who reads all figures. */
export const mayOpen = (viewer: Viewer, upload: { uploadedById: string | null }): boolean =>
  upload.uploadedById === viewer.personId || viewer.everything;

/** What refuses further work on it: a job is at it, or it has been brought in. */
export const busyError = ({ state }: LockedUpload): AppError | null => {
  if (isBusy(state)) return new AppError("CONFLICT", "This file is being processed. Wait for it, or stop it first.");
  return state === "done" ? new AppError("CONFLICT", "This file is already imported. Undo that import, or upload the file again.") : null;
};
