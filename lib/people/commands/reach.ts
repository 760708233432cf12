import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { authorise, can, type Verb } from "@/lib/authz/policy";
import { today } from "@/lib/clock";
import { Prisma, type Tx } from "@/lib/db/client";
import { onTx } from "@/lib/db/sql";
import { AppError, notFound } from "@/lib/errors";

export type PersonRow = {
  id: string;
  name: string;
  email: string | null;
  jobTitle: string | null;
  departmentId: string | null;
  version: number;
};

/**
 * The person, locked until commit, if the viewer may do this to them. Whoever may not even see a person's access is answered as if
 * there were no such person.
 */
export async function personInReach(tx: Tx, viewer: Viewer, verb: Verb, personId: string): Promise<PersonRow> {
  const [person] = await onTx(tx).query<PersonRow>(Prisma.sql`
    SELECT id::text, name, email, job_title AS "jobTitle", department_id::text AS "departmentId", version
    FROM person WHERE id = ${personId}::uuid FOR UPDATE`);
  const subject = { departmentId: person?.departmentId ?? null, ownerId: personId };
  // Ending one's own sessions needs no role: who has lost every grant can still sign out everywhere.
  if (person && verb === "session.revoke" && personId === viewer.personId) return person;
  if (!person || !(can(viewer, "grant.read", subject) || can(viewer, verb, subject))) throw notFound("person");
  authorise(viewer, verb, subject);
  requireAdministrates(viewer);
  if (verb !== "grant.change") await requireReachOfGrants(tx, viewer, personId);
  return person;
}

/** Whoever holds somebody's account holds their roles: an administrator of a department has no hand in one that reaches further. */
async function requireReachOfGrants(tx: Tx, viewer: Viewer, personId: string): Promise<void> {
  const held = await tx.grant.findMany({ where: { personId, endedAt: null }, select: { departmentId: true } });
  if (held.some(({ departmentId }) => !can(viewer, "grant.change", { departmentId })))
    throw new AppError("FORBIDDEN", "This person also holds a role outside your departments. Ask an administrator of the company.");
}

/**
 * The second net of the commands on access. They run as the system, which no row-level policy binds: whatever the policy table answers,
 * only an administrator's come through.
 */
export function requireAdministrates(viewer: Viewer): void {
  if (!viewer.administrator) throw notFound("person");
}

/**
 * Administrators are taken away one at a time: without this lock two could each see the other one staying. To be held before the
 * change; `requireAdministrator` after it sees what everybody before has committed.
 */
export const lockAdministrators = (tx: Tx): Promise<unknown> =>
  tx.$queryRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('administrators', 0))::text`);

/** Throws, and so takes the change back, when nobody is left who can sign in and administer the company. Needs the system's scope. */
export async function requireAdministrator(tx: Tx): Promise<void> {
  const [left] = await onTx(tx).query<{ some: boolean }>(Prisma.sql`
    SELECT EXISTS (
      SELECT FROM access_grant g JOIN department d ON d.id = g.department_id JOIN account a ON a.person_id = g.person_id
        JOIN person p ON p.id = g.person_id
      WHERE g.role = 'administrator' AND g.ended_at IS NULL AND d.parent_id IS NULL AND a.disabled_at IS NULL
        AND a.password_hash IS NOT NULL AND (p.left_on IS NULL OR p.left_on > ${today()}::date)
    ) AS some`);
  if (!left?.some) throw new AppError("INVALID", "This is the last administrator who can sign in. Give somebody else that role first.");
}
