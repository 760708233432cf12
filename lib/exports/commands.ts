import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { auditTable } from "@/lib/audit-log/export";
import { ENTITIES } from "@/lib/entities";
import { AppError, notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { MakeTable, Part, Table } from "@/lib/platform/entities/table";
import { heavy } from "@/lib/platform/work/heavy";
import { makeRate } from "@/lib/platform/work/rate";
import { fileNameOf } from "@/lib/tables/csv";
import { csvStream } from "./csv-stream";
import type { ExportInput } from "./schema";

/** The audit log names all that is described, so it is not described itself. */
const TABLES: Readonly<Record<string, MakeTable>> = Object.assign({ audit: auditTable }, ...ENTITIES.map(({ exported }) => exported));

/**
 * Limits per person: files in progress at a time; and requested files, 60 at once and thirty a minute after that. In the memory of this
 * process. A refusal is sent after a moment: answered at once, a program would ask a hundred times a second.
 */
const UNDER_WAY = 2;
const ASKED = { burst: 60, perSecond: 0.5 };
const REFUSED_AFTER_MS = 1_000;
const asked = makeRate(ASKED);
const underWay = new Map<string, number>();

const tooMany = (sentence: string) => new AppError("TOO_MANY", sentence);

/**
 * A table as a CSV file, with the viewer's rights. The export is audited before the first line is sent. NOT_FOUND for a table that does not
 * exist or that the viewer may not read; TOO_MANY beyond a person's limit.
 */
export async function exportFile(viewer: Viewer, input: ExportInput) {
  if (!asked.take(viewer.personId)) {
    await pause(REFUSED_AFTER_MS);
    throw tooMany("You have exported many files in the last minute. Wait a moment, then try again.");
  }
  const make = Object.hasOwn(TABLES, input.what) ? TABLES[input.what] : undefined;
  const table = make === undefined ? null : await heavy(viewer, "export", async () => make(viewer, input));
  if (!table) throw notFound("table");
  return { name: fileNameOf(...table.name), type: "text/csv" as const, open: () => open(viewer, input, table) };
}

async function open(viewer: Viewer, input: ExportInput, table: Table): Promise<ReadableStream<Uint8Array>> {
  const { personId } = viewer;
  const before = underWay.get(personId) ?? 0;
  if (before >= UNDER_WAY) throw tooMany(`${UNDER_WAY} of your exports are still running. Try again when one of them is done.`);
  underWay.set(personId, before + 1);
  const ended = () => {
    const left = (underWay.get(personId) ?? 1) - 1;
    if (left > 0) underWay.set(personId, left);
    else underWay.delete(personId);
  };
  try {
    await note(viewer, input, table);
  } catch (error) {
    ended();
    throw error;
  }
  return csvStream(table.columns, inTurns(viewer, table), ended);
}

/** Rows sent at once. */
const PIECE = 500;

/** Each part is read in turn: a long file holds no connection while it is downloaded, and leaves connections to others. */
async function* inTurns(viewer: Viewer, { read }: Table) {
  let after: string | null = null;
  do {
    const { rows, next }: Part = await heavy(viewer, "export", () => read(after), { patient: true });
    for (let from = 0; from < rows.length; from += PIECE) yield rows.slice(from, from + PIECE);
    after = next;
  } while (after !== null);
}

async function note(viewer: Viewer, input: ExportInput, table: Table): Promise<void> {
  const { what } = input;
  const filter = Object.fromEntries(
    table.by.flatMap((name) => (input[name] === undefined || input[name] === "" ? [] : [[name, input[name]]])),
  );
  await writing(viewer, (tx) =>
    appendAudit(onTx(tx), viewer, {
      action: "data.export",
      subject: typeof table.subject === "string" ? { type: "table", id: what, name: table.subject } : table.subject,
      departmentId: table.departmentId,
      before: null,
      after: { what, ...filter },
    }),
  );
}
