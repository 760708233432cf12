import "server-only";
import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { Readable } from "node:stream";
import { AppError, notFound } from "@/lib/errors";
import { type ColumnLook, lookAtColumn, periodHeaders } from "@/lib/imports/map/look";
import { keyMatches } from "@/lib/imports/map/lookup-matches";
import type { LookupKind } from "@/lib/imports/map/record-draft";
import type { ExistingDepartments } from "@/lib/imports/map/suggest";
import { Mapping } from "@/lib/imports/mapping";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { heavy } from "@/lib/platform/work/heavy";
import { mapInPieces } from "@/lib/platform/work/in-pieces";
import { RecordField } from "@/lib/records/field";
import { type Detected, unitIn } from "@/lib/tables/read/detect";
import { FileFormat } from "@/lib/tables/read/format";
import { openFile, type Row } from "@/lib/tables/read/read";
import { mayOpen } from "./load";
import { mayReadCheck, previewFor, rejectsName } from "./shown";
import type { SavedMapping, UploadPreview, UploadProgress, UploadState, UploadStatus } from "./state";
import { uploadPath } from "./store";

export type UploadRow = {
  id: string;
  fileName: string;
  size: number;
  state: UploadState;
  by: string | null;
  at: string;
  importId: string | null;
  mine: boolean;
};

/** The last files that were sent, newest first, at most 50. Names of files only: what is in them is for who sent them and for the COO. */
export function getUploads(viewer: Viewer): Promise<UploadRow[]> {
  if (!can(viewer, "data.import", { departmentId: null })) return Promise.resolve([]);
  return reading(viewer, async (tx) => {
    const rows = await onTx(tx).query<UploadRow & { uploadedById: string | null }>(Prisma.sql`
      SELECT u.id::text, u.file_name AS "fileName", u.size::float8 AS size, u.state, p.name AS by, to_json(u.uploaded_at)#>>'{}' AS at, u.import_id::text AS "importId",
        u.uploaded_by_id::text AS "uploadedById" FROM upload u LEFT JOIN person p ON p.id = u.uploaded_by_id ORDER BY u.uploaded_at DESC, u.id DESC LIMIT 50`);
    return rows.map(({ uploadedById, ...row }) => ({ ...row, mine: mayOpen(viewer, { uploadedById }) }));
  });
}

type Stored = {
  id: string;
  fileName: string;
  size: number;
  at: string;
  uploadedById: string | null;
  format: unknown;
  mapping: unknown;
  preview: UploadPreview | null;
  state: UploadState;
  progress: UploadProgress | null;
  failure: string | null;
  version: number;
  importId: string | null;
  cancelAsked: boolean;
};

async function load(sql: Sql, viewer: Viewer, id: string): Promise<Stored | null> {
  const [row] = await sql.query<Stored>(Prisma.sql`
    SELECT id::text, file_name AS "fileName", size::float8 AS size, to_json(uploaded_at)#>>'{}' AS at, uploaded_by_id::text AS "uploadedById", format, mapping, preview, state,
      progress, failure, version, import_id::text AS "importId", cancel_asked_at IS NOT NULL AS "cancelAsked" FROM upload WHERE id = ${id}::uuid`);
  return row && mayOpen(viewer, row) ? row : null;
}

const SAMPLE = 2_000;
/** Of a wide table fewer rows are looked at: a page does not wait for the types of a million cells. */
const SAMPLE_CELLS = 60_000;
/** Pieces of 64 kB, or less where it is unpacked: rows may be of any length, and a page does not wait for them. */
const SAMPLE_PIECES = 64;
export const SHOWN = 8;

export type UploadLook = {
  detected: Detected;
  columns: ColumnLook[];
  periods: string[];
  repeatedRows: number;
  sample: Row[];
};

/** How a file is written and what its first rows hold. Throws INVALID with a sentence. */
async function lookInto(id: string, format: FileFormat): Promise<UploadLook> {
  const { batches, sha256: _, remarks: __, ...detected } = await openFile(uploadPath(id), format);
  const most = Math.min(SAMPLE, Math.ceil(SAMPLE_CELLS / detected.headers.length));
  const sample: Row[] = [];
  try {
    let pieces = 0;
    for await (const batch of batches) {
      sample.push(...batch.slice(0, most - sample.length));
      pieces += 1;
      if (sample.length >= most || pieces >= SAMPLE_PIECES) break;
    }
  } finally {
    await batches.return(undefined);
  }
  // A row that is there twice does not make its number any less the one that tells rows apart.
  const different = [...new Map(sample.map((row) => [JSON.stringify(row.cells), row.cells])).values()];
  const columns = await mapInPieces(detected.headers, (header, index) => {
    const cells = different.map((row) => row[index] ?? "");
    return lookAtColumn(header, cells, detected.format, unitIn(detected.units, header));
  });
  const periods = periodHeaders(detected.headers, detected.format);
  return { detected, columns, periods, repeatedRows: sample.length - different.length, sample: sample.slice(0, SHOWN) };
}

/** Everything the page of one uploaded file shows. Null: there is none, or it is not the viewer's to open. */
export async function getUpload(viewer: Viewer, id: string) {
  if (!can(viewer, "data.import", { departmentId: null })) return null;
  const found = await reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const row = await load(sql, viewer, id);
    if (!row) return null;
    const saved = await sql.query<SavedMapping>(Prisma.sql`SELECT id::text, name, mapping FROM import_mapping ORDER BY name LIMIT 500`);
    const departments = await sql.query<{ code: string; name: string; root: boolean }>(
      Prisma.sql`SELECT code, name, parent_id IS NULL AS root FROM department WHERE archived_at IS NULL ORDER BY name LIMIT 2000`,
    );
    const kinds = await sql.query<{ code: string; name: string; fields: unknown }>(
      Prisma.sql`SELECT code, name, fields FROM record_kind ORDER BY name LIMIT 500`,
    );
    return { row, saved, departments, kinds };
  });
  if (!found) return null;
  const { row, saved, departments, kinds } = found;
  const format = FileFormat.safeParse(row.format ?? {});
  const look = await heavy(viewer, "file", () => lookInto(id, format.success ? format.data : {})).catch((error: unknown) => {
    if (error instanceof AppError) return error.message;
    throw error;
  });
  const mapping = Mapping.safeParse(row.mapping);
  const existing: ExistingDepartments = { departments, root: departments.find((d) => d.root)?.code ?? null };
  return {
    id: row.id,
    fileName: row.fileName,
    size: row.size,
    at: row.at,
    status: statusOf(row),
    format: format.success ? format.data : {},
    mapping: mapping.success ? mapping.data : null,
    preview: previewFor(viewer, row.preview),
    look: typeof look === "string" ? null : look,
    problem: typeof look === "string" ? look : null,
    saved: saved.flatMap((s) => {
      const read = Mapping.safeParse(s.mapping);
      return read.success ? [{ ...s, mapping: read.data }] : [];
    }),
    existing,
    kinds: kinds.map(({ code, name, fields }): LookupKind => {
      const read = RecordField.array().safeParse(fields);
      const named = (read.success ? read.data : []).map(({ name: field, label, type, unit }) => ({
        name: field,
        label,
        type,
        ...(unit !== undefined && { unit }),
      }));
      return { code, name, fields: named };
    }),
    matches: typeof look === "string" || kinds.length === 0 ? [] : await keyMatches(look.columns),
  };
}
export type UploadDetail = NonNullable<Awaited<ReturnType<typeof getUpload>>>;

const statusOf = (row: Stored): UploadStatus => ({
  state: row.state,
  progress: row.progress,
  failure: row.failure,
  version: row.version,
  importId: row.importId,
  cancelAsked: row.cancelAsked,
});

/** How far the work on an upload is. Throws NOT_FOUND. */
export async function getUploadStatus(viewer: Viewer, id: string): Promise<UploadStatus> {
  const row = can(viewer, "data.import", { departmentId: null }) ? await reading(viewer, (tx) => load(onTx(tx), viewer, id)) : null;
  if (!row) throw notFound("file");
  return statusOf(row);
}

/** All rejects of the last check, as the file they were written to. Throws NOT_FOUND. */
export async function getRejectsFile(
  viewer: Viewer,
  id: string,
): Promise<{ name: string; open: () => Promise<ReadableStream<Uint8Array>> }> {
  const row = can(viewer, "data.import", { departmentId: null }) ? await reading(viewer, (tx) => load(onTx(tx), viewer, id)) : null;
  const path = uploadPath(id, rejectsName(row?.preview?.open === true));
  const there =
    row !== null &&
    mayReadCheck(viewer, row.preview) &&
    (await access(path).then(
      () => true,
      () => false,
    ));
  if (!row || !there) throw notFound("list of rejects");
  return {
    name: `${row.fileName.replace(/(\.(csv|txt|tsv|gz))+$/i, "")}-rejects.csv`,
    open: async () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
  };
}
