import "server-only";
import { businessZone } from "@/lib/clock";
import { ENTITIES } from "@/lib/entities";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type NoticeRow, type NoticeText, noticeText } from "./words";

export type Notice = NoticeText & { id: string; at: string; read: boolean };

/** A page shows so many; more than this unread is counted as "99+". */
export const NOTICES_LISTED = 100;

/** The name of whatever x refers to, as far as its reader may read it. */
const NAMED = Prisma.sql`CASE r.type ${Prisma.join(
  ENTITIES.map(({ words, named }) => Prisma.sql`WHEN ${words.type} THEN ${named(Prisma.sql`r.id`)}`),
  " ",
)} END`;

/**
 * What a notice refers to, each joined under the reader's row policies: what they may no longer read is null. The last condition leaves out
 * a notice of which any part is missing, so that neither list nor count tells that it exists.
 */
const NOTICES = Prisma.sql`
  notification n
  LEFT JOIN signal s ON s.id = n.signal_id LEFT JOIN record_kind r ON r.id = s.record_kind_id
  LEFT JOIN comment c ON c.id = n.comment_id LEFT JOIN action a ON a.id = n.action_id
  LEFT JOIN initiative i ON i.id = coalesce(n.initiative_id, CASE c.subject_type WHEN 'initiative' THEN c.subject_id END)
  LEFT JOIN kpi k ON k.id = coalesce(n.kpi_id, s.kpi_id, CASE c.subject_type WHEN 'kpi' THEN c.subject_id END) AND k.archived_at IS NULL
  LEFT JOIN LATERAL (SELECT r.type, r.id, ${NAMED} AS name FROM (SELECT coalesce(n.subject_type, c.subject_type) AS type, coalesce(n.subject_id, c.subject_id) AS id) AS r) AS x ON true
  LEFT JOIN person p ON p.id = n.actor_id`;
const whole = (viewer: Viewer) => Prisma.sql`n.person_id = ${viewer.personId}::uuid
  AND (n.signal_id IS NULL OR s.id IS NOT NULL) AND (n.comment_id IS NULL OR c.id IS NOT NULL) AND (n.action_id IS NULL OR a.id IS NOT NULL)
  AND (n.kind <> 'sign-in-flood' OR ${can(viewer, "audit.read", { departmentId: null })})
  AND (n.initiative_id IS NULL OR i.id IS NOT NULL) AND (coalesce(n.kpi_id, s.kpi_id) IS NULL OR k.id IS NOT NULL) AND (x.id IS NULL OR x.name IS NOT NULL)`;

/** Inside the caller's transaction, which must be the reader's own: newest first. `only` narrows it to what was not read, or not mailed. */
export function noticeRows(
  sql: Sql,
  viewer: Viewer,
  only: "all" | "unread" | "unmailed" = "all",
  limit = NOTICES_LISTED,
): Promise<NoticeRow[]> {
  const narrowed = { all: Prisma.empty, unread: Prisma.sql`AND n.read_at IS NULL`, unmailed: Prisma.sql`AND n.mailed_at IS NULL` }[only];
  return sql.query<NoticeRow>(Prisma.sql`
    SELECT n.id::text, n.kind, to_json(n.at)#>>'{}' AS at, to_json(n.read_at)#>>'{}' AS "readAt", p.name AS "actorName",
      CASE WHEN k.id IS NOT NULL THEN json_build_object('id', k.id, 'code', k.code, 'name', k.name) END AS kpi,
      CASE WHEN s.id IS NOT NULL THEN json_build_object('id', s.id, 'answerBy', (s.answer_by AT TIME ZONE ${businessZone()})::date, 'source', r.name, 'cause', s.cause) END AS signal,
      CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'body', c.body) END AS comment,
      CASE WHEN x.id IS NOT NULL THEN json_build_object('type', x.type, 'id', x.id, 'name', x.name) END AS subject,
      CASE WHEN i.id IS NOT NULL THEN json_build_object('id', i.id, 'code', i.code, 'title', i.title) END AS initiative,
      CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'title', a.title, 'dueOn', a.due_on, 'kpiId', a.kpi_id, 'initiativeId', a.initiative_id) END AS action
    FROM ${NOTICES} WHERE ${whole(viewer)} ${narrowed} ORDER BY n.id DESC LIMIT ${limit}`);
}

/** What the viewer was told, newest first, in words made with what they may read now. */
export function listNotices(viewer: Viewer): Promise<Notice[]> {
  return reading(viewer, async (tx) => {
    const rows = await noticeRows(onTx(tx), viewer);
    return rows.flatMap((row) => {
      const words = noticeText(row);
      return words === null ? [] : [{ ...words, id: row.id, at: row.at, read: row.readAt !== null }];
    });
  });
}

/** How many of them are unread, up to 100, as an expression. Counts what the list would show, nothing else. */
export const unreadCount = (viewer: Viewer) => Prisma.sql`
  (SELECT count(*)::int FROM (SELECT FROM ${NOTICES} WHERE ${whole(viewer)} AND n.read_at IS NULL LIMIT ${NOTICES_LISTED}) AS unread)`;
