import "server-only";
import { appendAudit } from "@/lib/audit/write";
import type { Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { once } from "@/lib/db/once";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { authoriseWork } from "../rights";
import type { WriteCommentInput } from "../schema";
import { lockInitiative, subjectOf } from "./open-initiative";

/** A comment on an initiative, open or closed. It is never changed. */
export function writeComment(viewer: Viewer, { onceKey, initiativeId, body }: WriteCommentInput): Promise<{ id: string }> {
  return writing(viewer, (tx) =>
    once(tx, viewer, onceKey, "comment.write", async (id) => {
      const row = await lockInitiative(tx, viewer, initiativeId, (seen) => authoriseWork(viewer, "comment.write", seen));
      await tx.comment.create({ data: { id, initiativeId, authorId: viewer.personId, body, at: now() }, select: { id: true } });
      await appendAudit(onTx(tx), viewer, {
        action: "comment.write",
        subject: subjectOf(row),
        departmentId: row.departmentId,
        before: null,
        after: { body },
      });
    }),
  );
}
