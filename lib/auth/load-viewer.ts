import "server-only";
import type { Role } from "@/lib/authz/policy";
import { today } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import { reading } from "@/lib/db/scope";
import { onTx, type Sql } from "@/lib/db/sql";
import { makeViewer, type Viewer } from "./viewer";

type Row = {
  person_id: string;
  name: string;
  email: string | null;
  department_id: string | null;
  root_id: string | null;
  stands_in_for: string[] | null;
  grants: { role: Role; departmentId: string; departments: string[] }[] | null;
};

/** The person with every grant unrolled over the tree; no row when disabled or gone. One statement. */
async function load(sql: Sql, who: Prisma.Sql): Promise<Viewer | null> {
  const [row] = await sql.query<Row>(Prisma.sql`
    WITH RECURSIVE who AS (
      SELECT p.id, p.name, p.email, p.department_id FROM person p JOIN account a ON a.person_id = p.id
      WHERE ${who} AND a.disabled_at IS NULL AND (p.left_on IS NULL OR p.left_on > ${today()}::date)
    ), tree AS (
      SELECT g.id AS grant_id, g.department_id AS id FROM access_grant g JOIN who ON who.id = g.person_id WHERE g.ended_at IS NULL
      UNION SELECT t.grant_id, d.id FROM tree t JOIN department d ON d.parent_id = t.id
    )
    SELECT who.id::text AS person_id, who.name, who.email, who.department_id::text,
      (SELECT id::text FROM department WHERE parent_id IS NULL) AS root_id,
      (SELECT array_agg(DISTINCT d.person_id::text) FROM delegation d
        WHERE d.deputy_id = who.id AND d.ended_at IS NULL AND ${today()}::date BETWEEN d.from_on AND d.to_on) AS stands_in_for,
      (SELECT json_agg(json_build_object('role', g.role, 'departmentId', g.department_id,
          'departments', (SELECT json_agg(t.id) FROM tree t WHERE t.grant_id = g.id)) ORDER BY g.id)
        FROM access_grant g WHERE g.person_id = who.id AND g.ended_at IS NULL) AS grants
    FROM who`);
  if (!row) return null;
  const grants = (row.grants ?? []).map((g) => ({ role: g.role, departmentId: g.departmentId, departments: new Set(g.departments) }));
  const person = { personId: row.person_id, name: row.name, email: row.email ?? "", departmentId: row.department_id };
  return makeViewer(person, grants, row.root_id, row.stands_in_for ?? []);
}

/** The viewer a person is right now. Null: no account, disabled, or no longer with the company. */
export const viewerOf = (personId: string): Promise<Viewer | null> =>
  reading("system", (tx) => load(onTx(tx), Prisma.sql`p.id = ${personId}::uuid`));

/** The same by e-mail, for the command line. */
export const viewerByEmail = (email: string): Promise<Viewer | null> =>
  reading("system", (tx) => load(onTx(tx), Prisma.sql`p.email = ${email.toLowerCase()}`));

/** The same inside a transaction that has the system's scope. */
export const viewerIn = (sql: Sql, personId: string): Promise<Viewer | null> => load(sql, Prisma.sql`p.id = ${personId}::uuid`);
