// npm run import -- --mapping FILE.json [--as EMAIL] [--dry-run] [--known-on YYYY-MM-DD] FILE.csv: imports a file.
// npm run import -- --undo ID [--as EMAIL]: undoes an import.
// Without --as the import is recorded in the audit log as the installation's.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import "@/lib/entry/listeners";
import { companyTimeZone } from "@/lib/company/time-zone";
import { AppError } from "@/lib/errors";
import { Mapping } from "@/lib/imports/mapping";
import { importFile } from "@/lib/imports/run/run";
import { undoImport } from "@/lib/imports/undo/undo";
import { viewerByEmail } from "@/lib/platform/auth/load-viewer";
import { pool } from "@/lib/platform/db/client";

const USAGE = `npm run import -- --mapping FILE.json [--as EMAIL] [--dry-run] [--known-on YYYY-MM-DD] FILE.csv
npm run import -- --undo ID [--as EMAIL]
Without --as the import is recorded in the audit log as the installation's.`;

function readMapping(file: string): Mapping {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new AppError("INVALID", `The mapping ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = Mapping.safeParse(json);
  if (!parsed.success) throw new AppError("INVALID", `The mapping ${file} is not one:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const OUTCOME = {
  imported: "Imported.",
  unchanged: "Nothing new: nothing was written.",
  planned: "A dry run: nothing was written.",
  refused: "Refused: nothing was written.",
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      mapping: { type: "string" },
      as: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      "known-on": { type: "string" },
      undo: { type: "string" },
    },
  });
  await companyTimeZone(); // sets the time zone that decides the day
  const viewer = values.as === undefined ? "system" : await viewerByEmail(values.as);
  if (viewer === null) throw new AppError("NOT_FOUND", `Nobody signs in with ${values.as}.`);
  if (values.undo !== undefined) {
    const { fileName, removed, restored, note } = await undoImport(viewer, values.undo);
    console.log(`Import ${values.undo} (${fileName}) undone: ${removed} taken back, ${restored} restored.`);
    if (note !== null) console.log(`note: ${note}`);
    return 0;
  }
  const [file] = positionals;
  if (values.mapping === undefined || file === undefined || positionals.length > 1) {
    console.error(USAGE);
    return 2;
  }
  if (values["known-on"] !== undefined && !z.iso.date().safeParse(values["known-on"]).success)
    throw new AppError("INVALID", "--known-on takes a day, YYYY-MM-DD.");
  const result = await importFile(viewer, {
    mapping: readMapping(values.mapping),
    file,
    dryRun: values["dry-run"],
    asOf: values["known-on"] ?? null,
  });
  const { format } = result.detected;
  const delimiter = format.delimiter === "\t" ? "tab" : format.delimiter;
  console.log(
    `${result.fileName} into ${result.target} (${format.encoding}, delimiter ${delimiter}, decimal ${format.decimal}, dates ${format.dates})`,
  );
  console.log(
    `${result.rows} rows read: ${result.newRows} new, ${result.changedRows} changed, ${result.sameRows} same, ${result.rejectedRows} rejected, ${result.leftOutRows} left out`,
  );
  for (const note of result.notes) console.log(`note: ${note}`);
  for (const { line, column, value, reason } of result.rejects)
    console.log(`line ${line}, column ${JSON.stringify(column)}, value ${JSON.stringify(value)}: ${reason}`);
  console.log(
    result.importId === null
      ? OUTCOME[result.outcome]
      : `${OUTCOME[result.outcome]} Undo with: npm run import -- --undo ${result.importId}`,
  );
  return result.rejectedRows > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const plain =
    error instanceof AppError || (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  if (!plain) throw error;
  console.error(error.message);
  process.exitCode = error instanceof AppError ? 1 : 2;
} finally {
  await pool.end();
}
