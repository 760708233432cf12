import "server-only";
import { areaOf } from "@/lib/areas";
import { today } from "@/lib/clock";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import type { Cell, Part, Table, TableFilter } from "@/lib/platform/entities/table";
import { asOfMoment, listAsOf } from "../queries/as-of";
import { SUMMARY_COLUMNS, SUMMARY_TABLES } from "../queries/rows";
import { type KpiSummaryRow, staleDaysOf } from "../summary/row";

const BATCH = 400;

const COLUMNS = [
  "Code",
  "KPI",
  "Department",
  "Owner",
  "Unit",
  "Frequency",
  "Latest period",
  "Latest value",
  "State",
  "Target at least",
  "Target at most",
  "Against target",
  "Days late",
  "Variation",
  "Assurance",
  "Mean",
  "Lower limit",
  "Upper limit",
  "As known on",
];

const lineOf = (k: KpiSummaryRow, day: string): Cell[] => [
  k.code,
  k.name,
  k.departmentName,
  k.ownerName,
  k.unit,
  k.frequency.replace("_", " "),
  k.latestPeriod,
  k.latestValue,
  k.latestState,
  k.targetFloor,
  k.targetCeiling,
  k.status ?? "no-data",
  staleDaysOf(k.lateFrom, day),
  k.variation,
  k.assurance,
  k.mean,
  k.lower,
  k.upper,
  day,
];

/**
 * Every KPI of an area, of a department with all below it, or of the company, by code, now or as known on a day. Null if the viewer may not
 * read the department.
 */
export async function kpisTable(viewer: Viewer, { area, department, asOf: asked }: TableFilter): Promise<Table | null> {
  if (department !== undefined && !viewer.readable.includes(department)) return null;
  const place = department === undefined ? null : await nameOf(viewer, department);
  const title = place ?? (area === undefined ? "Company" : (areaOf(area)?.name ?? area));
  return {
    name: ["KPIs", title, ...(asked === undefined ? [] : ["as known on", asked])],
    subject: `KPIs of ${title}`,
    departmentId: department ?? null,
    by: ["area", "department", "asOf"],
    columns: COLUMNS,
    read: (after) => part(viewer, { area, department, after: after ?? "", asked: asked ?? null }),
  };
}

const nameOf = (viewer: Viewer, id: string): Promise<string | null> =>
  reading(viewer, async (tx) => {
    const [row] = await onTx(tx).query<{ name: string }>(Prisma.sql`SELECT name FROM department WHERE id = ${id}::uuid`);
    return row?.name ?? null;
  });

type Asked = { area: string | undefined; department: string | undefined; after: string; asked: string | null };

/** The KPIs after a code. */
async function part(viewer: Viewer, wanted: Asked): Promise<Part> {
  if (!canSomewhere(viewer, "kpi.read")) return { rows: [], next: null };
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const found = await find(sql, viewer, wanted);
    const asOf = asOfMoment(wanted.asked);
    const shown = asOf === null ? found : (await listAsOf(sql, found, asOf)).found.toSorted((a, b) => (a.code < b.code ? -1 : 1));
    const day = asOf?.day ?? today();
    return { rows: shown.map((row) => lineOf(row, day)), next: found.length < BATCH ? null : (found.at(-1)?.code ?? null) };
  });
}

const find = (sql: Sql, viewer: Viewer, { area, department, after }: Asked) =>
  sql.query<KpiSummaryRow>(Prisma.sql`
    WITH RECURSIVE below AS (SELECT id FROM department WHERE id = ${department ?? null}::uuid UNION ALL SELECT c.id FROM department c JOIN below b ON c.parent_id = b.id)
    SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_TABLES}
    WHERE k.archived_at IS NULL AND k.code COLLATE "C" > ${after}
      AND ${readableKpi(viewer, "k")}
      ${area === undefined ? Prisma.empty : Prisma.sql`AND k.areas @> ARRAY[${area}::area]`}
      ${department === undefined ? Prisma.empty : Prisma.sql`AND k.department_id IN (SELECT id FROM below)`}
    ORDER BY k.code COLLATE "C" LIMIT ${BATCH}`);
