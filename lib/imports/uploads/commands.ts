import "server-only";
import { randomUUID } from "node:crypto";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import type { CheckUploadInput, ReadUploadInput, RunUploadInput, SaveMappingInput, UploadInput } from "@/lib/imports/schema";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { type Entity, INSTALLATION, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { arriving } from "./arriving";
import { busyError, type LockedUpload, UPLOAD } from "./load";
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
      throw new AppError("INVALID", "There is no room for more files. Remove some that have been imported.");
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
    throw new AppError("TOO_MANY", "Other files of yours are being uploaded. Upload this one when they are done.");
  if (Iterator.from(underWay.values()).reduce((sum, n) => sum + n, 0) >= AT_ONCE.ofAll)
    throw new AppError("UNAVAILABLE", "Other files are being uploaded. Upload this one in a moment.");
  underWay.set(viewer.personId, own + 1);
  try {
    return await takeIn(viewer, fileName, arriving(body), expected);
  } finally {
    const left = (underWay.get(viewer.personId) ?? 1) - 1;
    if (left > 0) underWay.set(viewer.personId, left);
    else underWay.delete(viewer.personId);
  }
}

type Taken = { id: string; fileName: string; stored: Awaited<ReturnType<typeof storeUpload>> };

const addRow = defineCommand({
  verb: "data.import",
  audit: "upload.add",
  entity: INSTALLATION,
  at: (_: Taken) => null,
  guard: "state",
  run: async ({ sql, viewer, input: { id, fileName, stored } }) => {
    await sql.query(Prisma.sql`INSERT INTO upload (id, file_name, size, sha256, uploaded_by_id, uploaded_at)
      VALUES (${id}::uuid, ${fileName}, ${stored.size}::bigint, decode(${stored.sha256}, 'hex'), ${viewer.personId}::uuid, ${now()}::timestamptz)`);
    return { subject: { type: "upload", id, name: fileName }, before: null, after: { ...stored }, answer: { id } };
  },
});

async function takeIn(viewer: Viewer, fileName: string, body: AsyncIterable<Uint8Array>, expected: number | null) {
  const id = randomUUID();
  const stored = await storeUpload(id, body, await uploadLimit(), expected);
  try {
    return await addRow(viewer, { id, fileName, stored });
  } catch (error) {
    await dropUpload(id);
    throw error;
  }
}

const FILE = { verb: "data.import", entity: UPLOAD } as const;
/** What is done to a file by what the page showed of it. */
const SHOWN = {
  guard: "version",
  closed: busyError,
  current: ({ version }: LockedUpload) => ({ version: String(version) }),
  overtaken: "This was changed in another window. Reload the page to see the current state.",
} as const;

const remove = defineCommand({
  ...FILE,
  audit: "upload.remove",
  at: ({ uploadId }: UploadInput) => uploadId,
  guard: "state",
  closed: ({ state }) => (isBusy(state) ? new AppError("CONFLICT", "This file is being processed. Stop that first.") : null),
  run: async ({ sql, row: { id, fileName, sha256, state } }) => {
    await sql.query(Prisma.sql`DELETE FROM upload WHERE id = ${id}::uuid`);
    return { before: { sha256, state }, after: null, answer: { removed: fileName } };
  },
});

/** Removes an uploaded file and all that was noted about it; an import it became stays. */
export async function removeUpload(viewer: Viewer, input: UploadInput): Promise<{ removed: string }> {
  const removed = await remove(viewer, input);
  await dropUpload(input.uploadId); // after the commit: a row without a file would be worse than a file without a row
  return removed;
}

/** Says how the file is written, where that was detected wrongly. What was mapped is mapped again. */
export const readUpload = defineCommand({
  ...FILE,
  audit: "upload.describe",
  at: (input: ReadUploadInput) => input.uploadId,
  guard: "state",
  closed: busyError,
  run: async ({ sql, row: { id, state, version }, input: { format } }) => {
    await sql.query(Prisma.sql`UPDATE upload SET format = ${JSON.stringify(format)}::jsonb, mapping = NULL, preview = NULL, progress = NULL, failure = NULL,
      state = 'new', version = version + 1 WHERE id = ${id}::uuid`);
    return { before: { state }, after: { state: "new", ...format }, answer: { version: version + 1 } };
  },
});

/** Keeps the mapping with the file and has it checked in the background: what would be new, changed, same, rejected. */
export const askCheck = defineCommand({
  ...FILE,
  audit: "upload.check",
  at: (input: CheckUploadInput) => input.uploadId,
  ...SHOWN,
  run: async ({ sql, viewer, row: { id, state, version }, input: { mapping } }) => {
    await sql.query(Prisma.sql`UPDATE upload SET mapping = ${JSON.stringify(mapping)}::jsonb, preview = NULL, progress = NULL, failure = NULL, cancel_asked_at = NULL,
      state = 'checking', version = version + 1 WHERE id = ${id}::uuid`);
    await enqueueUpload(sql, { uploadId: id, viewerId: viewer.personId });
    const looksUp = lookedUpIn(mapping);
    const after = { state: "checking", mapping: mapping.name, target: mapping.into.target, ...(looksUp !== "" && { looksUp }) };
    return { before: { state }, after, answer: { version: version + 1 } };
  },
});

/** What of other records a check looks into, as the log says it: even hidden, each row tells whether such a value meets a condition. */
const lookedUpIn = ({ into }: CheckUploadInput["mapping"]): string =>
  "kind" in into ? into.fields.flatMap(({ lookup }) => (lookup ? `${lookup.kind}.${lookup.take}` : [])).join(", ") : "";

/** Has a checked file brought in, as it was checked. */
export const askRun = defineCommand({
  ...FILE,
  audit: "upload.run",
  at: (input: RunUploadInput) => input.uploadId,
  ...SHOWN,
  run: async ({ sql, viewer, row: { id, state, version } }) => {
    if (state !== "checked") throw new AppError("CONFLICT", "Check the file first to see what would change.");
    await sql.query(Prisma.sql`UPDATE upload SET progress = NULL, failure = NULL, cancel_asked_at = NULL, state = 'waiting', version = version + 1
      WHERE id = ${id}::uuid`);
    await enqueueUpload(sql, { uploadId: id, viewerId: viewer.personId });
    return { before: { state }, after: { state: "waiting" }, answer: { version: version + 1 } };
  },
});

/** Asks the job that is at this file to stop; nothing of it is written then. One that has not begun never begins. */
export const askCancel = defineCommand({
  ...FILE,
  audit: "upload.stop",
  at: ({ uploadId }: UploadInput) => uploadId,
  guard: "state",
  run: async ({ sql, row: { id, state } }) => {
    if (!isBusy(state)) return { silent: true, answer: { asked: false } };
    await sql.query(Prisma.sql`UPDATE upload SET cancel_asked_at = ${now()}::timestamptz,
      state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END WHERE id = ${id}::uuid`);
    return { before: { state }, after: null, answer: { asked: true } };
  },
});

type Mapping = { id: string; departmentId: null; name: string; mapping: unknown };

/** A mapping by its name, kept already or not. */
const MAPPING: Entity<Mapping> = {
  word: "mapping",
  load: async (sql, _viewer, name, lock) => {
    const [kept] = await sql.query<Mapping>(Prisma.sql`
      SELECT id::text, NULL AS "departmentId", name, mapping FROM import_mapping m WHERE name = ${name} ${lockRows(lock, "m")}`);
    return kept ?? { id: "", departmentId: null, name, mapping: null };
  },
  subjectOf: ({ id, name }) => ({ type: "mapping", id, name }),
};

/** Keeps a mapping under its name for the next file of the kind. One of the same name is replaced. */
export const saveMapping = defineCommand({
  verb: "data.import",
  audit: "mapping.save",
  entity: MAPPING,
  at: ({ mapping }: SaveMappingInput) => mapping.name,
  guard: "state",
  run: async ({ sql, row: before, input: { mapping } }) => {
    const { name } = mapping;
    const [saved] = await sql.query<{ id: string }>(Prisma.sql`
      INSERT INTO import_mapping (name, mapping) VALUES (${name}, ${JSON.stringify(mapping)}::jsonb)
      ON CONFLICT (name) DO UPDATE SET mapping = excluded.mapping, version = import_mapping.version + 1 RETURNING id::text`);
    return {
      subject: MAPPING.subjectOf({ ...before, id: saved?.id ?? "" }),
      before: before.mapping === null ? null : { mapping: before.mapping },
      after: { mapping },
      answer: { name },
    };
  },
});
