import "server-only";
import { now, today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { readable } from "@/lib/platform/authz/readable";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { notify } from "@/lib/platform/notices/notify";
import { personFor } from "../people";
import { mayAddAction, mayCompleteAction } from "../rights";
import type { AddActionInput, CompleteActionInput } from "../schema";
import { asDate, INITIATIVE } from "./open-initiative";

const subjectOf = (id: string, title: string) => ({ type: "action", id, name: title });

/** Adds an action to an initiative: who, what, by when. It belongs to the initiative's department. */
export const addAction = defineCommand({
  verb: "action.add",
  audit: "action.add",
  entity: INITIATIVE,
  at: (input: AddActionInput) => input.initiativeId,
  guard: "key",
  may: (viewer, row, input) => mayAddAction(viewer, row, input.ownerId),
  closed: ({ code, closedOn }) => (closedOn === null ? null : `${code} is closed. To continue the work, open a new initiative.`),
  run: async ({ tx, sql, viewer, row, input, id }) => {
    const { title, dueOn } = input;
    const ownerId = input.ownerId === row.ownerId ? row.ownerId : (await personFor(tx, viewer, input.ownerId, "ownerId")).id;
    await tx.action.create({
      data: {
        ...{ id, title, departmentId: row.departmentId, ownerId, subjectType: "initiative", subjectId: row.id },
        ...{ dueOn: asDate(dueOn), createdById: viewer.personId, createdAt: now() },
      },
      select: { id: true },
    });
    await notify(sql, viewer, [{ personId: ownerId, kind: "action-assigned", subject: { type: "action", id } }]);
    return { subject: subjectOf(id, title), before: null, after: { initiative: row.code, title, ownerId, dueOn } };
  },
});

export type Action = {
  id: string;
  title: string;
  departmentId: string;
  ownerId: string;
  doneOn: string | null;
  version: number;
  initiativeDepartmentId: string | null;
  initiativeOwnerId: string | null;
};

export const ACTION: Entity<Action> = {
  word: "action",
  load: async (sql, viewer, id, lock) => {
    const [row] = await sql.query<Action>(Prisma.sql`
      SELECT a.id::text, a.title, a.department_id::text AS "departmentId", a.owner_id::text AS "ownerId", a.done_on::text AS "doneOn", a.version,
        i.department_id::text AS "initiativeDepartmentId", i.owner_id::text AS "initiativeOwnerId"
      FROM action a LEFT JOIN initiative i ON a.subject_type = 'initiative' AND i.id = a.subject_id
      WHERE a.id = ${id}::uuid AND (${readable(viewer, "a", { owner: "owner_id" })} OR i.owner_id = ${viewer.personId}::uuid)
      ${lockRows(lock, "a")}`);
    return row;
  },
  subjectOf: ({ id, title }) => subjectOf(id, title),
  may: (viewer, _verb, { initiativeDepartmentId: departmentId, initiativeOwnerId: ownerId, ...row }) =>
    mayCompleteAction(viewer, row, departmentId === null || ownerId === null ? null : { departmentId, ownerId }),
};

/** Marks an action as done today. CONFLICT if it is already done. */
export const completeAction = defineCommand({
  verb: "action.complete",
  audit: "action.complete",
  entity: ACTION,
  at: (input: CompleteActionInput) => input.id,
  guard: "version",
  current: ({ version, doneOn }) => ({ version: String(version), doneOn: doneOn ?? "" }),
  overtaken: ({ doneOn }) => (doneOn === null ? "Somebody else changed this action meanwhile." : "This action is already completed."),
  run: async ({ tx, row }) => {
    if (row.doneOn !== null)
      throw new AppError("CONFLICT", "This action is already completed.", {
        current: { version: String(row.version), doneOn: row.doneOn },
      });
    const doneOn = today();
    await tx.action.update({ where: { id: row.id }, data: { doneOn: asDate(doneOn), version: { increment: 1 } }, select: { id: true } });
    return { before: { doneOn: null }, after: { doneOn } };
  },
});
