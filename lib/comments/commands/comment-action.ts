import "server-only";
import { now } from "@/lib/clock";
import { personFor } from "@/lib/initiatives/people";
import { mayAddAction } from "@/lib/initiatives/rights";
import { can } from "@/lib/platform/authz/policy";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { tell } from "@/lib/platform/notices/tell";
import type { CommentActionInput } from "../schema";
import { COMMENT } from "../subject";

/** Creates an action from a comment, in the department of the KPI or the initiative; the action refers to the comment. */
export const makeCommentAction = defineCommand({
  verb: "action.add",
  audit: "action.add",
  entity: COMMENT,
  at: (input: CommentActionInput) => input.commentId,
  guard: "once",
  may: (viewer, row, input) => {
    if (!COMMENT.may?.(viewer, "comment.write", row)) return false;
    const { departmentId, ownerId } = row;
    return row.subjectType === "initiative" && ownerId !== null
      ? mayAddAction(viewer, { departmentId, ownerId }, input.ownerId)
      : can(viewer, "action.add", { departmentId, ownerId: input.ownerId });
  },
  run: async ({ tx, sql, viewer, row, input, id }) => {
    const { departmentId, subjectType, subjectId } = row;
    const of = { ...(subjectType === "kpi" && { kpiId: subjectId }), ...(subjectType === "initiative" && { initiativeId: subjectId }) };
    const { title, dueOn } = input;
    const owner = await personFor(tx, viewer, input.ownerId, "ownerId");
    await tx.action.create({
      data: {
        ...{ id, title, departmentId, ownerId: owner.id, dueOn: new Date(dueOn), ...of, commentId: row.id },
        ...{ createdById: viewer.personId, createdAt: now() },
      },
      select: { id: true },
    });
    await tell(sql, viewer, [{ personId: owner.id, kind: "action-assigned", actionId: id, commentId: row.id, ...of }]);
    return {
      subject: { type: "action", id, name: title },
      before: null,
      after: { of: row.about.subject.name, comment: row.body, title, ownerId: owner.id, dueOn },
    };
  },
});
