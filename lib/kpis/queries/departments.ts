import "server-only";
import type { StatusMark } from "@/lib/charts/view";
import { today } from "@/lib/clock";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { ROLL_UP } from "./rows";

export type DepartmentRow = {
  id: string;
  name: string;
  groupName: string | null;
  depth: number;
  /** People in it and in all departments below. */
  people: number;
  measures: number;
  late: number;
  status: StatusMark;
  staleDays: number | null;
};

/** The departments whose figures the viewer may read, in tree order, with the worst of their own measures. At most 500. */
export function listDepartments(viewer: Viewer): Promise<DepartmentRow[]> {
  return reading(viewer, (tx) =>
    onTx(tx).query<DepartmentRow>(Prisma.sql`
      WITH RECURSIVE tree AS (
        SELECT d.id, d.name, d.group_name, ARRAY[d.name] AS path, ARRAY[d.id] AS above FROM department d WHERE d.parent_id IS NULL
        UNION ALL SELECT c.id, c.name, c.group_name, t.path || c.name, t.above || c.id FROM department c JOIN tree t ON c.parent_id = t.id WHERE c.archived_at IS NULL
      ), mine AS (
        SELECT t.*, min(cardinality(t.path)) OVER () AS top FROM tree t JOIN unnest(${[...viewer.readable]}::uuid[]) AS r (id) ON r.id = t.id
      ), staff AS (
        SELECT a.id, count(*)::int AS people FROM person p JOIN tree t ON t.id = p.department_id CROSS JOIN LATERAL unnest(t.above) AS a (id)
        WHERE p.left_on IS NULL OR p.left_on > ${today()}::date GROUP BY a.id
      ), measured AS (
        SELECT k.department_id, count(*)::int AS measures, count(*) FILTER (WHERE x.late)::int AS late, ${ROLL_UP}
        FROM kpi k LEFT JOIN kpi_summary s ON s.kpi_id = k.id
          CROSS JOIN LATERAL (SELECT coalesce(s.late_from <= ${today()}::date, false) AS late, ${today()}::date - s.late_from + 1 AS days) AS x
        WHERE k.archived_at IS NULL GROUP BY k.department_id
      )
      SELECT m.id::text, m.name, m.group_name AS "groupName", (cardinality(m.path) - m.top)::int AS depth,
        coalesce(w.people, 0)::int AS people,
        coalesce(x.measures, 0)::int AS measures, coalesce(x.late, 0)::int AS late, coalesce(x.status, 'no-data') AS status, x."staleDays"
      FROM mine m LEFT JOIN measured x ON x.department_id = m.id LEFT JOIN staff w ON w.id = m.id ORDER BY m.path LIMIT 500`),
  );
}
