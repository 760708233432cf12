import "server-only";
import { AppError, notFound } from "@/lib/errors";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Tx } from "@/lib/platform/db/client";
import { notify } from "@/lib/platform/notices/notify";
import { departmentFor, personFor } from "../people";
import type { ChangeInitiativeInput } from "../schema";
import { shownOf } from "../words/form-view";
import { asDate, closedInitiative, INITIATIVE, type OpenedInitiative } from "./open-initiative";

/**
 * Changes an open initiative. Changing its owner or department counts as a new assignment: the viewer must be allowed to assign in both
 * departments. CONFLICT, with the current values, if somebody else changed it first.
 */
export const changeInitiative = defineCommand({
  verb: "initiative.change",
  audit: "initiative.change",
  entity: INITIATIVE,
  at: (input: ChangeInitiativeInput) => input.id,
  guard: "version",
  current: shownOf,
  closed: closedInitiative,
  run: async ({ tx, sql, viewer, row, input }) => {
    if (input.dueOn < row.startsOn) throw new AppError("INVALID", "This is before the start.", { field: "dueOn" });
    await authoriseMove(tx, viewer, row, input);
    const { title, summary, kind, area, stage, departmentId, ownerId, updateEveryDays } = input;
    await tx.initiative.update({
      where: { id: row.id },
      data: {
        ...{ title, summary, kind, area, stage, departmentId, ownerId, updateEveryDays },
        dueOn: asDate(input.dueOn),
        version: { increment: 1 },
      },
      select: { id: true },
    });
    if (ownerId !== row.ownerId)
      await notify(sql, viewer, [{ personId: ownerId, kind: "initiative-assigned", subject: { type: "initiative", id: row.id } }]);
    const after = { ...row, ...input };
    return { ...changed(shownOf(row), shownOf(after)), subject: INITIATIVE.subjectOf(after), departmentId };
  },
});

async function authoriseMove(tx: Tx, viewer: Viewer, row: OpenedInitiative, input: ChangeInitiativeInput): Promise<void> {
  if (input.departmentId === row.departmentId && input.ownerId === row.ownerId) return;
  authorise(viewer, "initiative.assign", row);
  if (input.departmentId !== row.departmentId) {
    if (!viewer.readable.includes(input.departmentId)) throw notFound("department");
    authorise(viewer, "initiative.assign", { departmentId: input.departmentId });
    await departmentFor(tx, input.departmentId, "departmentId");
  }
  if (input.ownerId !== row.ownerId) await personFor(tx, viewer, input.ownerId, "ownerId");
}

/** Only the differences, before and after, without the version. */
function changed(before: Record<string, string>, after: Record<string, string>) {
  const keys = Object.keys(before).filter((key) => key !== "version" && before[key] !== after[key]);
  const pick = (from: Record<string, string>) => Object.fromEntries(keys.map((key) => [key, from[key]]));
  return { before: pick(before), after: pick(after) };
}
