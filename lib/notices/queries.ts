import "server-only";
import { ENTITIES } from "@/lib/entities";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type NoticeRow, type NoticeText, noticeText } from "./words";

export type Notice = NoticeText & { id: string; at: string; read: boolean };

/** Number of notices on a page; more unread ones are counted as "99+". */
export const NOTICES_LISTED = 100;

/** By the type of x's subject, as far as the reader may read it. */
const OF_SUBJECT = (of: (entity: (typeof ENTITIES)[number]) => Prisma.Sql | undefined): Prisma.Sql =>
  Prisma.sql`CASE x.type ${Prisma.join(
    ENTITIES.flatMap((entity) => {
      const found = of(entity);
      return found === undefined ? [] : [Prisma.sql`WHEN ${entity.words.type} THEN ${found}`];
    }),
    " ",
  )} END`;
const NAMED = OF_SUBJECT(({ named }) => named?.(Prisma.sql`x.id`));
const noticed = (viewer: Viewer) => OF_SUBJECT((entity) => entity.noticed?.(Prisma.sql`x.id`, viewer));

/** Notices with their subjects, and comments with their own subjects, under the reader's row policies. */
const NOTICES = Prisma.sql`
  notification n
  LEFT JOIN comment c ON n.subject_type = 'comment' AND c.id = n.subject_id
  CROSS JOIN LATERAL (SELECT CASE n.subject_type WHEN 'comment' THEN c.subject_type ELSE n.subject_type END AS type, CASE n.subject_type WHEN 'comment' THEN c.subject_id ELSE n.subject_id END AS id) AS x
  CROSS JOIN LATERAL (SELECT ${NAMED} AS name) AS named
  LEFT JOIN person p ON p.id = n.actor_id`;
/** A notice is left out if its reader may no longer read its subject, so that neither list nor count reveals that it exists. */
const whole = (viewer: Viewer) => Prisma.sql`n.person_id = ${viewer.personId}::uuid
  AND (n.kind <> 'sign-in-flood' OR ${can(viewer, "audit.read", { departmentId: null })}) AND (n.subject_id IS NULL OR named.name IS NOT NULL)`;

/** Newest first, inside the caller's transaction, which must be the reader's own. `only` narrows it to unread or unmailed notices. */
export function noticeRows(
  sql: Sql,
  viewer: Viewer,
  only: "all" | "unread" | "unmailed" = "all",
  limit = NOTICES_LISTED,
): Promise<NoticeRow[]> {
  const narrowed = { all: Prisma.empty, unread: Prisma.sql`AND n.read_at IS NULL`, unmailed: Prisma.sql`AND n.mailed_at IS NULL` }[only];
  return sql.query<NoticeRow>(Prisma.sql`
    SELECT n.id::text, n.kind, to_json(n.at)#>>'{}' AS at, to_json(n.read_at)#>>'{}' AS "readAt", p.name AS "actorName",
      CASE WHEN x.id IS NOT NULL THEN json_build_object('type', x.type, 'id', x.id, 'name', named.name) END AS subject, c.body AS comment, ${noticed(viewer)} AS facts
    FROM ${NOTICES} WHERE ${whole(viewer)} ${narrowed} ORDER BY n.id DESC LIMIT ${limit}`);
}

/** The viewer's notices, newest first, with texts made with their current rights. */
export function listNotices(viewer: Viewer): Promise<Notice[]> {
  return reading(viewer, async (tx) => {
    const rows = await noticeRows(onTx(tx), viewer);
    return rows.flatMap((row) => {
      const words = noticeText(row);
      return words === null ? [] : [{ ...words, id: row.id, at: row.at, read: row.readAt !== null }];
    });
  });
}

/** Number of unread notices, up to 100, as an expression. Counts only what the list would show. */
export const unreadCount = (viewer: Viewer) => Prisma.sql`
  (SELECT count(*)::int FROM (SELECT FROM ${NOTICES} WHERE ${whole(viewer)} AND n.read_at IS NULL LIMIT ${NOTICES_LISTED}) AS unread)`;
