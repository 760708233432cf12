import "server-only";
import { auditTable } from "@/lib/audit-log/export";
import { realNow } from "@/lib/clock";
import { ENTITIES } from "@/lib/entities";
import { AppError, notFound } from "@/lib/errors";
import { initiativeTable } from "@/lib/initiatives/files/one";
import { kpisTable } from "@/lib/kpis/files/list";
import { myNumbersTable } from "@/lib/kpis/files/my-numbers";
import { recordsTable, valuesTable } from "@/lib/kpis/files/one";
import { appendAudit } from "@/lib/platform/audit/write";
import { canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { EntityDescription, Exported } from "@/lib/platform/entities/description";
import type { MakeTable, Table } from "@/lib/platform/entities/table";
import { heavy } from "@/lib/platform/work/heavy";
import { makeRate } from "@/lib/platform/work/rate";
import { signalsTable } from "@/lib/signals/export";
import { fileNameOf } from "@/lib/tables/csv";
import { csvStream } from "./csv-stream";
import type { ExportInput } from "./schema";

const BATCH = 200;
/** The table of a described entity: what the viewer may read of the filtered list, by code. */
const tableOf =
  ({ words: { many }, reads, exported: { what, columns, rows } }: Described): MakeTable =>
  (viewer, filter) =>
    canSomewhere(viewer, reads)
      ? {
          name: [
            many,
            ...(filter.state === "all" ? [] : [filter.state]),
            ...(filter.asOf === undefined ? [] : ["as known on", filter.asOf]),
          ],
          subject: { type: "table", id: what, name: many },
          departmentId: filter.department ?? null,
          columns,
          async *batches() {
            for (let after = ""; ; ) {
              const batch = await rows(viewer, filter, after, BATCH);
              yield batch.map(({ cells }) => cells);
              const last = batch.at(-1)?.code;
              if (batch.length < BATCH || last === undefined) return;
              after = last;
            }
          },
        }
      : null;
type Described = EntityDescription & { exported: Exported };
const isExported = (entity: EntityDescription): entity is Described => entity.exported !== undefined;

const TABLES: Readonly<Record<string, MakeTable>> = {
  kpis: kpisTable,
  values: valuesTable,
  records: recordsTable,
  initiative: initiativeTable,
  signals: signalsTable,
  "my-numbers": myNumbersTable,
  audit: auditTable,
  ...Object.fromEntries(ENTITIES.filter(isExported).map((entity) => [entity.exported.what, tableOf(entity)])),
};

/**
 * Limits per person: files in progress at a time; and requested files, 120 at once and thirty a minute after that. In the memory of this
 * process.
 */
const UNDER_WAY = 2;
const ASKED = { burst: 120, perSecond: 0.5 };
const asked = makeRate(ASKED);
const underWay = new Map<string, number>();

const tooMany = (sentence: string) => new AppError("TOO_MANY", sentence);

/**
 * A table as a CSV file, with the viewer's rights. The export is audited before the first line is sent. NOT_FOUND for a table that does not
 * exist or that the viewer may not read; TOO_MANY beyond a person's limit.
 */
export async function exportFile(viewer: Viewer, input: ExportInput) {
  if (!asked.take(viewer.personId, realNow().getTime()))
    throw tooMany("You have exported many files in the last minute. Wait a moment, then try again.");
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
  return csvStream({ columns: table.columns, batches: () => inTurns(viewer, table) }, ended);
}

/** Each batch is read in turn: a long file holds no connection while it is downloaded, and leaves connections to others. */
async function* inTurns(viewer: Viewer, { batches }: Table): ReturnType<Table["batches"]> {
  const source = batches()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await heavy(viewer, "export", () => source.next(), { patient: true });
      if (done) return;
      yield value;
    }
  } finally {
    await source.return?.();
  }
}

async function note(viewer: Viewer, input: ExportInput, table: Table): Promise<void> {
  const { what, ...rest } = input;
  const filter = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ""));
  await writing(viewer, (tx) =>
    appendAudit(onTx(tx), viewer, {
      action: "data.export",
      subject: table.subject,
      departmentId: table.departmentId,
      before: null,
      after: { what, ...filter },
    }),
  );
}
