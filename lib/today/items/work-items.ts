import "server-only";
import { today } from "@/lib/clock";
import { ENTITIES } from "@/lib/entities";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Part } from "./part";

export type WorkItemRow = {
  section: "decisions" | "overdue";
  /** "proposal", "action", "initiative" or "milestone"; else one that the description of an entity names */
  kind: string;
  id: string;
  version: number;
  title: string;
  code: string | null;
  initiativeId: string | null;
  ownerName: string;
  ownerId: string;
  departmentName: string;
  dueOn: string;
  lateDays: number;
  total: number;
};

const WAITING = ENTITIES.flatMap(({ waiting }) => waiting ?? []);

/** Proposed initiatives the viewer may decide, and what is overdue of the viewer and of whom they stand in for. */
const needed = (viewer: Viewer, part: Part) => Prisma.sql`
  SELECT x.* FROM (
    SELECT 'decisions' AS section, 'proposal' AS kind, i.id, i.version, i.title, i.code, i.id AS initiative_id, i.owner_id, i.department_id, i.due_on
    FROM initiative i WHERE i.stage = 'proposed' AND i.department_id = ANY (${part.proposals}::uuid[])
    UNION ALL
    SELECT 'overdue', 'initiative', i.id, i.version, i.title, i.code, i.id, i.owner_id, i.department_id, i.due_on
    FROM initiative i WHERE i.closed_on IS NULL AND i.stage <> 'proposed' AND i.due_on < ${today()}::date AND i.owner_id = ANY (${part.own}::uuid[])
    UNION ALL
    SELECT 'overdue', 'milestone', m.id, m.version, m.title, i.code, i.id, coalesce(m.owner_id, i.owner_id), i.department_id, m.due_on
    FROM milestone m JOIN initiative i ON i.id = m.initiative_id
    WHERE m.done_on IS NULL AND i.closed_on IS NULL AND m.due_on < ${today()}::date AND coalesce(m.owner_id, i.owner_id) = ANY (${part.own}::uuid[])
    UNION ALL
    SELECT 'overdue', 'action', a.id, a.version, a.title, i.code, i.id, a.owner_id, a.department_id, a.due_on
    FROM action a LEFT JOIN initiative i ON i.id = a.initiative_id
    WHERE a.done_on IS NULL AND a.due_on < ${today()}::date AND a.owner_id = ANY (${part.own}::uuid[])
    ${Prisma.join([Prisma.empty, ...WAITING.map(({ rows }) => Prisma.sql`UNION ALL ${rows(part.own)}`)], " ")}
  ) AS x
  WHERE NOT EXISTS (SELECT FROM deferral f WHERE f.person_id = ${viewer.personId}::uuid AND f.item = x.kind || ':' || x.id AND f.until > ${today()}::date)`;

/** Rows of WorkItemRow, at most `limit` a section, the longest overdue first. */
export function workItemRows(viewer: Viewer, part: Part, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT x.section, x.kind, x.id::text, x.version, x.title, x.code, x.initiative_id::text AS "initiativeId", o.name AS "ownerName", x.owner_id::text AS "ownerId",
      d.name AS "departmentName", x.due_on::text AS "dueOn", ${today()}::date - x.due_on AS "lateDays", x.total
    FROM (SELECT x.*, count(*) OVER (PARTITION BY x.section)::int AS total, row_number() OVER (PARTITION BY x.section ORDER BY x.due_on, x.id) AS place FROM (${needed(viewer, part)}) AS x) AS x
    JOIN person o ON o.id = x.owner_id JOIN department d ON d.id = x.department_id
    WHERE x.place <= ${limit} ORDER BY x.place`;
}

/** The same, only counted. */
export const countedWork = (viewer: Viewer, part: Part): Prisma.Sql => Prisma.sql`SELECT count(*) FROM (${needed(viewer, part)}) AS x`;
