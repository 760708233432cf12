import "server-only";
import { today } from "@/lib/clock";
import { AppError, notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { personFor } from "../people";
import { visible } from "../rows/queries";
import type { AddMilestoneInput, ChangeMilestoneInput } from "../schema";
import { asDate, openInitiative } from "./open-initiative";

const subjectOf = (id: string, code: string, title: string) => ({ type: "milestone", id, name: `${code} ${title}` });

/** A further milestone; the date given first is its baseline. Without an owner it is the initiative's owner's. */
export function addMilestone(viewer: Viewer, input: AddMilestoneInput): Promise<{ id: string }> {
  return writing(viewer, (tx) =>
    once(tx, viewer, "milestone.add", input, async (id) => {
      const row = await openInitiative(tx, viewer, input.initiativeId, "initiative.change");
      const { title, dueOn } = input;
      if (dueOn < row.startsOn) throw new AppError("INVALID", "This is before the start of the initiative.", { field: "dueOn" });
      const ownerId =
        input.ownerId === null || input.ownerId === row.ownerId ? row.ownerId : (await personFor(tx, viewer, input.ownerId, "ownerId")).id;
      await tx.milestone.create({
        data: { id, initiativeId: row.id, title, ownerId, baselineDueOn: asDate(dueOn), dueOn: asDate(dueOn) },
        select: { id: true },
      });
      await appendAudit(onTx(tx), viewer, {
        action: "milestone.add",
        subject: subjectOf(id, row.code, title),
        departmentId: row.departmentId,
        before: null,
        after: { title, ownerId, dueOn },
      });
    }),
  );
}

/** A new forecast date, or the day it was reached. The baseline stays. CONFLICT, with what it says now, when somebody was first. */
export function changeMilestone(viewer: Viewer, input: ChangeMilestoneInput): Promise<{ id: string }> {
  return writing(viewer, async (tx) => {
    const seen = await load(tx, viewer, input.id);
    const row = await openInitiative(tx, viewer, seen.initiativeId, "initiative.change");
    const before = await load(tx, viewer, input.id); // under the initiative's lock: what this write really replaces
    if (before.version !== input.version)
      throw new AppError("CONFLICT", "Somebody else changed this milestone while you were typing.", {
        current: { version: String(before.version), dueOn: before.dueOn, doneOn: before.doneOn ?? "" },
      });
    if (input.doneOn !== null && input.doneOn > today()) throw new AppError("INVALID", "This day has not come yet.", { field: "doneOn" });
    if (input.dueOn < row.startsOn) throw new AppError("INVALID", "This is before the start of the initiative.", { field: "dueOn" });
    const { id, dueOn, doneOn } = input;
    await tx.milestone.update({
      where: { id },
      data: { dueOn: asDate(dueOn), doneOn: doneOn === null ? null : asDate(doneOn), version: { increment: 1 } },
      select: { id: true },
    });
    await appendAudit(onTx(tx), viewer, {
      action: "milestone.change",
      subject: subjectOf(id, row.code, before.title),
      departmentId: row.departmentId,
      before: { dueOn: before.dueOn, doneOn: before.doneOn },
      after: { dueOn, doneOn },
    });
    return { id };
  });
}

type Milestone = { initiativeId: string; title: string; dueOn: string; doneOn: string | null; version: number };

async function load(tx: Tx, viewer: Viewer, id: string): Promise<Milestone> {
  const [row] = await tx.$queryRaw<Milestone[]>(Prisma.sql`
    SELECT m.initiative_id::text AS "initiativeId", m.title, m.due_on::text AS "dueOn", m.done_on::text AS "doneOn", m.version
    FROM milestone m JOIN initiative i ON i.id = m.initiative_id WHERE m.id = ${id}::uuid AND ${visible(viewer)}`);
  if (row === undefined) throw notFound("milestone");
  return row;
}
