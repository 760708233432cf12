import "server-only";
import { now, today } from "@/lib/clock";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { CloseInitiativeInput } from "../schema";
import { asDate, closedInitiative, INITIATIVE } from "./open-initiative";

/** Ends an initiative as done or stopped. The reason is kept as a comment. CONFLICT if somebody changed it meanwhile. */
export const closeInitiative = defineCommand({
  verb: "initiative.change",
  audit: "initiative.change",
  entity: INITIATIVE,
  at: (input: CloseInitiativeInput) => input.id,
  guard: "version",
  current: (row) => ({ version: String(row.version) }),
  overtaken: "Somebody else changed this initiative meanwhile. Review it, then close it.",
  closed: closedInitiative,
  run: async ({ tx, viewer, row, input: { stage, reason } }) => {
    await tx.initiative.update({
      where: { id: row.id },
      data: { stage, closedOn: asDate(today()), version: { increment: 1 } },
      select: { id: true },
    });
    await tx.comment.create({
      data: {
        subjectType: "initiative",
        subjectId: row.id,
        authorId: viewer.personId,
        body: `${stage === "done" ? "Closed as done" : "Stopped"}: ${reason}`,
        at: now(),
      },
      select: { id: true },
    });
    return { before: { stage: row.stage, closedOn: null }, after: { stage, closedOn: today(), reason } };
  },
});
