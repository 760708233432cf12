import "server-only";
import { daysBetween } from "@/lib/calendar/dates";
import { now, today } from "@/lib/clock";
import { AppError, notFound } from "@/lib/errors";
import { formatDate } from "@/lib/format";
import { viewerIn } from "@/lib/platform/auth/load-viewer";
import { can, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { notify } from "@/lib/platform/notices/notify";
import { mayStandIn, ownedDepartments } from "./rights";
import { type EndDelegationInput, type GiveDelegationInput, LONGEST_DELEGATION_DAYS } from "./schema";

type Away = { id: string; name: string | null; departmentId: string | null };

/**
 * People may change their own delegations; for anybody else's they need a role on that person's department. A deputy may not manage the
 * person's delegations.
 */
const mayChange = (viewer: Viewer, verb: Verb, personId: string, departmentId: string | null): boolean =>
  can(viewer, verb, personId === viewer.personId ? { departmentId: null, ownerId: personId } : { departmentId });

/**
 * The person who is away. A person who does not exist is treated like one of the company itself, which only its administrators may see: for
 * others both are forbidden. Not FOR UPDATE, because people who may not change people may still name their own deputy. Two delegations of
 * one person take turns on a separate lock.
 */
const AWAY: Entity<Away> = {
  word: "person",
  load: async (sql, _viewer, id, lock) => {
    if (lock) await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('delegation'), hashtext(${id}))::text`);
    const [person] = await asInstallation(sql, () =>
      sql.query<Away>(Prisma.sql`SELECT id::text, name, department_id::text AS "departmentId" FROM person WHERE id = ${id}::uuid`),
    );
    return person ?? { id, name: null, departmentId: null };
  },
  subjectOf: ({ id, name }) => ({ type: "person", id, name: name ?? "" }),
  may: (viewer, verb, { id, departmentId }) => mayChange(viewer, verb, id, departmentId),
};

/**
 * Names a deputy for a person while they are away: for oneself, or by an administrator for anybody in their departments. A deputy cannot
 * name another deputy. Throws INVALID if the deputy may not write in every department where the person owns a measure, if there is already
 * a deputy on one of the days, or if the days are past or too many.
 */
export const giveDelegation = defineCommand({
  verb: "delegation.change",
  audit: "delegation.give",
  entity: AWAY,
  at: ({ personId }: GiveDelegationInput) => personId,
  guard: "key",
  run: async ({ sql, viewer, row: person, input: { deputyId, fromOn, toOn }, id }) => {
    if (toOn < today()) throw new AppError("INVALID", "This day is in the past.", { field: "toOn" });
    if (daysBetween(fromOn, toOn) >= LONGEST_DELEGATION_DAYS)
      throw new AppError("INVALID", `Name a deputy for at most ${LONGEST_DELEGATION_DAYS} days.`, { field: "toOn" });
    const deputy = await fitDeputy(sql, deputyId, person.id);
    if (person.name === null) throw notFound("person");
    const [other] = await sql.query<{ name: string; fromOn: string; toOn: string }>(Prisma.sql`
      SELECT p.name, d.from_on::text AS "fromOn", d.to_on::text AS "toOn" FROM delegation d JOIN person p ON p.id = d.deputy_id
      WHERE d.person_id = ${person.id}::uuid AND d.ended_at IS NULL AND d.from_on <= ${toOn}::date AND d.to_on >= ${fromOn}::date LIMIT 1`);
    if (other)
      throw new AppError(
        "INVALID",
        `${other.name} stands in from ${formatDate(other.fromOn)} to ${formatDate(other.toOn)}. End that first.`,
        { field: "fromOn" },
      );
    await sql.query(Prisma.sql`
      INSERT INTO delegation (id, person_id, deputy_id, from_on, to_on, created_by_id, created_at)
      VALUES (${id}::uuid, ${person.id}::uuid, ${deputy.personId}::uuid, ${fromOn}::date, ${toOn}::date, ${viewer.personId}::uuid, ${now()}::timestamptz)`);
    await notify(sql, viewer, [{ personId: deputy.personId, kind: "delegated" }]);
    return { before: null, after: { deputy: deputy.name, fromOn, toOn } };
  },
});

/** The installation reads other people's access; only whether it is sufficient is returned. */
async function fitDeputy(sql: Sql, deputyId: string, personId: string): Promise<Viewer> {
  const [deputy, departments] = await asInstallation(
    sql,
    async () => [await viewerIn(sql, deputyId), await ownedDepartments(sql, personId)] as const,
  );
  if (deputy === null) throw new AppError("INVALID", "This person cannot sign in.", { field: "deputyId" });
  const closed = departments.find((department) => !mayStandIn(deputy, department.id));
  if (closed) throw new AppError("INVALID", `${deputy.name} may not enter values of ${closed.name}.`, { field: "deputyId" });
  return deputy;
}

type Delegation = {
  id: string;
  personId: string;
  name: string;
  departmentId: string | null;
  deputy: string;
  fromOn: string;
  toOn: string;
  endedAt: string | null;
};

const DELEGATION: Entity<Delegation> = {
  word: "delegation",
  load: async (sql, _viewer, id, lock) => {
    const [row] = await sql.query<Delegation>(Prisma.sql`
      SELECT d.id::text, d.person_id::text AS "personId", p.name, p.department_id::text AS "departmentId", s.name AS deputy, d.from_on::text AS "fromOn",
        d.to_on::text AS "toOn", d.ended_at::text AS "endedAt"
      FROM delegation d JOIN person p ON p.id = d.person_id JOIN person s ON s.id = d.deputy_id WHERE d.id = ${id}::uuid ${lockRows(lock, "d")}`);
    return row;
  },
  subjectOf: ({ personId, name }) => ({ type: "person", id: personId, name }),
  may: (viewer, verb, { personId, departmentId }) => mayChange(viewer, verb, personId, departmentId),
};

/** Ends a delegation at once. Ending one that is over changes nothing. Throws NOT_FOUND for one the viewer may not see. */
export const endDelegation = defineCommand({
  verb: "delegation.change",
  audit: "delegation.end",
  entity: DELEGATION,
  at: ({ delegationId }: EndDelegationInput) => delegationId,
  guard: "state",
  run: async ({ sql, row: { id, deputy, fromOn, toOn, endedAt } }) => {
    if (endedAt !== null) return { silent: true };
    await sql.query(Prisma.sql`UPDATE delegation SET ended_at = ${now()}::timestamptz WHERE id = ${id}::uuid`);
    return { before: { deputy, fromOn, toOn }, after: null };
  },
});
