import "server-only";
import { here, namesOf } from "@/lib/people/choices";
import { can, departmentsWhere, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type Choice, OFFERED } from "@/lib/platform/entities/choice";
import type { Choose } from "@/lib/platform/entities/description";
import { matchesWanted, nearest, type Wanted } from "@/lib/platform/entities/wanted";

/** Departments `d` matching `scope`. */
export async function findDepartments(viewer: Viewer, scope: Prisma.Sql, wanted: Wanted): Promise<Choice[]> {
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<{ id: string; name: string; above: string | null }>(Prisma.sql`
      SELECT d.id::text, d.name, u.name AS above FROM department d LEFT JOIN department u ON u.id = d.parent_id
      WHERE ${scope} AND ${matchesWanted(wanted, Prisma.sql`d.id`, Prisma.sql`d.name`)} ORDER BY ${nearest(wanted, Prisma.sql`d.name`)}, d.id LIMIT ${OFFERED}`),
  );
  return rows.map(({ id, name, above }) => ({ value: id, label: name, note: above === null ? "" : `in ${above}`, free: true }));
}

/** The departments in use where the viewer may do this to anything. */
export const departmentsFor =
  (verb: Verb): Choose =>
  (viewer, wanted) => {
    const all = departmentsWhere(viewer, verb).filter((departmentId) => can(viewer, verb, { departmentId }));
    return findDepartments(viewer, Prisma.sql`d.archived_at IS NULL AND d.id = ANY (${all}::uuid[])`, wanted);
  };

/** People who work here, where the viewer may see who has access. Holding a position needs no account. */
export const holders: Choose = (viewer, wanted) => {
  const nowhere = can(viewer, "grant.read", { departmentId: null });
  return namesOf(
    viewer,
    Prisma.sql`${here()} AND (p.department_id = ANY (${departmentsWhere(viewer, "grant.read")}::uuid[]) OR (p.department_id IS NULL AND ${nowhere}))`,
    wanted,
  );
};

/** Open positions where the viewer may see who has access, by title or department. */
export const superiors: Choose = async (viewer, wanted) => {
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
};
