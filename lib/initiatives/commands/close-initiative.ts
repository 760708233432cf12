import "server-only";
import { now, today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { CloseInitiativeInput } from "../schema";
import { asDate, openInitiative, subjectOf } from "./open-initiative";

/** Ends an initiative as done or stopped. The reason stays with it as a comment. CONFLICT when somebody changed it meanwhile. */
export function closeInitiative(viewer: Viewer, { id, version, stage, reason }: CloseInitiativeInput): Promise<{ id: string }> {
  return writing(viewer, async (tx) => {
    const row = await openInitiative(tx, viewer, id, "initiative.change");
    if (row.version !== version)
      throw new AppError("CONFLICT", "Somebody else changed this initiative meanwhile. Look at it again, then close it.", {
        current: { version: String(row.version) },
      });
    await tx.initiative.update({
      where: { id },
      data: { stage, closedOn: asDate(today()), version: { increment: 1 } },
      select: { id: true },
    });
    await tx.comment.create({
      data: {
        initiativeId: id,
        authorId: viewer.personId,
        body: `${stage === "done" ? "Closed as done" : "Stopped"}: ${reason}`,
        at: now(),
      },
      select: { id: true },
    });
    await appendAudit(onTx(tx), viewer, {
      action: "initiative.change",
      subject: subjectOf(row),
      departmentId: row.departmentId,
      before: { stage: row.stage, closedOn: null },
      after: { stage, closedOn: today(), reason },
    });
    return { id };
  });
}
