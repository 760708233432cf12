import "server-only";
import { today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { personFor } from "../people";
import { mayWork } from "../rights";
import { initiativeIsVisible } from "../rows/queries";
import type { AddMilestoneInput, ChangeMilestoneInput } from "../schema";
import { asDate, closedInitiative, INITIATIVE } from "./open-initiative";

const subjectOf = (id: string, code: string, title: string) => ({ type: "milestone", id, name: `${code} ${title}` });

/** Adds a milestone; its first date is the baseline. Its owner is the initiative's owner unless given. */
export const addMilestone = defineCommand({
  verb: "initiative.change",
  audit: "milestone.add",
  entity: INITIATIVE,
  at: (input: AddMilestoneInput) => input.initiativeId,
  guard: "key",
  closed: closedInitiative,
  run: async ({ tx, viewer, row, input, id }) => {
    const { title, dueOn } = input;
    if (dueOn < row.startsOn) throw new AppError("INVALID", "This is before the start of the initiative.", { field: "dueOn" });
    const ownerId =
      input.ownerId === null || input.ownerId === row.ownerId ? row.ownerId : (await personFor(tx, viewer, input.ownerId, "ownerId")).id;
    await tx.milestone.create({
      data: { id, initiativeId: row.id, title, ownerId, baselineDueOn: asDate(dueOn), dueOn: asDate(dueOn) },
      select: { id: true },
    });
    return { subject: subjectOf(id, row.code, title), before: null, after: { title, ownerId, dueOn } };
  },
});

/** Includes the initiative's department and owner: people who may change the initiative may change its milestones. */
export type Milestone = {
  id: string;
  title: string;
  dueOn: string;
  doneOn: string | null;
  version: number;
  code: string;
  departmentId: string;
  ownerId: string;
  startsOn: string;
  closedOn: string | null;
};

export const MILESTONE: Entity<Milestone> = {
  word: "milestone",
  load: async (sql, viewer, id, lock) => {
    // Locks the initiative's row too: closing it and changing its milestones take turns.
    const [row] = await sql.query<Milestone>(Prisma.sql`
      SELECT m.id::text, m.title, m.due_on::text AS "dueOn", m.done_on::text AS "doneOn", m.version, i.code, i.department_id::text AS "departmentId",
        i.owner_id::text AS "ownerId", i.starts_on::text AS "startsOn", i.closed_on::text AS "closedOn"
      FROM initiative i JOIN milestone m ON m.initiative_id = i.id WHERE m.id = ${id}::uuid AND ${initiativeIsVisible(viewer)} ${lockRows(lock, "i", "m")}`);
    return row;
  },
  subjectOf: ({ id, code, title }) => subjectOf(id, code, title),
  may: mayWork,
};

/**
 * Sets a new forecast date, or the day it was reached. The baseline stays. CONFLICT, with the current values, if somebody else was first.
 */
export const changeMilestone = defineCommand({
  verb: "initiative.change",
  audit: "milestone.change",
  entity: MILESTONE,
  at: (input: ChangeMilestoneInput) => input.id,
  guard: "version",
  current: ({ version, dueOn, doneOn }) => ({ version: String(version), dueOn, doneOn: doneOn ?? "" }),
  overtaken: "Somebody else changed this milestone while you were typing.",
  closed: closedInitiative,
  run: async ({ tx, row, input: { dueOn, doneOn } }) => {
    if (doneOn !== null && doneOn > today()) throw new AppError("INVALID", "This day is in the future.", { field: "doneOn" });
    if (dueOn < row.startsOn) throw new AppError("INVALID", "This is before the start of the initiative.", { field: "dueOn" });
    await tx.milestone.update({
      where: { id: row.id },
      data: { dueOn: asDate(dueOn), doneOn: doneOn === null ? null : asDate(doneOn), version: { increment: 1 } },
      select: { id: true },
    });
    return { before: { dueOn: row.dueOn, doneOn: row.doneOn }, after: { dueOn, doneOn } };
  },
});
