import "@/lib/entry/listeners";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Mapping } from "@/lib/imports/mapping";
import type { ImportResult } from "@/lib/imports/run/result";
import { type ImportOptions, importFile } from "@/lib/imports/run/run";
import type { Prisma } from "@/lib/platform/db/client";
import { bulkWriting } from "@/lib/platform/db/scope";
import { onClient } from "@/lib/platform/db/sql";
import { TYPESCRIPT_FLAGS } from "../../scripts/ts-run.mjs";

async function* chunks(text: string | Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

type More = Partial<Omit<ImportOptions, "mapping" | "file">> & { partial?: boolean; format?: Mapping["format"] };

/** Imports a text as a file, as the installation. The test begins with `import "../support/as-worker"`, because only the worker imports. */
export function bring(
  into: unknown,
  text: string | Uint8Array,
  { partial = false, format = {}, ...more }: More = {},
): Promise<ImportResult> {
  const mapping = Mapping.parse({ name: "test", partial, format, into });
  return importFile("system", { mapping, file: chunks(text), fileName: "test.csv", ...more });
}

/** The same with `npm run import`, in a process beside this web server. Returns the import's id. */
export async function bringBeside(into: unknown, text: string): Promise<string> {
  const dir = mkdtempSync(path.join(tmpdir(), "beside-"));
  const [mapping, file] = [path.join(dir, "mapping.json"), path.join(dir, "test.csv")];
  writeFileSync(mapping, JSON.stringify({ name: "test", into }));
  writeFileSync(file, text);
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--throw-deprecation", ...TYPESCRIPT_FLAGS, path.resolve("scripts/import.ts"), "--mapping", mapping, file],
      { env: { ...process.env, DATABASE_URL: process.env.WORK_DATABASE_URL } },
    );
    return /--undo (\d+)/.exec(stdout)?.[1] ?? "";
  } finally {
    rmSync(dir, { recursive: true });
  }
}

export const rows = <T>(statement: Prisma.Sql): Promise<T[]> => bulkWriting("system", (client) => onClient(client).query<T>(statement));

/** The row counts of a result: new, changed, same, rejected, left out. */
export const counts = (r: ImportResult) => [r.outcome, r.newRows, r.changedRows, r.sameRows, r.rejectedRows, r.leftOutRows];

const columns = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { from: name }]));
export const DEPARTMENTS = { target: "departments", columns: columns("code", "name", "parent") };
export const PEOPLE = { target: "people", columns: columns("code", "name", "email", "department", "hiredOn", "leftOn") };
export const KPIS = {
  target: "kpis",
  columns: columns(
    "code",
    "name",
    "department",
    "areas",
    "unit",
    "frequency",
    "aggregation",
    "direction",
    "source",
    "recordKind",
    "measure",
    "formula",
    "minimum",
    "maximum",
  ),
};
export const TARGETS = { target: "targets", columns: columns("kpi", "fromOn", "floor", "ceiling", "reason") };
export const LONG = { target: "measurements", layout: "long", columns: columns("kpi", "period", "value", "note", "state") };
