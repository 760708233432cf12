import "server-only";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type Entity, lockRows, lockRowsShared } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

export type Department = {
  id: string;
  /** Itself: who may do something to a department holds a role on it or above it. */
  departmentId: string;
  code: string;
  name: string;
  groupName: string | null;
  /** Null: the company itself. */
  parentId: string | null;
  parentName: string | null;
  version: number;
  closed: boolean;
};

/**
 * Who works where is no secret; the screens of it are for whoever reads who has access there. FOR UPDATE: whatever is put into the department
 * meanwhile waits, since its foreign key does.
 */
async function departmentIn(sql: Sql, viewer: Viewer, id: string, lock: Prisma.Sql): Promise<Department | undefined> {
  if (!can(viewer, "grant.read", { departmentId: id })) return undefined;
  const [row] = await sql.query<Department>(Prisma.sql`
    SELECT d.id::text, d.id::text AS "departmentId", d.code, d.name, d.group_name AS "groupName", d.parent_id::text AS "parentId",
      (SELECT a.name FROM department a WHERE a.id = d.parent_id) AS "parentName", d.version, d.archived_at IS NOT NULL AS closed
    FROM department d WHERE d.id = ${id}::uuid ${lock}`);
  return row;
}

export const DEPARTMENT: Entity<Department> = {
  word: "department",
  load: (sql, viewer, id, lock) => departmentIn(sql, viewer, id, lockRows(lock, "d")),
  subjectOf: ({ id, name }) => ({ type: "department", id, name }),
};

/** The department something is put into: it may not be closed meanwhile, and is not held against others who put something there. */
export const INTO: Entity<Department> = {
  ...DEPARTMENT,
  load: (sql, viewer, id, lock) => departmentIn(sql, viewer, id, lockRowsShared(lock, "d")),
};

export type Position = {
  id: string;
  departmentId: string;
  departmentName: string;
  code: string;
  title: string;
  holderId: string | null;
  holderName: string | null;
  reportsToId: string | null;
  reportsToTitle: string | null;
  version: number;
  closed: boolean;
};

export const POSITION: Entity<Position> = {
  word: "position",
  load: async (sql, viewer, id, lock) => {
    const [row] = await sql.query<Position>(Prisma.sql`
      SELECT s.id::text, s.department_id::text AS "departmentId", d.name AS "departmentName", s.code, s.title, s.holder_id::text AS "holderId",
        (SELECT p.name FROM person p WHERE p.id = s.holder_id) AS "holderName", s.reports_to_id::text AS "reportsToId",
        (SELECT a.title FROM position a WHERE a.id = s.reports_to_id) AS "reportsToTitle", s.version, s.archived_at IS NOT NULL AS closed
      FROM position s JOIN department d ON d.id = s.department_id
      WHERE s.id = ${id}::uuid ${lockRows(lock, "s")}`);
    return row && can(viewer, "grant.read", row) ? row : undefined;
  },
  subjectOf: ({ id, title }) => ({ type: "position", id, name: title }),
};
