import "server-only";
import { today } from "@/lib/clock";
import { ENTITIES } from "@/lib/entities";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Reference } from "@/lib/platform/entities/reference";
import type { Part } from "./part";

export type WorkItemRow = {
  section: "decisions" | "overdue";
  /** one of the kinds in the entity descriptions */
  kind: string;
  id: string;
  version: number;
  title: string;
  code: string | null;
  /** the page it links to */
  page: Reference | null;
  ownerName: string;
  ownerId: string;
  departmentName: string;
  dueOn: string;
  lateDays: number;
  total: number;
};

const WAITING = ENTITIES.flatMap(({ waiting }) => waiting ?? []);

/** Waiting work of the viewer and the people they deputise for, from the entity descriptions. */
const needed = (viewer: Viewer, { own }: Part) => Prisma.sql`
  SELECT x.* FROM (
    ${Prisma.join(
      WAITING.map(({ rows }) => rows(viewer, own)),
      " UNION ALL ",
    )}
  ) AS x (section, kind, id, version, title, code, owner_id, department_id, due_on, page)
  WHERE NOT EXISTS (SELECT FROM deferral f WHERE f.person_id = ${viewer.personId}::uuid AND f.item = x.kind || ':' || x.id AND f.until > ${today()}::date)`;

/** Rows of WorkItemRow, at most `limit` per section, the longest overdue first. */
export function workItemRows(viewer: Viewer, part: Part, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT x.section, x.kind, x.id::text, x.version, x.title, x.code, x.page, o.name AS "ownerName", x.owner_id::text AS "ownerId",
      d.name AS "departmentName", x.due_on::text AS "dueOn", ${today()}::date - x.due_on AS "lateDays", x.total
    FROM (SELECT x.*, count(*) OVER (PARTITION BY x.section)::int AS total, row_number() OVER (PARTITION BY x.section ORDER BY x.due_on, x.id) AS place FROM (${needed(viewer, part)}) AS x) AS x
    JOIN person o ON o.id = x.owner_id JOIN department d ON d.id = x.department_id
    WHERE x.place <= ${limit} ORDER BY x.place`;
}

/** The number of those rows. */
export const countedWork = (viewer: Viewer, part: Part): Prisma.Sql => Prisma.sql`SELECT count(*) FROM (${needed(viewer, part)}) AS x`;
