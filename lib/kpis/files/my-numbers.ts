import "server-only";
import { today } from "@/lib/clock";
import { canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type Cell, type Table, whole } from "@/lib/platform/entities/table";
import { getMyNumbers } from "../queries/my-numbers";

/** The values the viewer owes and their saved values, a row for each KPI and period of the grid. Null for somebody who enters nothing. */
export function myNumbersTable(viewer: Viewer): Table | null {
  if (!canSomewhere(viewer, "measurement.record")) return null;
  return {
    name: ["My numbers", today()],
    subject: "My numbers",
    departmentId: null,
    by: [],
    columns: ["Code", "KPI", "Department", "Owner", "Unit", "Period", "Due on", "Days late", "Value", "State", "Note", "Reason"],
    read: whole(async () =>
      (await getMyNumbers(viewer)).due.flatMap((row) =>
        [...row.openBefore, ...row.earlier, row.due].map((p): Cell[] => [
          row.code,
          row.name,
          row.departmentName,
          row.ownerName,
          row.unit,
          p.period,
          p.dueOn,
          p.lateDays,
          p.saved?.value ?? null,
          p.saved?.state ?? "owed",
          p.saved?.note ?? null,
          p.saved?.reason ?? null,
        ]),
      ),
    ),
  };
}
