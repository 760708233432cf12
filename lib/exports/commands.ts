import "server-only";
import { appendAudit } from "@/lib/audit/write";
import type { Viewer } from "@/lib/auth/viewer";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { notFound } from "@/lib/errors";
import { fileNameOf } from "./csv";
import { auditTable } from "./of-audit";
import { recordsTable, valuesTable } from "./of-kpi";
import { kpisTable } from "./of-kpis";
import { initiativesTable, initiativeTable, myNumbersTable, signalsTable } from "./of-work";
import type { ExportInput } from "./schema";
import { csvStream, type Table } from "./table";

const TABLES: Record<ExportInput["what"], (viewer: Viewer, input: ExportInput) => Promise<Table | null> | Table | null> = {
  kpis: kpisTable,
  values: valuesTable,
  records: recordsTable,
  initiatives: initiativesTable,
  initiative: initiativeTable,
  signals: signalsTable,
  "my-numbers": myNumbersTable,
  audit: auditTable,
};

/**
 * A table as a CSV file, as the viewer may read it. That it was taken along is in the audit log before the first line leaves. NOT_FOUND for
 * what does not exist and for what the viewer may not read.
 */
export async function exportFile(viewer: Viewer, input: ExportInput) {
  const table = await TABLES[input.what](viewer, input);
  if (!table) throw notFound("table");
  const { what, ...asked } = input;
  const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== ""));
  await writing(viewer, (tx) =>
    appendAudit(onTx(tx), viewer, {
      action: "data.export",
      subject: table.subject,
      departmentId: table.departmentId,
      before: null,
      after: { what, ...filter },
    }),
  );
  return { name: fileNameOf(...table.name), type: "text/csv" as const, body: csvStream(table) };
}
