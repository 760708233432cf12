import "server-only";
import type { Change } from "@/lib/platform/audit/changes";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Cell, Table, TableFilter } from "@/lib/platform/entities/table";
import { readAuditFilter } from "./filter";
import { type AuditRow, listAudit } from "./queries";

const BATCH = 1_000;

const changeText = ({ label, before, after }: Change) =>
  before === null || after === null ? `${label}: ${after ?? before ?? ""}` : `${label}: ${before} to ${after}`;

const lineOf = (row: AuditRow): Cell[] => [
  row.id,
  row.at,
  row.actorName,
  row.action,
  row.subjectType,
  row.subjectName,
  row.withheld ? "not shown" : row.changes.map(changeText).join("; "),
];

/**
 * The audit log as its page filters and shows it: content the viewer may not read is not in the file either. Null without the right to the
 * log.
 */
export async function auditTable(viewer: Viewer, { person, action, subject }: TableFilter): Promise<Table | null> {
  const filter = readAuditFilter({ person, action, subject });
  if ((await listAudit(viewer, filter, 1)) === null) return null;
  return {
    name: ["Audit log"],
    subject: "Audit log",
    departmentId: null,
    by: ["person", "action", "subject"],
    columns: ["Number", "At", "Who", "Action", "Object type", "Object", "Changes"],
    read: async (before) => {
      const page = await listAudit(viewer, { ...filter, before }, BATCH);
      return { rows: page?.rows.map(lineOf) ?? [], next: page?.next ?? null };
    },
  };
}
