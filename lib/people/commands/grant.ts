import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { requireAdministrator } from "@/lib/platform/auth/administrators";
import { can, type Role } from "@/lib/platform/authz/policy";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { type Entity, loadLocked, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import type { EndGrantInput, GiveGrantInput } from "../schema";
import { DESTINATION, PERSON, requireAdministrates, withAdministrators } from "./reach";

/** Gives a person a role on a department and all below it, from their next request on. */
export const giveGrant = defineCommand({
  verb: "grant.change",
  audit: "grant.give",
  entity: PERSON,
  at: ({ personId }: GiveGrantInput) => personId,
  guard: "state",
  run: async ({ tx, sql, viewer, row: person, input: { personId, departmentId, role } }) => {
    const department = await loadLocked(sql, viewer, DESTINATION, { verb: "grant.change", key: departmentId });
    const given = await tx.grant.count({ where: { personId, departmentId, role, endedAt: null } });
    if (given > 0) throw new AppError("INVALID", `${person.name} holds this role on ${department.name} already.`, { field: "role" });
    const { id } = await tx.grant.create({
      data: { personId, departmentId, role, grantedById: viewer.personId, grantedAt: now() },
      select: { id: true },
    });
    return { departmentId, before: null, after: { role, department: department.name }, answer: { id } };
  },
});

type Grant = { id: string; personId: string; personName: string; departmentId: string; departmentName: string; role: Role };

const GRANT: Entity<Grant> = {
  word: "grant",
  load: async (sql, viewer, id, lock) => {
    const [grant] = await sql.query<Grant>(Prisma.sql`
      SELECT g.id::text, g.person_id::text AS "personId", p.name AS "personName", g.department_id::text AS "departmentId", d.name AS "departmentName",
        g.role::text
      FROM access_grant g JOIN person p ON p.id = g.person_id JOIN department d ON d.id = g.department_id
      WHERE g.id = ${id}::uuid AND g.ended_at IS NULL ${lockRows(lock, "g")}`);
    return grant && can(viewer, "grant.read", { departmentId: grant.departmentId }) ? grant : undefined;
  },
  subjectOf: ({ personId, personName }) => ({ type: "person", id: personId, name: personName }),
  may: (viewer, verb, { departmentId }) => {
    if (!can(viewer, verb, { departmentId })) return false;
    requireAdministrates(viewer);
    return true;
  },
};

/** Ends a grant, from the person's next request on. The last administrator who can sign in keeps theirs. */
export const endGrant = defineCommand({
  verb: "grant.change",
  audit: "grant.end",
  entity: withAdministrators(GRANT),
  at: ({ grantId }: EndGrantInput) => grantId,
  guard: "state",
  as: "installation", // the other administrators' accounts are in tables that no person may read
  run: async ({ tx, sql, row: { id, personId, role, departmentName, administrators } }) => {
    await tx.grant.update({ where: { id }, data: { endedAt: now() }, select: { id: true } });
    await requireAdministrator(sql, administrators);
    return { before: { role, department: departmentName }, after: null, answer: { personId } };
  },
});
