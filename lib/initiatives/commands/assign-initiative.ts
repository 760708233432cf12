import "server-only";
import { now } from "@/lib/clock";
import { AppError, notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { tell } from "@/lib/platform/notices/tell";
import { actOnSignal, lockSignalForWork } from "@/lib/signals/life/write";
import { departmentFor, personFor } from "../people";
import { type AssignInitiativeInput, FIRST_MILESTONES } from "../schema";
import { asDate, subjectOf } from "./open-initiative";

/**
 * Creates an initiative, gives it to its owner and names the viewer its sponsor. Sent twice with one key it is made once.
 * With a signal, that is acted on by it. NOT_FOUND for a department or signal the viewer may not see, FORBIDDEN where their role does
 * not assign.
 */
export function assignInitiative(viewer: Viewer, input: AssignInitiativeInput): Promise<{ id: string }> {
  return writing(viewer, (tx) =>
    once(tx, viewer, "initiative.assign", input, async (id) => {
      if (!viewer.readable.includes(input.departmentId)) throw notFound("department");
      authorise(viewer, "initiative.assign", { departmentId: input.departmentId });
      const department = await departmentFor(tx, input.departmentId, "departmentId");
      const owner = await personFor(tx, viewer, input.ownerId, "ownerId");
      const { signalId } = input;
      const signal = signalId === null ? null : await lockSignalForWork(onTx(tx), viewer, signalId);
      const effect = await effectOf(tx, viewer, input);
      const milestones = FIRST_MILESTONES.flatMap((n) => {
        const [title, dueOn] = [input[`milestone${n}Title`], input[`milestone${n}DueOn`]];
        return dueOn === null ? [] : [{ title, ownerId: owner.id, baselineDueOn: asDate(dueOn), dueOn: asDate(dueOn) }];
      });
      const code = await nextCode(tx);
      const { title, summary, kind, area, updateEveryDays } = input;
      await tx.initiative.create({
        data: {
          ...{
            id,
            code,
            title,
            summary,
            kind,
            area,
            updateEveryDays,
            departmentId: department.id,
            ownerId: owner.id,
            sponsorId: viewer.personId,
            signalId,
          },
          ...{
            startsOn: asDate(input.startsOn),
            baselineDueOn: asDate(input.dueOn),
            dueOn: asDate(input.dueOn),
            createdById: viewer.personId,
            createdAt: now(),
          },
          milestones: { create: milestones },
          effects: { create: effect.rows },
        },
        select: { id: true },
      });
      if (signal !== null) await actOnSignal(onTx(tx), viewer, signal, id);
      await tell(onTx(tx), viewer, [
        { personId: owner.id, kind: "initiative-assigned", initiativeId: id, ...(signalId !== null && { signalId }) },
      ]);
      await appendAudit(onTx(tx), viewer, {
        action: "initiative.assign",
        subject: subjectOf({ id, code, title }),
        departmentId: department.id,
        before: null,
        after: {
          ...{ code, title, summary, kind, area, department: department.name, owner: owner.name, sponsor: viewer.name, updateEveryDays },
          ...{ startsOn: input.startsOn, dueOn: input.dueOn, effect: effect.said, ...(signal !== null && { signal: signal.name }) },
          milestones: milestones.map((m) => `${m.title}, ${m.dueOn.toISOString().slice(0, 10)}`),
        },
      });
    }),
  );
}

/** Taken late in the transaction: writers of new codes take turns from here to their commit. */
async function nextCode(tx: Tx): Promise<string> {
  const [next] = await tx.$queryRaw<{ code: string }[]>(Prisma.sql`SELECT initiative_next_code() AS code`);
  if (next === undefined) throw new Error("the database gave no code");
  return next.code;
}

/** The claimed effect as its row, and as the audit log says it. The KPI is one the viewer may read. */
async function effectOf(tx: Tx, viewer: Viewer, input: AssignInitiativeInput) {
  const { effectKpiId: kpiId, effectLow: low, effectLikely: likely, effectHigh: high, effectFromOn: fromOn } = input;
  if (kpiId === null || low === null || likely === null || high === null || fromOn === null) return { rows: [], said: null };
  const kpi = await tx.kpi.findFirst({
    where: {
      id: kpiId,
      archivedAt: null,
      ...(viewer.everything ? {} : { OR: [{ departmentId: { in: [...viewer.readable] } }, { companyWide: true }] }),
    },
    select: { code: true },
  });
  if (kpi === null) throw new AppError("INVALID", "Choose a KPI of the list.", { field: "effectKpiId" });
  return { rows: [{ kpiId, low, likely, high, fromOn: asDate(fromOn) }], said: { kpi: kpi.code, low, likely, high, fromOn } };
}
