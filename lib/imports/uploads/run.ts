import "server-only";
import { AppError } from "@/lib/errors";
import { Mapping } from "@/lib/imports/mapping";
import { Cancelled } from "@/lib/imports/run/cancel";
import { type ImportProgress, importFile } from "@/lib/imports/run/run";
import { log } from "@/lib/log";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { mayOpen } from "./load";
import { rejectsName } from "./shown";
import type { UploadPreview, UploadState } from "./state";
import { uploadPath } from "./store";

const EVERY_MS = 250;
/** Looks between two questions whether whoever asked still may. */
const ASK_EVERY = 8;
type Row = { fileName: string; state: UploadState; mapping: unknown; uploadedById: string | null; cancelAsked: boolean };

const load = (uploadId: string) =>
  reading("system", async (tx) => {
    const [row] = await onTx(
      tx,
    ).query<Row>(Prisma.sql`SELECT file_name AS "fileName", state, mapping, uploaded_by_id::text AS "uploadedById",
      cancel_asked_at IS NOT NULL AS "cancelAsked" FROM upload WHERE id = ${uploadId}::uuid`);
    return row ?? null;
  });

const change = (uploadId: string, set: Prisma.Sql, while_: readonly UploadState[]) =>
  writing("system", (tx) =>
    onTx(tx).query(
      Prisma.sql`UPDATE upload SET ${set}, version = version + 1 WHERE id = ${uploadId}::uuid AND state = ANY (${[...while_]}::text[])`,
    ),
  );

/**
 * Does what an upload waits for, as its state says: a check (rolled back) or the import itself, all or nothing, with the rights its
 * asker has now. Restarted after a kill it does the same once more: nothing is left half written, and what was written is found.
 * Answers the state it ends in. Throws only when it has to be tried again (no database, or `signal`: this process shall stop).
 */
export async function runUpload(uploadId: string, viewerId: string, signal?: AbortSignal): Promise<UploadState | null> {
  const upload = await load(uploadId);
  if (!upload) return null;
  if (upload.state === "checking") return work(uploadId, upload, viewerId, signal, true);
  if (upload.state !== "waiting" && upload.state !== "running") return upload.state;
  await change(uploadId, Prisma.sql`state = 'running'`, ["waiting"]);
  return work(uploadId, upload, viewerId, signal, false);
}

async function work(
  uploadId: string,
  upload: Row,
  viewerId: string,
  outer: AbortSignal | undefined,
  dryRun: boolean,
): Promise<UploadState> {
  const busy: UploadState[] = dryRun ? ["checking"] : ["waiting", "running"];
  const failed = async (sentence: string): Promise<UploadState> => {
    await change(uploadId, Prisma.sql`state = 'failed', failure = ${sentence}, progress = NULL`, busy);
    return "failed";
  };
  const viewer = await viewerOf(viewerId);
  if (!viewer || !mayWork(viewer, upload)) return failed(REVOKED);
  const mapping = Mapping.safeParse(upload.mapping);
  if (!mapping.success) return failed("The mapping saved with this file cannot be read. Describe the file again.");

  const watch = watchOver(uploadId, outer, async () => {
    const held = await viewerOf(viewerId);
    return held !== null && mayWork(held, upload);
  });
  try {
    const result = await importFile(viewer, {
      mapping: mapping.data,
      file: uploadPath(uploadId),
      fileName: upload.fileName,
      dryRun,
      signal: watch.signal,
      onProgress: watch.onProgress,
      ...(dryRun && { rejectsFile: (open) => uploadPath(uploadId, rejectsName(open)) }),
      within: async (sql, importId) => {
        await watch.stop();
        await settle(sql, uploadId, Prisma.sql`state = 'done', import_id = ${importId}::bigint, progress = NULL`, busy);
      },
    });
    await watch.stop();
    if (result.outcome === "imported") return "done";
    if (dryRun) {
      const { detected, ...rest } = result;
      const preview: UploadPreview = { ...rest, rejects: result.rejects.slice(0, 1_000), format: detected.format, rejectsFile: true };
      await change(uploadId, Prisma.sql`state = 'checked', preview = ${JSON.stringify(preview)}::jsonb, progress = NULL`, busy);
      return "checked";
    }
    if (result.outcome === "refused")
      return failed(`${result.rejectedRows.toLocaleString("en-GB")} rows were rejected, so nothing was written. Check the file again.`);
    await change(uploadId, Prisma.sql`state = 'done', progress = NULL`, busy); // nothing new in it
    return "done";
  } catch (error) {
    await watch.stop();
    if (error instanceof Cancelled && watch.revoked()) return failed(`${REVOKED} Nothing was written.`);
    if (error instanceof Cancelled && watch.asked()) {
      await change(uploadId, Prisma.sql`state = 'cancelled', progress = NULL`, busy);
      return "cancelled";
    }
    if (error instanceof AppError && error.code !== "UNAVAILABLE") return failed(error.message);
    if (error instanceof AppError || error instanceof Cancelled) throw error; // the queue tries again
    log.error({ err: error, upload: uploadId }, "an import failed");
    return failed("Something went wrong on our side. Nothing was written.");
  }
}

const mayWork = (viewer: Viewer, upload: Row) => can(viewer, "data.import", { departmentId: null }) && mayOpen(viewer, upload);

const settle = (sql: Sql, uploadId: string, set: Prisma.Sql, while_: readonly UploadState[]) =>
  sql.query(
    Prisma.sql`UPDATE upload SET ${set}, version = version + 1 WHERE id = ${uploadId}::uuid AND state = ANY (${[...while_]}::text[])`,
  );

const REVOKED = "The person who asked for this may no longer import files.";

/**
 * Over a connection of its own, four times a second: notes how far the work is, and asks whether somebody wants it stopped; and now and then
 * whether whoever asked for it still `may`.
 */
function watchOver(uploadId: string, outer: AbortSignal | undefined, may: () => Promise<boolean>) {
  const cancelled = new AbortController();
  let latest: ImportProgress | null = null;
  let asked = false;
  let revoked = false;
  let looks = 0;
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const [row] = await writing("system", (tx) =>
      onTx(tx).query<{
        asked: boolean;
      }>(Prisma.sql`UPDATE upload SET progress = coalesce(${latest === null ? null : JSON.stringify(latest)}::jsonb, progress)
        WHERE id = ${uploadId}::uuid RETURNING cancel_asked_at IS NOT NULL AS asked`),
    );
    if (row?.asked !== false) {
      asked = true;
      cancelled.abort();
    } else if (++looks % ASK_EVERY === 0 && !(await may())) {
      revoked = true;
      cancelled.abort();
    }
  };
  const turn = () => {
    underWay = look()
      .catch((error: unknown) => log.warn({ err: error, upload: uploadId }, "the progress of an import could not be noted"))
      .then(() => {
        if (!stopped) timer = setTimeout(turn, EVERY_MS);
      });
  };
  turn();
  return {
    signal: outer ? AbortSignal.any([outer, cancelled.signal]) : cancelled.signal,
    onProgress: (progress: ImportProgress) => {
      latest = progress;
    },
    asked: () => asked,
    revoked: () => revoked,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
