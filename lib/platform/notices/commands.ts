import "server-only";
import { z } from "zod";
import { now } from "@/lib/clock";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { type Entity, OWN } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";

const noticeId = z.string().regex(/^[1-9]\d{0,17}$/, { error: "This does not exist." });
export const MarkReadInput = z.strictObject({ id: noticeId });
export const MarkAllReadInput = z.strictObject({ upTo: noticeId });

/** One of the viewer's own. It is not locked: read once is read. */
const NOTICE: Entity<{ id: string; departmentId: null }> = {
  word: "notice",
  load: async (sql, viewer, id) => {
    const found = await sql.query(Prisma.sql`SELECT FROM notification WHERE id = ${id}::bigint AND person_id = ${viewer.personId}::uuid`);
    return found.length === 0 ? undefined : { id, departmentId: null };
  },
  subjectOf: ({ id }) => ({ type: "notice", id, name: "" }),
};

/** Notes that the viewer has read one of their notices; again changes nothing. NOT_FOUND for what is not theirs. */
export const markRead = defineCommand({
  verb: null,
  audit: null,
  entity: NOTICE,
  at: ({ id }: z.output<typeof MarkReadInput>) => id,
  guard: "state",
  run: async ({ sql, viewer, row: { id } }) => {
    await sql.query(Prisma.sql`
      UPDATE notification SET read_at = coalesce(read_at, ${now()}::timestamptz)
      WHERE id = ${id}::bigint AND person_id = ${viewer.personId}::uuid RETURNING id::text`);
    return { silent: true };
  },
});

/** All of the viewer's notices up to one they have seen: what arrived since stays unread. */
export const markAllRead = defineCommand({
  verb: null,
  audit: null,
  entity: OWN,
  at: (_: z.output<typeof MarkAllReadInput>) => null,
  guard: "state",
  run: async ({ sql, viewer, input: { upTo } }) => {
    await sql.query(Prisma.sql`
      UPDATE notification SET read_at = ${now()}::timestamptz
      WHERE id <= ${upTo}::bigint AND person_id = ${viewer.personId}::uuid AND read_at IS NULL RETURNING id::text`);
    return { silent: true };
  },
});
