import "server-only";
import { isTimeZone } from "@/lib/calendar/time-zone";
import { businessZone, setBusinessZone, today } from "@/lib/clock";
import type { Role } from "@/lib/platform/authz/policy";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { makeViewer, type Viewer } from "../authz/viewer";
import { sameEmail } from "./links/email-address";

type Row = {
  time_zone: string | null;
  person_id: string | null;
  name: string;
  email: string | null;
  department_id: string | null;
  root_id: string | null;
  stands_in_for: string[] | null;
  grants: { role: Role; departmentId: string; departments: string[] }[] | null;
};

/**
 * The person with every grant expanded over the department tree; null if disabled or gone. One statement, which also returns the company's
 * time zone: from then on this process uses it to tell the day. If that gives another day than the query used (on a process's first
 * request, or after the setting changed), it runs again.
 */
async function load(sql: Sql, who: Prisma.Sql): Promise<Viewer | null> {
  const day = today();
  const [row] = await sql.query<Row>(Prisma.sql`
    WITH RECURSIVE who AS (
      SELECT p.id, p.name, p.email, p.department_id FROM person p JOIN account a ON a.person_id = p.id
      WHERE ${who} AND a.disabled_at IS NULL AND (p.left_on IS NULL OR p.left_on > ${day}::date)
    ), tree AS (
      SELECT g.id AS grant_id, g.department_id AS id FROM access_grant g JOIN who ON who.id = g.person_id WHERE g.ended_at IS NULL
      UNION SELECT t.grant_id, d.id FROM tree t JOIN department d ON d.parent_id = t.id
    ), reach AS (
      SELECT grant_id, json_agg(id) AS departments FROM tree GROUP BY grant_id -- once over the tree, however many grants
    )
    SELECT z.time_zone, who.id::text AS person_id, who.name, who.email, who.department_id::text,
      (SELECT id::text FROM department WHERE parent_id IS NULL) AS root_id,
      (SELECT array_agg(DISTINCT d.person_id::text) FROM delegation d
        WHERE d.deputy_id = who.id AND d.ended_at IS NULL AND ${day}::date BETWEEN d.from_on AND d.to_on) AS stands_in_for,
      (SELECT json_agg(json_build_object('role', g.role, 'departmentId', g.department_id,
          'departments', r.departments) ORDER BY g.id)
        FROM access_grant g JOIN reach r ON r.grant_id = g.id WHERE g.person_id = who.id AND g.ended_at IS NULL) AS grants
    FROM (SELECT (SELECT value->>'timeZone' FROM setting WHERE key = 'company') AS time_zone) AS z LEFT JOIN who ON true`);
  if (!row) throw new Error("one statement answers one row");
  const zone = row.time_zone ?? "UTC";
  if (zone !== businessZone() && isTimeZone(zone)) {
    setBusinessZone(zone);
    if (today() !== day) return load(sql, who);
  }
  if (row.person_id === null) return null;
  const grants = (row.grants ?? []).map((g) => ({ role: g.role, departmentId: g.departmentId, departments: new Set(g.departments) }));
  const person = { personId: row.person_id, name: row.name, email: row.email ?? "", departmentId: row.department_id };
  return makeViewer(person, grants, row.root_id, row.stands_in_for ?? []);
}

/** The viewer for a person at this moment. Null: no account, disabled, or no longer with the company. */
export const viewerOf = (personId: string): Promise<Viewer | null> =>
  reading("system", (tx) => load(onTx(tx), Prisma.sql`p.id = ${personId}::uuid`));

/** The same by e-mail, for the command line. */
export const viewerByEmail = (email: string): Promise<Viewer | null> =>
  reading("system", (tx) => load(onTx(tx), Prisma.sql`p.email = ${sameEmail(email)}`));

/** The same inside a transaction that has the system's scope. */
export const viewerIn = (sql: Sql, personId: string): Promise<Viewer | null> => load(sql, Prisma.sql`p.id = ${personId}::uuid`);
