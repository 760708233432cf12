import "server-only";
import { now } from "@/lib/clock";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { notify } from "@/lib/platform/notices/notify";
import type { ResolveCommentInput } from "../schema";
import { COMMENT } from "../subject";

/** Marks a comment as resolved, or open again; anybody who may comment there may do it. If nothing changes, nothing is logged. */
export const resolveComment = defineCommand({
  verb: "comment.write",
  audit: "comment.resolve",
  entity: COMMENT,
  at: (input: ResolveCommentInput) => input.id,
  guard: "state",
  run: async ({ tx, sql, viewer, row, input: { resolved } }) => {
    const { id, authorId, body } = row;
    const settles = resolved === "yes";
    if ((row.resolvedAt !== null) === settles) return { silent: true };
    await tx.comment.updateMany({
      where: { id },
      data: { resolvedAt: settles ? now() : null, resolvedById: settles ? viewer.personId : null },
    });
    if (settles) await notify(sql, viewer, [{ personId: authorId, kind: "comment-resolved", subject: { type: "comment", id } }]);
    return { before: { comment: body, resolved: !settles }, after: { comment: body, resolved: settles } };
  },
});
