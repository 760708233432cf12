import "server-only";
import { now } from "@/lib/clock";
import { personFor } from "@/lib/initiatives/people";
import { mayAddAction } from "@/lib/initiatives/rights";
import { can } from "@/lib/platform/authz/policy";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { notify } from "@/lib/platform/notices/notify";
import type { CommentActionInput } from "../schema";
import { COMMENT } from "../subject";

/** Creates an action from a comment, in the department of the KPI or the initiative; the action refers to the comment. */
export const makeCommentAction = defineCommand({
  verb: "action.add",
  audit: "action.add",
  entity: COMMENT,
  at: (input: CommentActionInput) => input.commentId,
  guard: "key",
  may: (viewer, row, input) => {
    if (!COMMENT.may?.(viewer, "comment.write", row)) return false;
    const { departmentId, ownerId } = row;
    return row.subjectType === "initiative" && ownerId !== null
      ? mayAddAction(viewer, { departmentId, ownerId }, input.ownerId)
      : can(viewer, "action.add", { departmentId, ownerId: input.ownerId });
  },
  run: async ({ tx, sql, viewer, row, input, id }) => {
    const { departmentId, subjectType, subjectId } = row;
    const { title, dueOn } = input;
    const owner = await personFor(tx, viewer, input.ownerId, "ownerId");
    await tx.action.create({
      data: {
        ...{ id, title, departmentId, ownerId: owner.id, dueOn: new Date(dueOn), subjectType, subjectId, commentId: row.id },
        ...{ createdById: viewer.personId, createdAt: now() },
      },
      select: { id: true },
    });
    await notify(sql, viewer, [{ personId: owner.id, kind: "action-assigned", subject: { type: "action", id } }]);
    return {
      subject: { type: "action", id, name: title },
      before: null,
      after: { of: row.about.subject.name, comment: row.body, title, ownerId: owner.id, dueOn },
    };
  },
});
