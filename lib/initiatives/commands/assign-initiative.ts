import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Entity } from "@/lib/platform/commands/entity";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { notify } from "@/lib/platform/notices/notify";
import { actOnSignal, lockSignalForWork } from "@/lib/signals/life/write";
import { departmentFor, personFor } from "../people";
import { type AssignInitiativeInput, FIRST_MILESTONES } from "../schema";
import { asDate, subjectOf } from "./open-initiative";

/** The department of a new initiative. Not locked, because it does not change. */
const PLACE: Entity<{ id: string; departmentId: string }> = {
  word: "department",
  load: async (_sql, viewer, id) => (viewer.readable.includes(id) ? { id, departmentId: id } : undefined),
  subjectOf: ({ id }) => ({ type: "department", id, name: "" }),
};

/**
 * Creates an initiative, gives it to its owner and makes the viewer its sponsor. Sent twice with one key, it is created once. If a signal
 * is given, its state becomes "acted on". NOT_FOUND for a department or signal the viewer may not see, FORBIDDEN if their role may not
 * assign.
 */
export const assignInitiative = defineCommand({
  verb: "initiative.assign",
  audit: "initiative.assign",
  entity: PLACE,
  at: (input: AssignInitiativeInput) => input.departmentId,
  guard: "key",
  run: async ({ tx, sql, viewer, input, id }) => {
    const department = await departmentFor(tx, input.departmentId, "departmentId");
    const owner = await personFor(tx, viewer, input.ownerId, "ownerId");
    const { signalId } = input;
    const signal = signalId === null ? null : await lockSignalForWork(sql, viewer, signalId);
    const effect = await effectOf(tx, viewer, input);
    const milestones = FIRST_MILESTONES.flatMap((n) => {
      const [title, dueOn] = [input[`milestone${n}Title`], input[`milestone${n}DueOn`]];
      return dueOn === null ? [] : [{ title, ownerId: owner.id, baselineDueOn: asDate(dueOn), dueOn: asDate(dueOn) }];
    });
    const code = await nextCode(tx);
    const { title, summary, kind, area, updateEveryDays } = input;
    await tx.initiative.create({
      data: {
        ...{ id, code, title, summary, kind, area, updateEveryDays, signalId },
        ...{ departmentId: department.id, ownerId: owner.id, sponsorId: viewer.personId, createdById: viewer.personId, createdAt: now() },
        ...{ startsOn: asDate(input.startsOn), baselineDueOn: asDate(input.dueOn), dueOn: asDate(input.dueOn) },
        milestones: { create: milestones },
        effects: { create: effect.rows },
      },
      select: { id: true },
    });
    if (signal !== null) await actOnSignal(sql, viewer, signal, id);
    await notify(sql, viewer, [{ personId: owner.id, kind: "initiative-assigned", subject: { type: "initiative", id } }]);
    return {
      subject: subjectOf({ id, code, title }),
      before: null,
      after: {
        ...{ code, title, summary, kind, area, department: department.name, owner: owner.name, sponsor: viewer.name, updateEveryDays },
        ...{ startsOn: input.startsOn, dueOn: input.dueOn, effect: effect.said, ...(signal !== null && { signal: signal.name }) },
        milestones: milestones.map((m) => `${m.title}, ${m.dueOn.toISOString().slice(0, 10)}`),
      },
    };
  },
});

/** Called late in the transaction: writers of new codes take turns from here to their commit. */
async function nextCode(tx: Tx): Promise<string> {
  const [next] = await tx.$queryRaw<{ code: string }[]>(Prisma.sql`SELECT initiative_next_code() AS code`);
  if (next === undefined) throw new Error("the database gave no code");
  return next.code;
}

/** The claimed effect as its row, and its form in the audit log. The viewer must be able to read the KPI. */
async function effectOf(tx: Tx, viewer: Viewer, input: AssignInitiativeInput) {
  const { effectKpiId: kpiId, effectLow: low, effectLikely: likely, effectHigh: high, effectFromOn: fromOn } = input;
  if (kpiId === null || low === null || likely === null || high === null || fromOn === null) return { rows: [], said: null };
  const [kpi] = await tx.$queryRaw<{ code: string }[]>(
    Prisma.sql`SELECT k.code FROM kpi k WHERE k.id = ${kpiId}::uuid AND k.archived_at IS NULL AND ${readableKpi(viewer, "k")}`,
  );
  if (kpi === undefined) throw new AppError("INVALID", "Choose a KPI from the list.", { field: "effectKpiId" });
  return { rows: [{ kpiId, low, likely, high, fromOn: asDate(fromOn) }], said: { kpi: kpi.code, low, likely, high, fromOn } };
}
