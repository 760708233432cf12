import "server-only";
import { AppError, notFound } from "@/lib/errors";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { isBusy, type UploadState } from "./state";

export type LockedUpload = {
  id: string;
  fileName: string;
  state: UploadState;
  version: number;
  mapping: unknown;
  uploadedById: string | null;
  sha256: string;
};

/**
 * The upload a command changes: locked, and its own. What is in a file are figures: an administrator works on files of their own, the COO
 * on all. Throws FORBIDDEN, or NOT_FOUND for somebody else's.
 */
export async function lockUpload(sql: Sql, viewer: Viewer, uploadId: string): Promise<LockedUpload> {
  authorise(viewer, "data.import", { departmentId: null });
  const [upload] = await sql.query<LockedUpload>(Prisma.sql`
    SELECT id::text, file_name AS "fileName", state, version, mapping, uploaded_by_id::text AS "uploadedById", encode(sha256, 'hex') AS sha256
    FROM upload WHERE id = ${uploadId}::uuid FOR UPDATE`);
  if (!upload || !mayOpen(viewer, upload)) throw notFound("file");
  return upload;
}

/** Whether somebody may look into an upload: whoever sent it, and who reads all figures. */
export const mayOpen = (viewer: Viewer, upload: { uploadedById: string | null }): boolean =>
  upload.uploadedById === viewer.personId || viewer.everything;

/** Throws CONFLICT while a job is at it, or when the page that was looked at is no longer what is there. */
export function checkIdle(upload: LockedUpload, version?: number): void {
  if (isBusy(upload.state)) throw new AppError("CONFLICT", "This file is being worked on. Wait for it, or stop it first.");
  if (upload.state === "done")
    throw new AppError("CONFLICT", "This file was brought in already. Undo that import, or send the file again.");
  if (version !== undefined && version !== upload.version)
    throw new AppError("CONFLICT", "This was changed in another window. Reload the page to see how it stands.", {
      current: { version: String(upload.version) },
    });
}
