import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { personFor } from "@/lib/initiatives/people";
import { mayAddAction } from "@/lib/initiatives/rights";
import { appendAudit } from "@/lib/platform/audit/write";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { tell } from "@/lib/platform/notices/tell";
import type { CommentActionInput } from "../schema";
import { openComment } from "../subject";

/** Makes a promise of what a comment asks for: an action of the KPI's or the initiative's department, which remembers the comment. */
export function makeCommentAction(viewer: Viewer, input: CommentActionInput): Promise<{ id: string }> {
  return writing(viewer, (tx) =>
    once(tx, viewer, "action.add", input, async (id) => {
      const { comment, about } = await openComment(tx, viewer, input.commentId, "comment.write");
      const { departmentId, ownerId } = about;
      const allowed =
        comment.initiativeId !== null && ownerId !== null
          ? mayAddAction(viewer, { departmentId, ownerId }, input.ownerId)
          : can(viewer, "action.add", { departmentId, ownerId: input.ownerId });
      if (!allowed) throw new AppError("FORBIDDEN", "Your role does not allow this here.");
      const owner = await personFor(tx, viewer, input.ownerId, "ownerId");
      await tx.action.create({
        data: {
          id,
          title: input.title,
          departmentId,
          ownerId: owner.id,
          dueOn: new Date(input.dueOn),
          kpiId: comment.kpiId,
          initiativeId: comment.initiativeId,
          commentId: comment.id,
          createdById: viewer.personId,
          createdAt: now(),
        },
        select: { id: true },
      });
      await tell(onTx(tx), viewer, [
        {
          personId: owner.id,
          kind: "action-assigned",
          actionId: id,
          commentId: comment.id,
          ...(comment.kpiId !== null && { kpiId: comment.kpiId }),
          ...(comment.initiativeId !== null && { initiativeId: comment.initiativeId }),
        },
      ]);
      await appendAudit(onTx(tx), viewer, {
        action: "action.add",
        subject: { type: "action", id, name: input.title },
        departmentId,
        before: null,
        after: { of: about.subject.name, comment: comment.body, title: input.title, ownerId: owner.id, dueOn: input.dueOn },
      });
    }),
  );
}
