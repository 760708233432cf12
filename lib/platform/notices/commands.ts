import "server-only";
import { z } from "zod";
import { now } from "@/lib/clock";
import { notFound } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

const noticeId = z.string().regex(/^[1-9]\d{0,17}$/, { error: "This does not exist." });
export const MarkReadInput = z.strictObject({ id: noticeId });
export const MarkAllReadInput = z.strictObject({ upTo: noticeId });

/** Notes that the viewer has read one of their notices; again changes nothing. NOT_FOUND for what is not theirs. */
export function markRead(viewer: Viewer, input: z.output<typeof MarkReadInput>): Promise<null> {
  return writing(viewer, async (tx) => {
    const found = await onTx(tx).query(Prisma.sql`
      UPDATE notification SET read_at = coalesce(read_at, ${now()}::timestamptz)
      WHERE id = ${input.id}::bigint AND person_id = ${viewer.personId}::uuid RETURNING id::text`);
    if (found.length === 0) throw notFound("notice");
    return null;
  });
}

/** All of the viewer's notices up to one they have seen: what arrived since stays unread. */
export function markAllRead(viewer: Viewer, input: z.output<typeof MarkAllReadInput>): Promise<null> {
  return writing(viewer, async (tx) => {
    await onTx(tx).query(Prisma.sql`
      UPDATE notification SET read_at = ${now()}::timestamptz
      WHERE id <= ${input.upTo}::bigint AND person_id = ${viewer.personId}::uuid AND read_at IS NULL RETURNING id::text`);
    return null;
  });
}
