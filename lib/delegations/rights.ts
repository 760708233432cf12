import "server-only";
import { POLICY, type Role } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

const WRITERS = Object.keys(POLICY["measurement.record"]);
export const isWriter = (role: Role): boolean => WRITERS.includes(role);

/** Whether a deputy can do somebody else's own work in that department: needs a grant there with a role that enters values. */
export const mayStandIn = (deputy: Viewer, departmentId: string): boolean =>
  deputy.grants.some((grant) => isWriter(grant.role) && grant.departments.has(departmentId));

/** Departments where the person owns a measure; their own department if they own none. Needs the scope of the installation. */
export async function ownedDepartments(sql: Sql, personId: string): Promise<{ id: string; name: string }[]> {
  const owned = await sql.query<{ id: string; name: string }>(Prisma.sql`
    SELECT DISTINCT d.id::text, d.name FROM position s JOIN kpi k ON k.position_id = s.id JOIN department d ON d.id = k.department_id
    WHERE s.holder_id = ${personId}::uuid AND k.archived_at IS NULL ORDER BY d.name`);
  if (owned.length > 0) return owned;
  return sql.query<{ id: string; name: string }>(
    Prisma.sql`SELECT d.id::text, d.name FROM person p JOIN department d ON d.id = p.department_id WHERE p.id = ${personId}::uuid`,
  );
}
