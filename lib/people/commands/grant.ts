import "server-only";
import { now } from "@/lib/clock";
import { AppError, notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { lockAdministrators, requireAdministrator } from "@/lib/platform/auth/administrators";
import { authorise, can, type Role } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { systemFor, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { EndGrantInput, GiveGrantInput } from "../schema";
import { personInReach, requireAdministrates } from "./reach";

/** Gives a person a role on a department and all below it, from their next request on. */
export function giveGrant(viewer: Viewer, { personId, departmentId, role }: GiveGrantInput): Promise<{ id: string }> {
  return writing(viewer, async (tx) => {
    const person = await personInReach(tx, viewer, "grant.change", personId);
    const department = await tx.department.findFirst({ where: { id: departmentId, archivedAt: null }, select: { name: true } });
    if (!department || !can(viewer, "grant.read", { departmentId })) throw notFound("department");
    authorise(viewer, "grant.change", { departmentId });
    const held = await tx.grant.count({ where: { personId, departmentId, role, endedAt: null } });
    if (held > 0) throw new AppError("INVALID", `${person.name} holds this role on ${department.name} already.`, { field: "role" });
    const { id } = await tx.grant.create({
      data: { personId, departmentId, role, grantedById: viewer.personId, grantedAt: now() },
      select: { id: true },
    });
    await appendAudit(onTx(tx), viewer, {
      action: "grant.give",
      subject: { type: "person", id: personId, name: person.name },
      departmentId,
      before: null,
      after: { role, department: department.name },
    });
    return { id };
  });
}

/** Ends a grant, from the person's next request on. The last administrator who can sign in keeps theirs. */
export function endGrant(viewer: Viewer, { grantId }: EndGrantInput): Promise<{ personId: string }> {
  // The system's scope: whether another administrator can sign in stands in tables that no person reads.
  return writing(systemFor(viewer), async (tx) => {
    const sql = onTx(tx);
    const administrators = await lockAdministrators(sql);
    type Row = { personId: string; personName: string; departmentId: string; departmentName: string; role: Role };
    const [grant] = await sql.query<Row>(Prisma.sql`
      SELECT g.person_id::text AS "personId", p.name AS "personName", g.department_id::text AS "departmentId", d.name AS "departmentName",
        g.role::text
      FROM access_grant g JOIN person p ON p.id = g.person_id JOIN department d ON d.id = g.department_id
      WHERE g.id = ${grantId}::uuid AND g.ended_at IS NULL FOR UPDATE OF g`);
    if (!grant || !can(viewer, "grant.read", { departmentId: grant.departmentId })) throw notFound("grant");
    authorise(viewer, "grant.change", { departmentId: grant.departmentId });
    requireAdministrates(viewer);
    await tx.grant.update({ where: { id: grantId }, data: { endedAt: now() }, select: { id: true } });
    await requireAdministrator(sql, administrators);
    await appendAudit(sql, viewer, {
      action: "grant.end",
      subject: { type: "person", id: grant.personId, name: grant.personName },
      departmentId: grant.departmentId,
      before: { role: grant.role, department: grant.departmentName },
      after: null,
    });
    return { personId: grant.personId };
  });
}
