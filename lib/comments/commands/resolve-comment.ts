import "server-only";
import { now } from "@/lib/clock";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { tell } from "@/lib/platform/notices/tell";
import type { ResolveCommentInput } from "../schema";
import { openComment } from "../subject";

/** Marks a comment as settled, or open again, by anybody who may comment there. What it is already changes nothing and is not logged. */
export function resolveComment(viewer: Viewer, { id, resolved }: ResolveCommentInput): Promise<{ id: string }> {
  return writing(viewer, async (tx) => {
    const { comment, about } = await openComment(tx, viewer, id, "comment.write");
    const settles = resolved === "yes";
    if ((comment.resolvedAt !== null) === settles) return { id };
    await tx.comment.updateMany({
      where: { id },
      data: { resolvedAt: settles ? now() : null, resolvedById: settles ? viewer.personId : null },
    });
    if (settles)
      await tell(onTx(tx), viewer, [
        {
          personId: comment.authorId,
          kind: "comment-resolved",
          commentId: id,
          ...(comment.kpiId !== null && { kpiId: comment.kpiId }),
          ...(comment.initiativeId !== null && { initiativeId: comment.initiativeId }),
        },
      ]);
    await appendAudit(onTx(tx), viewer, {
      action: "comment.resolve",
      subject: about.subject,
      departmentId: about.departmentId,
      before: { comment: comment.body, resolved: !settles },
      after: { comment: comment.body, resolved: settles },
    });
    return { id };
  });
}
