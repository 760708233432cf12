import "server-only";
import { realNow, today } from "@/lib/clock";
import { can, departmentsWhere, type Role } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { containsPattern } from "@/lib/platform/db/like";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

/** left: no longer with the company. none: in the directory, but cannot sign in. */
export type AccountState = "none" | "invited" | "active" | "disabled" | "left";

export type PersonRow = {
  id: string;
  code: string;
  name: string;
  jobTitle: string | null;
  departmentName: string | null;
  account: AccountState;
  roles: { role: Role; departmentName: string }[];
};
/** total: number of matches; `rows` are the first of them. */
export type PeopleList = { rows: PersonRow[]; total: number };

export const PEOPLE_SHOWN = 100;

/** Everybody of the directory in the viewer's reach, by name, at most PEOPLE_SHOWN. Null if the viewer may not see access anywhere. */
export async function listPeople(viewer: Viewer, filter: { q: string; departmentId: string | null }): Promise<PeopleList | null> {
  const departments = departmentsWhere(viewer, "grant.read");
  if (departments.length === 0) return null;
  const like = containsPattern(filter.q);
  type Row = {
    id: string;
    code: string;
    name: string;
    job_title: string | null;
    department: string | null;
    total: string;
    roles: PersonRow["roles"];
  };
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<Row>(Prisma.sql`
      SELECT p.id::text, p.code, p.name, p.job_title, d.name AS department, count(*) OVER ()::text AS total,
        coalesce((SELECT json_agg(json_build_object('role', g.role, 'departmentName', gd.name) ORDER BY g.granted_at, g.id)
          FROM access_grant g JOIN department gd ON gd.id = g.department_id WHERE g.person_id = p.id AND g.ended_at IS NULL), '[]') AS roles
      FROM person p LEFT JOIN department d ON d.id = p.department_id
      WHERE (p.department_id = ANY (${departments}::uuid[]) OR (p.department_id IS NULL AND ${can(viewer, "grant.read", { departmentId: null })}))
        AND (${filter.q} = '' OR p.name ILIKE ${like} OR p.job_title ILIKE ${like} OR p.email ILIKE ${like} OR p.code = ${filter.q})
        AND (${filter.departmentId}::uuid IS NULL OR p.department_id = ${filter.departmentId}::uuid)
      ORDER BY lower(p.name), p.id LIMIT ${PEOPLE_SHOWN}`),
  );
  const accounts = await accountStates(rows.map((row) => row.id));
  return {
    total: Number(rows[0]?.total ?? 0),
    rows: rows.map((row) => ({
      id: row.id,
      code: row.code,
      name: row.name,
      jobTitle: row.job_title,
      departmentName: row.department,
      roles: row.roles,
      account: accounts.get(row.id)?.state ?? "none",
    })),
  };
}

type AccountRow = { state: AccountState; sessions: number };

/** Accounts and sessions are tables of the sign-in that only the system reads; the caller has checked the viewer's permission. */
async function accountStates(ids: string[]): Promise<Map<string, AccountRow>> {
  type Row = { id: string; state: AccountState; sessions: string };
  const rows = await reading("system", (tx) =>
    onTx(tx).query<Row>(Prisma.sql`
      SELECT p.id::text, CASE WHEN a.person_id IS NULL THEN 'none' WHEN p.left_on <= ${today()}::date THEN 'left'
        WHEN a.disabled_at IS NOT NULL THEN 'disabled' WHEN a.password_hash IS NULL THEN 'invited' ELSE 'active' END AS state,
        (SELECT count(*) FROM session s WHERE s.person_id = p.id AND s.revoked_at IS NULL AND s.expires_at > ${realNow()})::text AS sessions
      FROM person p LEFT JOIN account a ON a.person_id = p.id WHERE p.id = ANY (${ids}::uuid[])`),
  );
  return new Map(rows.map((row) => [row.id, { state: row.state, sessions: Number(row.sessions) }]));
}

/** What the viewer may do to this person, for the screen; the commands check again. */
export type PersonVerbs = { manage: boolean; grant: boolean; revoke: boolean };
export type PersonGrant = {
  id: string;
  role: Role;
  departmentName: string;
  /** Instant, ISO. */
  grantedAt: string;
  grantedBy: string | null;
  mayEnd: boolean;
};
export type PersonAccess = {
  id: string;
  code: string;
  name: string;
  email: string | null;
  jobTitle: string | null;
  departmentId: string | null;
  departmentName: string | null;
  /** First day after leaving, ISO; null while none is known. */
  leftOn: string | null;
  /** Positions they hold, until they are given to somebody else. */
  positions: { id: string; title: string; departmentId: string }[];
  version: number;
  account: AccountState;
  /** Sessions that have not expired. */
  sessions: number;
  grants: PersonGrant[];
  verbs: PersonVerbs;
  self: boolean;
};

/** One person with account and grants; null if there is none in the viewer's reach. */
export async function getPersonAccess(viewer: Viewer, personId: string): Promise<PersonAccess | null> {
  type Row = Omit<PersonAccess, "account" | "sessions" | "grants" | "positions" | "verbs" | "self">;
  type GrantRow = Omit<PersonGrant, "mayEnd"> & { departmentId: string };
  const found = await reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const [person] = await sql.query<Row>(Prisma.sql`
      SELECT p.id::text, p.code, p.name, p.email, p.job_title AS "jobTitle", p.department_id::text AS "departmentId",
        d.name AS "departmentName", p.left_on::text AS "leftOn", p.version
      FROM person p LEFT JOIN department d ON d.id = p.department_id WHERE p.id = ${personId}::uuid`);
    if (!person || !can(viewer, "grant.read", { departmentId: person.departmentId })) return null;
    const grants = await sql.query<GrantRow>(Prisma.sql`
      SELECT g.id::text, g.role::text, g.department_id::text AS "departmentId", d.name AS "departmentName",
        to_char(g.granted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "grantedAt", b.name AS "grantedBy"
      FROM access_grant g JOIN department d ON d.id = g.department_id LEFT JOIN person b ON b.id = g.granted_by_id
      WHERE g.person_id = ${personId}::uuid AND g.ended_at IS NULL ORDER BY g.granted_at, g.id LIMIT 100`);
    const positions = await sql.query<PersonAccess["positions"][number]>(Prisma.sql`
      SELECT id::text, title, department_id::text AS "departmentId" FROM position WHERE holder_id = ${personId}::uuid ORDER BY title, id LIMIT 100`);
    return { person, grants, positions };
  });
  if (!found) return null;
  const { person, grants, positions } = found;
  const account = (await accountStates([person.id])).get(person.id);
  const place = { departmentId: person.departmentId };
  return {
    ...person,
    account: account?.state ?? "none",
    sessions: account?.sessions ?? 0,
    positions: positions.filter((position) => can(viewer, "grant.read", position)),
    grants: grants.map(({ departmentId, ...grant }) => ({ ...grant, mayEnd: can(viewer, "grant.change", { departmentId }) })),
    verbs: {
      manage: can(viewer, "person.manage", place),
      grant: can(viewer, "grant.change", place),
      revoke: can(viewer, "session.revoke", { ...place, ownerId: person.id }),
    },
    self: person.id === viewer.personId,
  };
}

/** A person's own account page. */
export function getOwnAccount(viewer: Viewer) {
  const ids = viewer.grants.map((grant) => grant.departmentId);
  return reading(viewer, async (tx) => {
    const person = await tx.person.findUnique({
      where: { id: viewer.personId },
      select: { name: true, email: true, jobTitle: true, department: { select: { name: true } } },
    });
    const departments = await tx.department.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
    const nameOf = new Map(departments.map((d) => [d.id, d.name]));
    return {
      name: viewer.name,
      email: person?.email ?? "",
      jobTitle: person?.jobTitle ?? null,
      departmentName: person?.department?.name ?? null,
      roles: viewer.grants.map((grant) => ({ role: grant.role, departmentName: nameOf.get(grant.departmentId) ?? "" })),
    };
  });
}
