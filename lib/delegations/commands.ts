import "server-only";
import { daysBetween } from "@/lib/calendar/dates";
import { now, today } from "@/lib/clock";
import { AppError, notFound } from "@/lib/errors";
import { formatDate } from "@/lib/format";
import { appendAudit } from "@/lib/platform/audit/write";
import { viewerIn } from "@/lib/platform/auth/load-viewer";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { once } from "@/lib/platform/db/once";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { tell } from "@/lib/platform/notices/tell";
import { mayStandIn, ownedDepartments } from "./rights";
import { type EndDelegationInput, type GiveDelegationInput, LONGEST_DELEGATION_DAYS } from "./schema";

/**
 * Names who stands in for a person while they are away. One's own, or for an administrator anybody's of their departments: who
 * stands in for somebody names no deputy for them. Throws INVALID when the deputy may not write in every department where the person owns a measure, when somebody
 * stands in already on one of the days, or when the days are over or too many.
 */
export async function giveDelegation(viewer: Viewer, input: GiveDelegationInput): Promise<{ id: string }> {
  checkWhose(viewer, input.personId, await departmentOf(input.personId));
  if (input.toOn < today()) throw new AppError("INVALID", "This day is over.", { field: "toOn" });
  if (daysBetween(input.fromOn, input.toOn) >= LONGEST_DELEGATION_DAYS)
    throw new AppError("INVALID", `Name a deputy for at most ${LONGEST_DELEGATION_DAYS} days.`, { field: "toOn" });
  // Other people's access is read by the installation; nothing of it goes back but whether it suffices.
  const rights = await reading("system", async (tx) => {
    const sql = onTx(tx);
    const deputy = await viewerIn(sql, input.deputyId);
    return { deputy, departments: await ownedDepartments(sql, input.personId) };
  });
  const { deputy } = rights;
  if (deputy === null) throw new AppError("INVALID", "This person cannot sign in.", { field: "deputyId" });
  const closed = rights.departments.find((department) => !mayStandIn(deputy, department.id));
  if (closed) throw new AppError("INVALID", `${deputy.name} may not enter values of ${closed.name}.`, { field: "deputyId" });

  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    return once(tx, viewer, "delegation.give", input, async (id) => {
      const person = await lockPerson(sql, input.personId);
      const [other] = await sql.query<{ name: string; fromOn: string; toOn: string }>(Prisma.sql`
        SELECT p.name, d.from_on::text AS "fromOn", d.to_on::text AS "toOn" FROM delegation d JOIN person p ON p.id = d.deputy_id
        WHERE d.person_id = ${person.id}::uuid AND d.ended_at IS NULL AND d.from_on <= ${input.toOn}::date AND d.to_on >= ${input.fromOn}::date LIMIT 1`);
      if (other)
        throw new AppError(
          "INVALID",
          `${other.name} stands in from ${formatDate(other.fromOn)} to ${formatDate(other.toOn)}. End that first.`,
          {
            field: "fromOn",
          },
        );
      await sql.query(Prisma.sql`
        INSERT INTO delegation (id, person_id, deputy_id, from_on, to_on, created_by_id, created_at)
        VALUES (${id}::uuid, ${person.id}::uuid, ${deputy.personId}::uuid, ${input.fromOn}::date, ${input.toOn}::date, ${viewer.personId}::uuid, ${now()}::timestamptz)`);
      await tell(sql, viewer, [{ personId: deputy.personId, kind: "delegated" }]);
      await appendAudit(sql, viewer, {
        action: "delegation.give",
        subject: { type: "person", id: person.id, name: person.name },
        departmentId: person.departmentId,
        before: null,
        after: { deputy: deputy.name, fromOn: input.fromOn, toOn: input.toOn },
      });
    });
  });
}

/** Ends a delegation at once. Ending one that is over changes nothing. Throws NOT_FOUND for one the viewer may not see. */
export async function endDelegation(viewer: Viewer, { delegationId }: EndDelegationInput): Promise<{ id: string }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    type Row = {
      id: string;
      personId: string;
      name: string;
      departmentId: string | null;
      deputy: string;
      fromOn: string;
      toOn: string;
      endedAt: string | null;
    };
    const [row] = await sql.query<Row>(Prisma.sql`
      SELECT d.id::text, d.person_id::text AS "personId", p.name, p.department_id::text AS "departmentId", s.name AS deputy, d.from_on::text AS "fromOn",
        d.to_on::text AS "toOn", d.ended_at::text AS "endedAt"
      FROM delegation d JOIN person p ON p.id = d.person_id JOIN person s ON s.id = d.deputy_id WHERE d.id = ${delegationId}::uuid FOR UPDATE OF d`);
    if (!row) throw notFound("delegation");
    checkWhose(viewer, row.personId, row.departmentId);
    if (row.endedAt !== null) return { id: row.id };
    await sql.query(Prisma.sql`UPDATE delegation SET ended_at = ${now()}::timestamptz WHERE id = ${row.id}::uuid`);
    await appendAudit(sql, viewer, {
      action: "delegation.end",
      subject: { type: "person", id: row.personId, name: row.name },
      departmentId: row.departmentId,
      before: { deputy: row.deputy, fromOn: row.fromOn, toOn: row.toOn },
      after: null,
    });
    return { id: row.id };
  });
}

/** One's own, wherever one belongs; somebody else's by a role on their department. Standing in for them is no such role. */
function checkWhose(viewer: Viewer, personId: string, departmentId: string | null): void {
  authorise(viewer, "delegation.change", personId === viewer.personId ? { departmentId: null, ownerId: personId } : { departmentId });
}

/** Null for the company's own, and for a person there is not: both are for an administrator of the company to know. */
const departmentOf = (personId: string): Promise<string | null> =>
  reading("system", async (tx) => {
    const person = await tx.person.findUnique({ where: { id: personId }, select: { departmentId: true } });
    return person?.departmentId ?? null;
  });

async function lockPerson(sql: Sql, personId: string): Promise<{ id: string; name: string; departmentId: string | null }> {
  // Not FOR UPDATE: who may not change people may still name their own deputy. Two of one person take turns on this lock.
  await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('delegation'), hashtext(${personId}))::text`);
  const [person] = await sql.query<{ id: string; name: string; departmentId: string | null }>(
    Prisma.sql`SELECT id::text, name, department_id::text AS "departmentId" FROM person WHERE id = ${personId}::uuid`,
  );
  if (!person) throw notFound("person");
  return person;
}
