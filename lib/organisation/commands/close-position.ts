import "server-only";
import { now } from "@/lib/clock";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { closing } from "../closing";
import { POSITION } from "../entities";
import type { PositionInput } from "../schema";
import { openInto } from "./checks";
import { closedPosition } from "./position";

const at = (input: PositionInput) => input.positionId;

/** Closes a position and empties it. INVALID, with what is in the way, while it owns open KPIs or another reports to it. */
export const closePosition = defineCommand({
  verb: "organisation.change",
  audit: "position.close",
  entity: POSITION,
  at,
  guard: "state",
  closed: closedPosition,
  run: async ({ tx, sql, row }) => {
    await closing.happened(sql, { in: "position", id: row.id, name: row.title, first: "Give these to another position first." });
    const data = { archivedAt: now(), holderId: null, version: { increment: 1 } };
    await tx.position.update({ where: { id: row.id }, data, select: { id: true } });
    return { before: { state: "open", holder: row.holderName }, after: { state: "closed", holder: null } };
  },
});

/** Opens a closed position again, vacant, in the department it was in. */
export const openPosition = defineCommand({
  verb: "organisation.change",
  audit: "position.open",
  entity: POSITION,
  at,
  guard: "state",
  run: async ({ tx, sql, viewer, row }) => {
    if (!row.closed) return { silent: true as const };
    await openInto(sql, viewer, row.departmentId, "positionId");
    await tx.position.update({ where: { id: row.id }, data: { archivedAt: null, version: { increment: 1 } }, select: { id: true } });
    return { before: { state: "closed" }, after: { state: "open" } };
  },
});
