import "server-only";
import { businessZone } from "@/lib/clock";
import { beginning, listReaders } from "@/lib/platform/authz/readers";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { loadAllowed } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { Named } from "./mention-text";
import type { MentionQuery } from "./schema";
import { COMMENTED } from "./subject";

export type CommentRow = {
  id: string;
  authorName: string;
  body: string;
  at: string;
  resolvedAt: string | null;
  resolvedBy: string | null;
  /** names of the people who were notified */
  mentions: string[];
  /** the action created from it */
  action: { title: string; ownerName: string; done: boolean } | null;
};

export const COMMENTS_SHOWN = 100;

/**
 * The last hundred comments that match the condition on `x`, as rows for the caller's statement, newest first. `by`: as they were at that
 * instant, without later settling or actions.
 */
export const commentRows = (condition: Prisma.Sql, by: string | null = null) => Prisma.sql`
  SELECT x.id::text, p.name AS "authorName", x.body, to_char(x.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
    to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "resolvedAt", r.name AS "resolvedBy",
    (SELECT coalesce(json_agg(n.name ORDER BY n.name), '[]') FROM comment_mention m JOIN person n ON n.id = m.person_id WHERE m.comment_id = x.id) AS mentions,
    (SELECT json_build_object('title', a.title, 'ownerName', o.name, 'done', a.done_on IS NOT NULL AND (${by}::timestamptz IS NULL OR a.done_on <= (${by}::timestamptz AT TIME ZONE ${businessZone()})::date))
      FROM action a JOIN person o ON o.id = a.owner_id WHERE a.comment_id = x.id AND (${by}::timestamptz IS NULL OR a.created_at <= ${by}::timestamptz) ORDER BY a.created_at DESC LIMIT 1) AS action
  FROM comment x JOIN person p ON p.id = x.author_id LEFT JOIN LATERAL (SELECT x.resolved_at AS at, (SELECT n.name FROM person n WHERE n.id = x.resolved_by_id) AS name
    WHERE ${by}::timestamptz IS NULL OR x.resolved_at <= ${by}::timestamptz) AS r ON true
  WHERE ${condition} ORDER BY x.at DESC, x.id DESC LIMIT ${COMMENTS_SHOWN}`;

/**
 * People who can be mentioned there, by the beginning of a name; at most eight. Throws NOT_FOUND or FORBIDDEN if the viewer may not
 * comment.
 */
export async function listMentionable(viewer: Viewer, { q, about }: MentionQuery): Promise<Named[]> {
  if (about === undefined) return [];
  const place = await reading(viewer, (tx) => loadAllowed(onTx(tx), viewer, COMMENTED, { verb: "comment.write", key: about }));
  return listReaders(place, place.reads, beginning(q), 8);
}
