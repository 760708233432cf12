import "server-only";
import { AppError, notFound } from "@/lib/errors";
import { authorise, can, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { onTx } from "@/lib/platform/db/sql";

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
