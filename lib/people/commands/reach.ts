import "server-only";
import { AppError, notFound } from "@/lib/errors";
import { type Administrator, lockAdministrators } from "@/lib/platform/auth/administrators";
import { can, type Subject } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type Entity, lockRows, lockRowsShared } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";

/** A person in the directory. `grantedOn`: the departments they have a role on. */
export type PersonRow = {
  id: string;
  name: string;
  email: string | null;
  jobTitle: string | null;
  departmentId: string | null;
  hiredOn: string | null;
  /** First day after leaving. */
  leftOn: string | null;
  version: number;
  grantedOn: string[];
};

/**
 * A person in the viewer's reach. If the viewer may not even see a person's access, the answer is the same as for a person who does not
 * exist.
 */
export const PERSON: Entity<PersonRow> = {
  word: "person",
  load: async (sql, _viewer, id, lock) => {
    const [person] = await sql.query<PersonRow>(Prisma.sql`
      SELECT id::text, name, email, job_title AS "jobTitle", department_id::text AS "departmentId", hired_on::text AS "hiredOn",
        left_on::text AS "leftOn", version,
        ARRAY(SELECT g.department_id::text FROM access_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS "grantedOn"
      FROM person p WHERE id = ${id}::uuid ${lockRows(lock, "p")}`);
    return person;
  },
  subjectOf: ({ id, name }) => ({ type: "person", id, name }),
  may: (viewer, verb, { id, departmentId, grantedOn }) => {
    const subject = { departmentId, ownerId: id };
    // Ending your own sessions needs no role: people without any grant can still sign out everywhere.
    if (verb === "session.revoke" && id === viewer.personId) return true;
    if (!(can(viewer, "grant.read", subject) || can(viewer, verb, subject))) throw notFound("person");
    if (!can(viewer, verb, subject)) return false;
    requireAdministrates(viewer);
    // Control over an account means control over its roles: an administrator of a department may not change an account whose roles reach
    // further.
    if (verb !== "grant.change" && grantedOn.some((on) => !can(viewer, "grant.change", { departmentId: on })))
      throw new AppError("FORBIDDEN", "This person also holds a role outside your departments. Ask an administrator of the company.");
    return true;
  },
};

/**
 * A department that people are moved to, or given a role on, locked so that it cannot be closed meanwhile. Null: no department, which needs
 * rights on the company.
 */
export const DESTINATION: Entity<{ id: string; name: string; departmentId: string | null }, string | null> = {
  word: "department",
  load: async (sql, viewer, departmentId, lock) => {
    if (departmentId === null) return { id: "", name: "", departmentId };
    const [found] = await sql.query<{ name: string }>(
      Prisma.sql`SELECT d.name FROM department d WHERE d.id = ${departmentId}::uuid AND d.archived_at IS NULL ${lockRowsShared(lock, "d")}`,
    );
    return found && can(viewer, "grant.read", { departmentId }) ? { id: departmentId, departmentId, ...found } : undefined;
  },
  subjectOf: ({ id, name }) => ({ type: "department", id, name }),
};

/**
 * A second check for commands on access. They run as the system, which no row-level policy restricts: whatever the policy table says, only
 * an administrator passes.
 */
export function requireAdministrates(viewer: Viewer): void {
  if (!viewer.administrator) throw notFound("person");
}

/**
 * The same for changes that may remove an administrator: includes the administrators before the change, locked before the row
 * (`requireAdministrator` runs after it).
 */
export const withAdministrators = <Row extends Subject>(entity: Entity<Row>): Entity<Row & { administrators: Administrator[] }> => ({
  ...entity,
  load: async (sql, viewer, id, lock) => {
    const administrators = lock ? await lockAdministrators(sql) : [];
    const row = await entity.load(sql, viewer, id, lock);
    return row && { ...row, administrators };
  },
});
