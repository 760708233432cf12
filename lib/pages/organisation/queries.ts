import "server-only";
import { today } from "@/lib/clock";
import { type Contents, heldIn } from "@/lib/entities/held";
import { DEPARTMENT, type Department, POSITION, type Position } from "@/lib/organisation/entities";
import { inTreeOrder } from "@/lib/organisation/tree";
import { can, departmentsWhere, type Role } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";

export type PositionRow = { id: string; code: string; title: string; departmentId: string; holderName: string | null; closed: boolean };
export type DepartmentNode = {
  id: string;
  code: string;
  name: string;
  groupName: string | null;
  parentId: string | null;
  depth: number;
  held: Contents["counts"];
  positions: PositionRow[];
};
export type Organisation = {
  /** Departments in use, in the order of the tree, with their open positions. */
  departments: DepartmentNode[];
  /** Closed ones, by name. */
  closed: { id: string; name: string; code: string }[];
};

const positionsOf = (sql: Sql, departmentIds: readonly string[]) =>
  sql.query<PositionRow>(Prisma.sql`
    SELECT s.id::text, s.code, s.title, s.department_id::text AS "departmentId", p.name AS "holderName", s.archived_at IS NOT NULL AS closed
    FROM position s LEFT JOIN person p ON p.id = s.holder_id WHERE s.department_id = ANY (${[...departmentIds]}::uuid[])
    ORDER BY lower(s.title), s.code LIMIT 5000`);

/** The departments and positions of whoever reads who has access there. Null: nowhere. */
export function getOrganisation(viewer: Viewer): Promise<Organisation | null> {
  const ids = departmentsWhere(viewer, "grant.read");
  if (ids.length === 0) return Promise.resolve(null);
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    type Row = Omit<DepartmentNode, "depth" | "held" | "positions"> & { closed: boolean };
    const rows = await sql.query<Row>(Prisma.sql`
      SELECT id::text, code, name, group_name AS "groupName", parent_id::text AS "parentId", archived_at IS NOT NULL AS closed
      FROM department WHERE id = ANY (${ids}::uuid[]) ORDER BY lower(name), id`);
    const held = await heldIn(sql, "department", ids);
    const positions = Map.groupBy(await positionsOf(sql, ids), (position) => position.departmentId);
    const open = inTreeOrder(rows.filter((row) => !row.closed));
    return {
      departments: open.map(({ closed: _, ...row }) => ({
        ...row,
        held: held(row.id).counts,
        positions: (positions.get(row.id) ?? []).filter((position) => !position.closed),
      })),
      closed: rows.filter((row) => row.closed).map(({ id, name, code }) => ({ id, name, code })),
    };
  });
}

export type DepartmentDetail = Department & {
  held: Contents["counts"];
  /** What keeps it from being closed, in words. */
  blockers: string | null;
  positions: PositionRow[];
  below: { id: string; name: string; closed: boolean }[];
  roles: { personId: string; name: string; role: Role }[];
  mayChange: boolean;
};

/** One department as it is administered; null when there is none in the viewer's reach. */
export function getDepartmentDetail(viewer: Viewer, id: string): Promise<DepartmentDetail | null> {
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const row = await DEPARTMENT.load(sql, viewer, id, false);
    if (row === undefined) return null;
    const { counts, blockers } = (await heldIn(sql, "department", [id]))(id);
    const below = await sql.query<DepartmentDetail["below"][number]>(Prisma.sql`
      SELECT id::text, name, archived_at IS NOT NULL AS closed FROM department WHERE parent_id = ${id}::uuid ORDER BY lower(name), id`);
    const roles = await sql.query<DepartmentDetail["roles"][number]>(Prisma.sql`
      SELECT p.id::text AS "personId", p.name, g.role::text FROM access_grant g JOIN person p ON p.id = g.person_id
      WHERE g.department_id = ${id}::uuid AND g.ended_at IS NULL AND (p.left_on IS NULL OR p.left_on > ${today()}::date)
      ORDER BY lower(p.name), p.id, g.role LIMIT 500`);
    const positions = await positionsOf(sql, [id]);
    return {
      ...row,
      held: counts,
      blockers,
      positions,
      below,
      roles,
      mayChange: can(viewer, "organisation.change", row),
    };
  });
}

export type PositionDetail = Position & { held: Contents["counts"]; blockers: string | null; reports: PositionRow[]; mayChange: boolean };

/** One position as it is administered; null when there is none in the viewer's reach. */
export function getPositionDetail(viewer: Viewer, id: string): Promise<PositionDetail | null> {
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const row = await POSITION.load(sql, viewer, id, false);
    if (row === undefined) return null;
    const { counts, blockers } = (await heldIn(sql, "position", [id]))(id);
    const reports = await sql.query<PositionRow>(Prisma.sql`
      SELECT s.id::text, s.code, s.title, s.department_id::text AS "departmentId", p.name AS "holderName", false AS closed
      FROM position s LEFT JOIN person p ON p.id = s.holder_id WHERE s.reports_to_id = ${id}::uuid AND s.archived_at IS NULL
      ORDER BY lower(s.title), s.code LIMIT 500`);
    return {
      ...row,
      held: counts,
      blockers,
      reports: reports.filter((position) => can(viewer, "grant.read", position)),
      mayChange: can(viewer, "organisation.change", row),
    };
  });
}
