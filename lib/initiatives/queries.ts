import "server-only";
import { readable } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import type { HealthMark } from "./health/health";
import { type InitiativeRow, initiativeIsVisible, loadInitiatives } from "./rows/queries";
import { GROUP, initiativeStatus, PRIORITY } from "./rows/status-sql";
import { weekdayOf } from "./words/phrases";
import type { Area } from "./words/words";

export type InitiativeFilter = { departmentIds?: readonly string[]; area?: Area; ownerId?: string; state?: "open" | "closed" | "all" };

/** Rows on a page of the list. */
export const LIST_LIMIT = 40;

/** Totals over all pages: of all rows, by group, by mark, and the longest silence in days. */
export type InitiativeCounts = { total: number; groups: number[]; marks: Partial<Record<HealthMark, number>>; longestStale: number };

const NONE: InitiativeCounts = { total: 0, groups: [], marks: {}, longestStale: 0 };

/**
 * Initiatives the viewer may read, judged on `today`, the open ones by default: the viewer's own first, then the groups in order of need,
 * starting with the `from`-th, at most LIST_LIMIT. The database filters and sorts; the counts are over all pages. Three statements, however
 * many there are.
 */
export function listInitiatives(
  viewer: Viewer,
  filter: InitiativeFilter,
  today: string,
  from = 0,
): Promise<{ rows: InitiativeRow[]; counts: InitiativeCounts }> {
  const { departmentIds, area, ownerId, state = "open" } = filter;
  const where = Prisma.join(
    [
      initiativeIsVisible(viewer),
      departmentIds === undefined ? Prisma.sql`true` : Prisma.sql`i.department_id = ANY(${departmentIds}::uuid[])`,
      area === undefined ? Prisma.sql`true` : Prisma.sql`i.area::text = ${area}`,
      ownerId === undefined ? Prisma.sql`true` : Prisma.sql`i.owner_id = ${ownerId}::uuid`,
      state === "all" ? Prisma.sql`true` : Prisma.sql`(i.closed_on IS NOT NULL) = ${state === "closed"}`,
    ],
    " AND ",
  );
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const listed = await sql.query<{ id: string | null; counts: InitiativeCounts }>(Prisma.sql`
      WITH s AS MATERIALIZED (SELECT s.*, ${GROUP} AS "group", ${PRIORITY} AS priority FROM (${initiativeStatus(viewer, where, today)}) AS s),
      page AS MATERIALIZED (SELECT s.* FROM s ORDER BY s."group", s.priority DESC, s.due_on, s.code LIMIT ${LIST_LIMIT} OFFSET ${from})
      SELECT page.id::text, (SELECT json_build_object('total', count(*), 'longestStale', coalesce(max(s.stale_days), 0),
          'groups', (SELECT array_agg(coalesce(g.n, 0) ORDER BY nth) FROM generate_series(0, 5) AS nth LEFT JOIN (SELECT s."group", count(*) AS n FROM s GROUP BY 1) AS g ON g."group" = nth),
          'marks', (SELECT coalesce(json_object_agg(g.mark, g.n), '{}') FROM (SELECT s.mark, count(*) AS n FROM s GROUP BY 1) AS g)) FROM s) AS counts
      FROM (SELECT 1) AS one LEFT JOIN page ON true ORDER BY page."group", page.priority DESC, page.due_on, page.code`);
    const ids = listed.flatMap(({ id }) => (id === null ? [] : [id]));
    const loaded = await loadInitiatives(sql, viewer, Prisma.sql`i.id = ANY(${ids}::uuid[])`, today, LIST_LIMIT);
    const byId = new Map(loaded.map((row) => [row.id, row]));
    return { rows: ids.flatMap((id) => byId.get(id) ?? []), counts: listed[0]?.counts ?? NONE };
  });
}

export type WorkDueRow = {
  id: string;
  kind: "initiative" | "milestone" | "action";
  title: string;
  href: string;
  /** "Action, IN-07 · James Hamilton" */
  meta: string;
  ownerName: string | null;
  /** code of the initiative it belongs to; null for an action on its own */
  initiativeCode: string | null;
  dueOn: string;
  /** "Wed 4 June" */
  dueText: string;
  /** days past due; null if it is not late */
  lateDays: number | null;
};

/** At most eight rows, the longest overdue first, with the total; or the sentence that there are none. */
export type WorkDue = { count: string; total: number; overdue: number; rows: WorkDueRow[] } | { empty: string };

const WORK_DUE_LIMIT = 8;
const WORK_DUE_DAYS = 30;

/**
 * Open initiatives, milestones and actions that are overdue or due within 30 days, in the caller's transaction: of an area, of
 * departments, or of one person (who owns them). One statement.
 */
export async function listWorkDue(
  sql: Sql,
  viewer: Viewer,
  filter: { area?: Area; departmentIds?: readonly string[]; personId?: string },
  today: string,
): Promise<WorkDue> {
  const { area = null, departmentIds, personId = null } = filter;
  const departments = departmentIds === undefined ? Prisma.sql`true` : Prisma.sql`w.department_id = ANY(${departmentIds}::uuid[])`;
  const rows = await sql.query<
    Omit<WorkDueRow, "href" | "meta" | "dueText"> & { initiativeId: string | null; total: number; overdue: number }
  >(Prisma.sql`
    WITH seen AS (SELECT i.* FROM initiative i WHERE ${initiativeIsVisible(viewer)}),
    work AS (
      SELECT i.id, 'initiative' AS kind, i.title, i.id AS initiative_id, i.code, i.owner_id, i.department_id, i.due_on, ARRAY[i.area] AS areas
        FROM seen i WHERE i.closed_on IS NULL
      UNION ALL
      SELECT m.id, 'milestone', m.title, i.id, i.code, coalesce(m.owner_id, i.owner_id), i.department_id, m.due_on, ARRAY[i.area]
        FROM milestone m JOIN seen i ON i.id = m.initiative_id WHERE m.done_on IS NULL AND i.closed_on IS NULL
      UNION ALL
      SELECT a.id, 'action', a.title, i.id, i.code, a.owner_id, a.department_id, a.due_on,
          CASE WHEN i.id IS NOT NULL THEN ARRAY[i.area] ELSE coalesce(k.areas, '{}') END
        FROM action a LEFT JOIN seen i ON a.subject_type = 'initiative' AND i.id = a.subject_id LEFT JOIN kpi k ON a.subject_type = 'kpi' AND k.id = a.subject_id
        WHERE a.done_on IS NULL AND (i.id IS NOT NULL OR ${readable(viewer, "a", { owner: "owner_id" })})
    )
    SELECT w.id::text, w.kind, w.title, w.initiative_id::text AS "initiativeId", w.code AS "initiativeCode", p.name AS "ownerName", w.due_on::text AS "dueOn",
      CASE WHEN w.due_on < ${today}::date THEN ${today}::date - w.due_on END AS "lateDays",
      count(*) OVER ()::int AS total, count(*) FILTER (WHERE w.due_on < ${today}::date) OVER ()::int AS overdue
    FROM work w LEFT JOIN person p ON p.id = w.owner_id
    WHERE w.due_on <= ${today}::date + ${WORK_DUE_DAYS}::int AND ${departments}
      AND (${area}::text IS NULL OR ${area}::text = ANY(w.areas::text[])) AND (${personId}::uuid IS NULL OR w.owner_id = ${personId}::uuid)
    ORDER BY w.due_on, w.kind, w.id LIMIT ${WORK_DUE_LIMIT}`);
  const total = rows[0]?.total ?? 0;
  if (total === 0) return { empty: `No initiative, milestone or action is overdue or due within ${WORK_DUE_DAYS} days.` };
  return {
    count: total > rows.length ? `${rows.length} of ${total}` : String(total),
    total,
    overdue: rows[0]?.overdue ?? 0,
    rows: rows.map(({ initiativeId, total: _total, overdue: _overdue, ...row }) => ({
      ...row,
      href: initiativeId === null ? "/initiatives" : `/initiatives/${initiativeId}`,
      dueText: weekdayOf(row.dueOn, today),
      meta: `${[KIND_WORDS[row.kind], row.initiativeCode].filter(Boolean).join(", ")} · ${row.ownerName ?? "no owner"}`,
    })),
  };
}

const KIND_WORDS = { initiative: "Initiative", milestone: "Milestone", action: "Action" };
