import "server-only";
import path from "node:path";
import type { PoolClient } from "pg";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import type { Mapping } from "@/lib/imports/mapping";
import { prepare } from "@/lib/imports/targets/prepare";
import type { Prepared } from "@/lib/imports/targets/target";
import { recompute } from "@/lib/kpis/recompute/recompute";
import { appendAudit } from "@/lib/platform/audit/write";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { bulkWriting, systemFor, writing } from "@/lib/platform/db/scope";
import { onClient, onTx, type Sql } from "@/lib/platform/db/sql";
import { type OpenFile, openFile } from "@/lib/tables/read/read";
import { Cancelled, counted, stoppable } from "./cancel";
import { toAppError } from "./failures";
import { writeRejects } from "./rejects-file";
import type { ImportResult } from "./result";
import { CREATE_REJECTS, readRejects, stageRows } from "./stage";

export type ImportOptions = {
  mapping: Mapping;
  /** Path of a .csv or .csv.gz, or its bytes. */
  file: string | AsyncIterable<Buffer>;
  /** As shown in the history; of a path, its last part when left out. */
  fileName?: string;
  /** Counts and rejects only; everything is rolled back. */
  dryRun?: boolean;
  /** "YYYY-MM-DD": bring in only what was known at the end of that day (`known` of a records mapping). */
  asOf?: string | null;
  /** Aborted: everything is rolled back within seconds, and importFile throws Cancelled. */
  signal?: AbortSignal;
  /** Told how many rows are read, and then what is done with them. */
  onProgress?: (progress: ImportProgress) => void;
  /** Where every rejected row is written as CSV, however many, where values of the database are told or not; the result lists the first ones. */
  rejectsFile?: (open: boolean) => string;
  /** In the transaction of a written import, last but for its audit row: what stands or falls with it. */
  within?: (sql: Sql, importId: string) => Promise<void>;
  /** False: KPIs are left to a later `recompute`, when several files come in one after the other. */
  compute?: boolean;
};

export type ImportProgress = { phase: "reading" | "comparing" | "writing" | "computing"; rows: number };

/** Carries a result out of a transaction that is to be rolled back. */
class Planned extends Error {
  readonly result: ImportResult;
  constructor(result: ImportResult) {
    super("rolled back");
    this.result = result;
  }
}

/**
 * Brings one CSV file in: everything in one transaction with its audit row. With a rejected row nothing is written unless the mapping says
 * `partial`; what is there already in the same form is not written again. For a viewer the verb is data.import on the company; the rows are
 * then written in the name of the installation, since row-level policies would show a viewer their own departments only.
 * Throws FORBIDDEN, INVALID (the file or mapping cannot be read at all), CONFLICT (somebody saved the same rows meanwhile), UNAVAILABLE.
 */
export async function importFile(actor: Viewer | "system", options: ImportOptions): Promise<ImportResult> {
  if (actor !== "system") authorise(actor, "data.import", { departmentId: null });
  const fileName = (options.fileName ?? (typeof options.file === "string" ? path.basename(options.file) : "file")).slice(0, 200);
  let result: ImportResult;
  try {
    result = await bulkWriting(systemFor(actor), (client) => runIn(client, actor, fileName, options));
  } catch (error) {
    if (!(error instanceof Planned)) {
      if (options.signal?.aborted) throw new Cancelled();
      const failure = toAppError(error);
      if (failure instanceof AppError && failure.code === "INVALID" && options.dryRun !== true)
        await auditRefusal(actor, fileName, {
          target: targetOf(options.mapping.into),
          mapping: options.mapping.name,
          reason: failure.message,
        });
      throw failure;
    }
    result = error.result;
    if (result.outcome === "refused") await auditRefusal(actor, fileName, summaryOf(result, options.mapping));
  }
  return result;
}

async function runIn(client: PoolClient, actor: Viewer | "system", fileName: string, options: ImportOptions): Promise<ImportResult> {
  const connection = await stoppable(client, options.signal);
  try {
    return await bringIn(connection.client, actor, fileName, options);
  } finally {
    await connection.release(); // before the commit: no later statement of this connection may be hit
  }
}

async function bringIn(client: PoolClient, actor: Viewer | "system", fileName: string, options: ImportOptions): Promise<ImportResult> {
  const { mapping, dryRun = false, asOf = null } = options;
  const sql = onClient(client);
  await client.query("SELECT set_config('work_mem', '64MB', true), set_config('lock_timeout', '30s', true)");
  // Imports take turns from here on: each plans on what the one before has written.
  await client.query("SELECT pg_advisory_xact_lock(hashtext('import'))");
  const at = now();
  const opened = await openFile(options.file, mapping.format);
  await client.query(CREATE_REJECTS);
  // Who reads no figures may look a field up, but not read it by that.
  const open = actor === "system" || actor.everything;
  const target = await prepare({ client, layout: opened, asOf, at, open, actor, dryRun }, mapping.into);
  const planned = await plan(client, opened, target, { fileName, target: targetOf(mapping.into) }, options);
  const result = { ...planned, open, sample: dryRun ? ((await target.sample?.()) ?? []) : [] };
  if (options.rejectsFile !== undefined) await writeRejects(client, options.rejectsFile(open));
  if (dryRun) throw new Planned({ ...result, outcome: "planned" });
  if (result.rejectedRows > 0 && !mapping.partial) throw new Planned({ ...result, outcome: "refused" });
  if (result.newRows + result.changedRows === 0) throw new Planned({ ...result, outcome: "unchanged" });

  const written = await client.query<{ id: string }>(
    `INSERT INTO import (mapping_id, target, file_name, sha256, rows, new_rows, changed_rows, same_rows, rejected_rows, imported_by_id, imported_at)
     VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
    [
      await keepMapping(client, mapping),
      result.target,
      fileName,
      result.sha256,
      result.rows,
      result.newRows,
      result.changedRows,
      result.sameRows,
      result.rejectedRows,
      actor === "system" ? null : actor.personId,
      at,
    ],
  );
  const importId = written.rows[0]?.id ?? "";
  await client.query(
    `INSERT INTO import_reject (import_id, line, "column", value, reason) SELECT $1, line, "column", value, reason FROM import_rejects ORDER BY line`,
    [importId],
  );
  options.onProgress?.({ phase: "writing", rows: result.rows });
  const touched = await target.write(importId, fileName);
  options.onProgress?.({ phase: "computing", rows: result.rows });
  if (options.compute !== false) await recompute(client, touched, at, BigInt(importId));
  await options.within?.(sql, importId);
  await appendAudit(sql, actor, {
    action: "import.run",
    subject: { type: "import", id: importId, name: fileName },
    departmentId: null,
    before: null,
    after: summaryOf(result, mapping),
  });
  return { ...result, outcome: "imported", importId };
}

async function plan(
  client: PoolClient,
  opened: OpenFile,
  target: Prepared,
  about: { fileName: string; target: string },
  { signal, onProgress }: ImportOptions,
): Promise<ImportResult> {
  const rows = await stageRows(client, target.copy, counted(opened.batches, signal, onProgress), (row) => target.encode(row));
  onProgress?.({ phase: "comparing", rows });
  await target.plan();
  const kinds = await client.query<{ what: string; n: number }>("SELECT what, count(*)::int AS n FROM import_ready GROUP BY what");
  const count = (what: string) => kinds.rows.find((row) => row.what === what)?.n ?? 0;
  const notes = [...opened.notes, ...opened.remarks(), ...((await target.notes?.()) ?? [])];
  const earlier = await onClient(client).query<{ id: string; on: string }>(Prisma.sql`
    SELECT id::text, to_char(imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS on FROM import
    WHERE sha256 = decode(${opened.sha256()}, 'hex') AND target = ${about.target} AND state = 'done' ORDER BY id DESC LIMIT 1`);
  if (earlier[0]) notes.push(`The same file was already imported on ${earlier[0].on} UTC (import ${earlier[0].id}).`);
  return {
    outcome: "planned",
    importId: null,
    ...about,
    sha256: opened.sha256(),
    rows,
    newRows: count("new"),
    changedRows: count("changed"),
    sameRows: count("same"),
    leftOutRows: target.leftOut(),
    ...(await readRejects(client)),
    open: false,
    sample: [],
    detected: { format: opened.format, units: opened.units },
    notes,
  };
}

const summaryOf = (result: ImportResult, mapping: Mapping) => ({
  target: result.target,
  mapping: mapping.name,
  sha256: result.sha256,
  rows: result.rows,
  new: result.newRows,
  changed: result.changedRows,
  same: result.sameRows,
  rejected: result.rejectedRows,
  leftOut: result.leftOutRows,
});

const auditRefusal = (actor: Viewer | "system", fileName: string, after: Record<string, unknown>) =>
  writing(systemFor(actor), (tx) =>
    appendAudit(onTx(tx), actor, {
      action: "import.refuse",
      subject: { type: "import", id: "", name: fileName },
      departmentId: null,
      before: null,
      after,
    }),
  );

/** Saves the mapping under its name, so that the next file of the kind can be read the same way. */
async function keepMapping(client: PoolClient, mapping: Mapping): Promise<string | null> {
  const saved = await client.query<{ id: string }>(
    `INSERT INTO import_mapping (name, mapping) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET mapping = excluded.mapping,
       version = import_mapping.version + CASE WHEN import_mapping.mapping = excluded.mapping THEN 0 ELSE 1 END RETURNING id`,
    [mapping.name, JSON.stringify(mapping)],
  );
  return saved.rows[0]?.id ?? null;
}

/** What an import is filed under: its target, and the kind where it brings in records. */
const targetOf = (into: Mapping["into"]): string => ("kind" in into ? `records:${into.kind.code}` : into.target);
