import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { can } from "@/lib/platform/authz/policy";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Entity } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { stepOf, UNDO_MINUTES } from "../life/steps";
import type { UndoInput } from "../schema";
import { appendSignalEvent, type LockedSignal, SIGNAL, type SignalBefore, storeSignal } from "./transition-signal";

type Last = { actorId: string | null; step: string; young: boolean; actionId: string | null; before: SignalBefore | null };

/** A signal with the last entry of its history. */
const LAST_STEP: Entity<LockedSignal & { last: Last | undefined }> = {
  ...SIGNAL,
  load: async (sql, viewer, id, lock) => {
    const signal = await SIGNAL.load(sql, viewer, id, lock);
    const [last] = await sql.query<Last>(Prisma.sql`
      SELECT actor_id::text AS "actorId", step, at > ${now()}::timestamptz - make_interval(mins => ${UNDO_MINUTES}) AS young, action_id::text AS "actionId", before
      FROM signal_event WHERE signal_id = ${id}::uuid ORDER BY id DESC LIMIT 1`);
    return signal && { ...signal, last };
  },
  // The step may have handed the signal to somebody else, so rights are checked against the owner before the step.
  may: (viewer, verb, { departmentId, last, answersId }) =>
    can(viewer, verb, { departmentId, ownerId: last?.before?.ownerId ?? answersId }),
};

/** Undoes the viewer's own last step, if it is the signal's last step and not older than ten minutes. */
export const undoStep = defineCommand({
  verb: "signal.acknowledge",
  audit: "signal.undo",
  entity: LAST_STEP,
  at: (input: UndoInput) => input.id,
  guard: "key and version",
  current: ({ version }) => ({ version: String(version) }),
  overtaken: "This signal has changed meanwhile.",
  run: async ({ sql, viewer, row: { id, last } }) => {
    if (last?.actorId !== viewer.personId || !stepOf(last.step)?.undoable || !last.young || last.before === null)
      throw new AppError("INVALID", `Only your own last step can be undone, within ${UNDO_MINUTES} minutes.`);
    const { step, before, actionId } = last;
    if (step === "left")
      await sql.query(Prisma.sql`DELETE FROM deferral WHERE person_id = ${viewer.personId}::uuid AND item = ${`signal:${id}`}`);
    await storeSignal(sql, id, before);
    await appendSignalEvent(sql, viewer, id, { step: "undone", text: step }, null);
    // Deleted last: the step's history entry refers to the action.
    if (actionId !== null) await sql.query(Prisma.sql`DELETE FROM action WHERE id = ${actionId}::uuid AND done_on IS NULL`);
    return { before: { step }, after: { state: before.state } };
  },
});
