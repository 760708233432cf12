import "server-only";
import { randomUUID } from "node:crypto";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import type { CheckUploadInput, ReadUploadInput, RunUploadInput, SaveMappingInput, UploadInput } from "@/lib/imports/schema";
import { type AuditEntry, appendAudit } from "@/lib/platform/audit/write";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { arriving } from "./arriving";
import { checkIdle, type LockedUpload, lockUpload } from "./load";
import { enqueueUpload } from "./queue";
import { isBusy } from "./state";
import { dropUpload, storeUpload } from "./store";

const LIMIT_MB = 200;
/** Files lie here for a week. With so much of them no more is taken, lest they fill the disk that the database writes to. */
const KEPT_BYTES = 4 * 1024 ** 3;
/** In this process, of one person and of all. A page of ours sends one file after the other. */
const AT_ONCE = { ofOnePerson: 2, ofAll: 12 };
/** Files on their way in, by person. */
const underWay = new Map<string, number>();

/**
 * Bytes one uploaded file may have: setting "uploads" {"limitMb": n}, 200 MB without it. Throws INVALID while the kept ones are
 * too many.
 */
function uploadLimit(): Promise<number> {
  return reading("system", async (tx) => {
    const [row] = await onTx(tx).query<{ mb: number | null; kept: number }>(Prisma.sql`
      SELECT (SELECT CASE WHEN jsonb_typeof(value->'limitMb') = 'number' THEN (value->>'limitMb')::float8 END FROM setting WHERE key = 'uploads') AS mb,
        (SELECT coalesce(sum(size), 0)::float8 FROM upload) AS kept`);
    if ((row?.kept ?? 0) >= KEPT_BYTES)
      throw new AppError("INVALID", "The files that lie here fill the room there is for them. Remove some that have been brought in.");
    return Math.floor((row?.mb ?? LIMIT_MB) * 1024 ** 2);
  });
}

/**
 * Takes a file in: to the disk while it arrives, then its row and its audit row. Throws FORBIDDEN and TOO_MANY before a byte is read; INVALID,
 * TOO_LARGE, TOO_SLOW, UNAVAILABLE.
 */
export async function addUpload(
  viewer: Viewer,
  fileName: string,
  body: AsyncIterable<Uint8Array>,
  expected: number | null,
): Promise<{ id: string }> {
  authorise(viewer, "data.import", { departmentId: null });
  const own = underWay.get(viewer.personId) ?? 0;
  if (own >= AT_ONCE.ofOnePerson)
    throw new AppError("TOO_MANY", "Other files of yours are on their way in. Send this one when they are there.");
  if (Iterator.from(underWay.values()).reduce((sum, n) => sum + n, 0) >= AT_ONCE.ofAll)
    throw new AppError("UNAVAILABLE", "Other files are on their way in. Send this one in a moment.");
  underWay.set(viewer.personId, own + 1);
  try {
    return await takeIn(viewer, fileName, arriving(body), expected);
  } finally {
    const left = (underWay.get(viewer.personId) ?? 1) - 1;
    if (left > 0) underWay.set(viewer.personId, left);
    else underWay.delete(viewer.personId);
  }
}

async function takeIn(viewer: Viewer, fileName: string, body: AsyncIterable<Uint8Array>, expected: number | null) {
  const id = randomUUID();
  const stored = await storeUpload(id, body, await uploadLimit(), expected);
  try {
    await writing(viewer, async (tx) => {
      const sql = onTx(tx);
      await sql.query(Prisma.sql`INSERT INTO upload (id, file_name, size, sha256, uploaded_by_id, uploaded_at)
        VALUES (${id}::uuid, ${fileName}, ${stored.size}::bigint, decode(${stored.sha256}, 'hex'), ${viewer.personId}::uuid, ${now()}::timestamptz)`);
      await appendAudit(sql, viewer, {
        action: "upload.add",
        subject: { type: "upload", id, name: fileName },
        departmentId: null,
        before: null,
        after: { ...stored },
      });
    });
  } catch (error) {
    await dropUpload(id);
    throw error;
  }
  return { id };
}

const note = (sql: Sql, viewer: Viewer, { id, fileName }: LockedUpload, what: Pick<AuditEntry, "action" | "before" | "after">) =>
  appendAudit(sql, viewer, { ...what, subject: { type: "upload", id, name: fileName }, departmentId: null });

/** Removes an uploaded file and all that was noted about it; an import it became stays. */
export async function removeUpload(viewer: Viewer, { uploadId }: UploadInput): Promise<{ removed: string }> {
  const name = await writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const upload = await lockUpload(sql, viewer, uploadId);
    if (isBusy(upload.state)) throw new AppError("CONFLICT", "This file is being worked on. Stop that first.");
    await sql.query(Prisma.sql`DELETE FROM upload WHERE id = ${upload.id}::uuid`);
    await note(sql, viewer, upload, { action: "upload.remove", before: { sha256: upload.sha256, state: upload.state }, after: null });
    return upload.fileName;
  });
  await dropUpload(uploadId); // after the commit: a row without a file would be worse than a file without a row
  return { removed: name };
}

/** Says how the file is written, where that was detected wrongly. What was mapped is mapped anew. */
export function readUpload(viewer: Viewer, { uploadId, format }: ReadUploadInput): Promise<{ version: number }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const upload = await lockUpload(sql, viewer, uploadId);
    checkIdle(upload);
    await sql.query(Prisma.sql`UPDATE upload SET format = ${JSON.stringify(format)}::jsonb, mapping = NULL, preview = NULL, progress = NULL, failure = NULL,
      state = 'new', version = version + 1 WHERE id = ${upload.id}::uuid`);
    await note(sql, viewer, upload, { action: "upload.describe", before: { state: upload.state }, after: { state: "new", ...format } });
    return { version: upload.version + 1 };
  });
}

/** Keeps the mapping with the file and has it checked in the background: what would be new, changed, same, rejected. */
export function askCheck(viewer: Viewer, { uploadId, version, mapping }: CheckUploadInput): Promise<{ version: number }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const upload = await lockUpload(sql, viewer, uploadId);
    checkIdle(upload, version);
    await sql.query(Prisma.sql`UPDATE upload SET mapping = ${JSON.stringify(mapping)}::jsonb, preview = NULL, progress = NULL, failure = NULL, cancel_asked_at = NULL,
      state = 'checking', version = version + 1 WHERE id = ${upload.id}::uuid`);
    await enqueueUpload(sql, { uploadId: upload.id, viewerId: viewer.personId });
    const looksUp = lookedUpIn(mapping);
    const after = { state: "checking", mapping: mapping.name, target: mapping.into.target, ...(looksUp !== "" && { looksUp }) };
    await note(sql, viewer, upload, { action: "upload.check", before: { state: upload.state }, after });
    return { version: upload.version + 1 };
  });
}

/** What of other records a check looks into, as the log says it: even hidden, each row tells whether such a value meets a condition. */
const lookedUpIn = ({ into }: CheckUploadInput["mapping"]): string =>
  into.target === "records" ? into.fields.flatMap(({ lookup }) => (lookup ? `${lookup.kind}.${lookup.take}` : [])).join(", ") : "";

/** Has a checked file brought in, as it was checked. */
export function askRun(viewer: Viewer, { uploadId, version }: RunUploadInput): Promise<{ version: number }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const upload = await lockUpload(sql, viewer, uploadId);
    checkIdle(upload, version);
    if (upload.state !== "checked") throw new AppError("CONFLICT", "Check the file first: then it is known what would change.");
    await sql.query(Prisma.sql`UPDATE upload SET progress = NULL, failure = NULL, cancel_asked_at = NULL, state = 'waiting', version = version + 1
      WHERE id = ${upload.id}::uuid`);
    await enqueueUpload(sql, { uploadId: upload.id, viewerId: viewer.personId });
    await note(sql, viewer, upload, { action: "upload.run", before: { state: upload.state }, after: { state: "waiting" } });
    return { version: upload.version + 1 };
  });
}

/** Asks the job that is at this file to stop; nothing of it is written then. One that has not begun never begins. */
export function askCancel(viewer: Viewer, { uploadId }: UploadInput): Promise<{ asked: boolean }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const upload = await lockUpload(sql, viewer, uploadId);
    if (!isBusy(upload.state)) return { asked: false };
    await sql.query(Prisma.sql`UPDATE upload SET cancel_asked_at = ${now()}::timestamptz,
      state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END WHERE id = ${upload.id}::uuid`);
    await note(sql, viewer, upload, { action: "upload.stop", before: { state: upload.state }, after: null });
    return { asked: true };
  });
}

/** Keeps a mapping under its name for the next file of the kind. One of the same name is replaced. */
export function saveMapping(viewer: Viewer, { mapping }: SaveMappingInput): Promise<{ name: string }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    authorise(viewer, "data.import", { departmentId: null });
    const [before] = await sql.query<{ mapping: unknown }>(
      Prisma.sql`SELECT mapping FROM import_mapping WHERE name = ${mapping.name} FOR UPDATE`,
    );
    const [saved] = await sql.query<{ id: string }>(Prisma.sql`
      INSERT INTO import_mapping (name, mapping) VALUES (${mapping.name}, ${JSON.stringify(mapping)}::jsonb)
      ON CONFLICT (name) DO UPDATE SET mapping = excluded.mapping, version = import_mapping.version + 1 RETURNING id::text`);
    await appendAudit(sql, viewer, {
      action: "mapping.save",
      subject: { type: "mapping", id: saved?.id ?? "", name: mapping.name },
      departmentId: null,
      before: before ? { mapping: before.mapping } : null,
      after: { mapping },
    });
    return { name: mapping.name };
  });
}
