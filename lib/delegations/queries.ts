import "server-only";
import { today } from "@/lib/clock";
import { canSomewhere, type Role } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { isWriter, ownedDepartments } from "./rights";

export type DelegationRow = { id: string; name: string; fromOn: string; toOn: string; running: boolean };
export type OwnDelegations = {
  /** Whether the viewer's role has anything to hand over. */
  mayGive: boolean;
  /** The viewer's deputies, today or later. */
  given: DelegationRow[];
  /** People the viewer deputises for, today or later. */
  held: DelegationRow[];
  /** Whether there is a possible deputy: somebody with a role that enters values in each department where the viewer owns a measure. */
  anyDeputy: boolean;
  /** Those departments. */
  departments: string[];
};

/** Data for "While you are away" on the account page. */
export async function getOwnDelegations(viewer: Viewer): Promise<OwnDelegations> {
  type Row = DelegationRow & { mine: boolean };
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<Row>(Prisma.sql`
      SELECT d.id::text, p.name, d.from_on::text AS "fromOn", d.to_on::text AS "toOn", d.person_id = ${viewer.personId}::uuid AS mine,
        d.from_on <= ${today()}::date AS running
      FROM delegation d JOIN person p ON p.id = CASE WHEN d.person_id = ${viewer.personId}::uuid THEN d.deputy_id ELSE d.person_id END
      WHERE d.ended_at IS NULL AND d.to_on >= ${today()}::date AND ${viewer.personId}::uuid IN (d.person_id, d.deputy_id)
      ORDER BY d.from_on, d.id`),
  );
  const mayGive = canSomewhere(viewer, "delegation.change");
  const could = mayGive ? await findDeputies(viewer.personId) : { deputies: [], departments: [] };
  const plain = ({ id, name, fromOn, toOn, running }: Row): DelegationRow => ({ id, name, fromOn, toOn, running });
  return {
    mayGive,
    given: rows.filter((r) => r.mine).map(plain),
    held: rows.filter((r) => !r.mine).map(plain),
    anyDeputy: could.deputies.length > 0,
    departments: could.departments,
  };
}

type Deputy = { id: string; name: string; departmentName: string | null };

/** Possible deputies of the viewer, by name. */
export const listDeputies = async (viewer: Viewer): Promise<Deputy[]> =>
  canSomewhere(viewer, "delegation.change") ? (await findDeputies(viewer.personId)).deputies : [];

/** Returns names only: other people's rights stay with the installation. */
function findDeputies(personId: string): Promise<{ deputies: Deputy[]; departments: string[] }> {
  return reading("system", async (tx) => {
    const sql = onTx(tx);
    const departments = await ownedDepartments(sql, personId);
    type Row = { id: string; name: string; departmentName: string | null; role: Role; covered: number };
    const rows = await sql.query<Row>(Prisma.sql`
      WITH RECURSIVE up (department_id, above_id) AS (
        SELECT d, d FROM unnest(${departments.map((d) => d.id)}::uuid[]) AS d
        UNION SELECT up.department_id, x.parent_id FROM up JOIN department x ON x.id = up.above_id WHERE x.parent_id IS NOT NULL
      )
      SELECT p.id::text, p.name, h.name AS "departmentName", g.role::text, count(DISTINCT up.department_id)::int AS covered
      FROM access_grant g JOIN up ON up.above_id = g.department_id JOIN person p ON p.id = g.person_id JOIN account a ON a.person_id = p.id
        LEFT JOIN department h ON h.id = p.department_id
      WHERE g.ended_at IS NULL AND a.disabled_at IS NULL AND (p.left_on IS NULL OR p.left_on > ${today()}::date) AND p.id <> ${personId}::uuid
      GROUP BY p.id, p.name, h.name, g.role ORDER BY lower(p.name), p.id`);
    // One role that covers them all is enough. People whose roles cover them only together are rare, and the command accepts them.
    const fit = rows.filter((row) => isWriter(row.role) && row.covered === departments.length);
    const deputies = [...new Map(fit.map(({ id, name, departmentName }) => [id, { id, name, departmentName }])).values()];
    return { deputies, departments: departments.map((d) => d.name) };
  });
}
