import "server-only";
import { now } from "@/lib/clock";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { ReportInitiativeInput } from "../schema";
import { openInitiative, subjectOf } from "./open-initiative";

/** A check-in: judgement, what happened, what stands in the way. It stands beside the computed health and is never changed. */
export function reportInitiative(viewer: Viewer, input: ReportInitiativeInput): Promise<{ id: string }> {
  return writing(viewer, (tx) =>
    once(tx, viewer, "initiative.report", input, async (id) => {
      const row = await openInitiative(tx, viewer, input.id, "initiative.report");
      const { judgement, text, obstacle } = input;
      await tx.initiativeUpdate.create({
        data: { id, initiativeId: row.id, authorId: viewer.personId, judgement, text, obstacle, at: now() },
        select: { id: true },
      });
      await appendAudit(onTx(tx), viewer, {
        action: "initiative.report",
        subject: subjectOf(row),
        departmentId: row.departmentId,
        before: null,
        after: { judgement, text, obstacle },
      });
    }),
  );
}
