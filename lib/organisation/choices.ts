import "server-only";
import { initiativeIsVisible } from "@/lib/initiatives/rows/queries";
import { can, departmentsWhere, type Verb } from "@/lib/platform/authz/policy";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type Choice, OFFERED } from "@/lib/platform/entities/choice";
import { matchesWanted, nearest, type Wanted } from "@/lib/platform/entities/wanted";

async function findDepartments(viewer: Viewer, scope: Prisma.Sql, wanted: Wanted): Promise<Choice[]> {
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<{ id: string; name: string; above: string | null }>(Prisma.sql`
      SELECT d.id::text, d.name, u.name AS above FROM department d LEFT JOIN department u ON u.id = d.parent_id
      WHERE ${scope} AND ${matchesWanted(wanted, Prisma.sql`d.id`, Prisma.sql`d.name`)} ORDER BY ${nearest(wanted, Prisma.sql`d.name`)}, d.id LIMIT ${OFFERED}`),
  );
  return rows.map(({ id, name, above }) => ({ value: id, label: name, note: above === null ? "" : `in ${above}`, free: true }));
}

/** The departments in use where the viewer may do this to anything. */
export function departmentsFor(viewer: Viewer, verb: Verb, wanted: Wanted): Promise<Choice[]> {
  const all = departmentsWhere(viewer, verb).filter((departmentId) => can(viewer, verb, { departmentId }));
  return findDepartments(viewer, Prisma.sql`d.archived_at IS NULL AND d.id = ANY (${all}::uuid[])`, wanted);
}

/** The departments of initiatives the viewer may read. */
export const initiativeDepartments = (viewer: Viewer, wanted: Wanted): Promise<Choice[]> =>
  findDepartments(
    viewer,
    Prisma.sql`EXISTS (SELECT FROM initiative i WHERE i.department_id = d.id AND ${initiativeIsVisible(viewer)})`,
    wanted,
  );

/** Open positions where the viewer may see who has access, by title or department. */
export async function superiors(viewer: Viewer, wanted: Wanted): Promise<Choice[]> {
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<{ id: string; title: string; departmentName: string; holder: string | null }>(Prisma.sql`
      SELECT s.id::text, s.title, d.name AS "departmentName", p.name AS holder
      FROM position s JOIN department d ON d.id = s.department_id LEFT JOIN person p ON p.id = s.holder_id
      WHERE s.archived_at IS NULL AND s.department_id = ANY (${departmentsWhere(viewer, "grant.read")}::uuid[])
        AND ${matchesWanted(wanted, Prisma.sql`s.id`, Prisma.sql`s.title`, Prisma.sql`d.name`)}
      ORDER BY ${nearest(wanted, Prisma.sql`s.title`)}, s.id LIMIT ${OFFERED}`),
  );
  return rows.map(({ id, title, departmentName, holder }) => ({
    value: id,
    label: `${title}, ${departmentName}`,
    note: holder ?? "vacant",
    free: true,
  }));
}

/** The KPIs the viewer may read, by name or code. */
export async function kpis(viewer: Viewer, wanted: Wanted): Promise<Choice[]> {
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<{ id: string; code: string; name: string; unit: string; departmentName: string }>(Prisma.sql`
      SELECT k.id::text, k.code, k.name, k.unit, d.name AS "departmentName" FROM kpi k JOIN department d ON d.id = k.department_id
      WHERE k.archived_at IS NULL AND ${readableKpi(viewer, "k")} AND ${matchesWanted(wanted, Prisma.sql`k.id`, Prisma.sql`k.name`, Prisma.sql`k.code`)}
      ORDER BY ${nearest(wanted, Prisma.sql`k.name`)}, k.code LIMIT ${OFFERED}`),
  );
  return rows.map(({ id, code, name, unit, departmentName }) => ({
    value: id,
    label: `${name} (${code})`,
    note: departmentName,
    free: true,
    unit,
  }));
}
