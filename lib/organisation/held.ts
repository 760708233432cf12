import "server-only";
import { today } from "@/lib/clock";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { DepartmentContents, PositionContents } from "./blockers";

// How many there are is counted for whoever administers the department: an administrator reads no figures, and none is read here.

const NOTHING: DepartmentContents = { kpis: 0, initiatives: 0, actions: 0, decisions: 0, people: 0, positions: 0, below: 0, roles: 0 };

/** What is open in each of these departments themselves, not below them. */
export async function heldInDepartments(sql: Sql, ids: readonly string[]): Promise<(id: string) => DepartmentContents> {
  const rows = await asInstallation(sql, () =>
    sql.query<DepartmentContents & { id: string }>(Prisma.sql`
      SELECT d.id::text, (SELECT count(*)::int FROM kpi k WHERE k.department_id = d.id AND k.archived_at IS NULL) AS kpis,
        (SELECT count(*)::int FROM initiative i WHERE i.department_id = d.id AND i.closed_on IS NULL) AS initiatives,
        (SELECT count(*)::int FROM action a WHERE a.department_id = d.id AND a.done_on IS NULL
          AND NOT EXISTS (SELECT FROM initiative i WHERE a.subject_type = 'initiative' AND i.id = a.subject_id AND i.closed_on IS NOT NULL)) AS actions,
        (SELECT count(*)::int FROM decision x WHERE x.department_id = d.id AND x.scored_at IS NULL) AS decisions,
        (SELECT count(*)::int FROM person p WHERE p.department_id = d.id AND (p.left_on IS NULL OR p.left_on > ${today()}::date)) AS people,
        (SELECT count(*)::int FROM position s WHERE s.department_id = d.id AND s.archived_at IS NULL) AS positions,
        (SELECT count(*)::int FROM department b WHERE b.parent_id = d.id AND b.archived_at IS NULL) AS below,
        (SELECT count(*)::int FROM access_grant g JOIN person p ON p.id = g.person_id
          WHERE g.department_id = d.id AND g.ended_at IS NULL AND (p.left_on IS NULL OR p.left_on > ${today()}::date)) AS roles
      FROM department d WHERE d.id = ANY (${[...ids]}::uuid[])`),
  );
  const byId = new Map(rows.map(({ id, ...held }) => [id, held]));
  return (id) => byId.get(id) ?? NOTHING;
}

/** What is open at a position: KPIs it owns, positions that report to it. */
export async function heldAtPosition(sql: Sql, id: string): Promise<PositionContents> {
  const [row] = await asInstallation(sql, () =>
    sql.query<PositionContents>(Prisma.sql`
      SELECT (SELECT count(*)::int FROM kpi k WHERE k.position_id = ${id}::uuid AND k.archived_at IS NULL) AS kpis,
        (SELECT count(*)::int FROM position s WHERE s.reports_to_id = ${id}::uuid AND s.archived_at IS NULL) AS reports`),
  );
  return row ?? { kpis: 0, reports: 0 };
}
