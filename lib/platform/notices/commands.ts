import "server-only";
import { z } from "zod";
import { now } from "@/lib/clock";
import { notFound } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { OWN } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";

const noticeId = z.string().regex(/^[1-9]\d{0,17}$/, { error: "This does not exist." });
export const MarkReadInput = z.strictObject({ id: noticeId });
export const MarkAllReadInput = z.strictObject({ upTo: noticeId });

const OWN_NOTICES = { verb: null, audit: null, entity: OWN, guard: "state" } as const;

/** Marks one of the viewer's notices as read; repeating it changes nothing. NOT_FOUND for anybody else's. */
export const markRead = defineCommand({
  ...OWN_NOTICES,
  at: (_: z.output<typeof MarkReadInput>) => null,
  run: async ({ sql, viewer, input: { id } }) => {
    const found = await sql.query(Prisma.sql`
      UPDATE notification SET read_at = coalesce(read_at, ${now()}::timestamptz)
      WHERE id = ${id}::bigint AND person_id = ${viewer.personId}::uuid RETURNING id::text`);
    if (found.length === 0) throw notFound("notice");
    return { silent: true };
  },
});

/** Marks the viewer's notices as read up to one they have seen: later ones stay unread. */
export const markAllRead = defineCommand({
  ...OWN_NOTICES,
  at: (_: z.output<typeof MarkAllReadInput>) => null,
  run: async ({ sql, viewer, input: { upTo } }) => {
    await sql.query(Prisma.sql`
      UPDATE notification SET read_at = ${now()}::timestamptz
      WHERE id <= ${upTo}::bigint AND person_id = ${viewer.personId}::uuid AND read_at IS NULL RETURNING id::text`);
    return { silent: true };
  },
});
