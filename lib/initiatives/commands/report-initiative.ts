import "server-only";
import { now } from "@/lib/clock";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { ReportInitiativeInput } from "../schema";
import { closedInitiative, INITIATIVE } from "./open-initiative";

/** A check-in: judgement, what happened, what is in the way. It is shown next to the computed health and never changed. */
export const reportInitiative = defineCommand({
  verb: "initiative.report",
  audit: "initiative.report",
  entity: INITIATIVE,
  at: (input: ReportInitiativeInput) => input.id,
  guard: "key",
  closed: closedInitiative,
  run: async ({ tx, viewer, row, input: { judgement, text, obstacle }, id }) => {
    await tx.initiativeUpdate.create({
      data: { id, initiativeId: row.id, authorId: viewer.personId, judgement, text, obstacle, at: now() },
      select: { id: true },
    });
    return { before: null, after: { judgement, text, obstacle } };
  },
});
