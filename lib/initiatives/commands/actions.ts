import "server-only";
import { now, today } from "@/lib/clock";
import { AppError, notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { readable } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { tell } from "@/lib/platform/notices/tell";
import { personFor } from "../people";
import { mayAddAction, mayCompleteAction } from "../rights";
import type { AddActionInput, CompleteActionInput } from "../schema";
import { asDate, lockInitiative, type OpenedInitiative } from "./open-initiative";

const refuse = () => new AppError("FORBIDDEN", "Your role does not allow this here.");
const subjectOf = (id: string, title: string) => ({ type: "action", id, name: title });

/** A promise within an initiative: who, what, by when. It belongs to the initiative's department. */
export function addAction(viewer: Viewer, input: AddActionInput): Promise<{ id: string }> {
  return writing(viewer, (tx) =>
    once(tx, viewer, "action.add", input, async (id) => {
      const allow = (row: OpenedInitiative) => {
        if (!mayAddAction(viewer, row, input.ownerId)) throw refuse();
      };
      const row = await lockInitiative(tx, viewer, input.initiativeId, allow);
      if (row.closedOn !== null) throw new AppError("INVALID", `${row.code} is closed. Reopened work is a new initiative.`);
      const ownerId = input.ownerId === row.ownerId ? row.ownerId : (await personFor(tx, viewer, input.ownerId, "ownerId")).id;
      const { title, dueOn } = input;
      await tx.action.create({
        data: {
          id,
          title,
          departmentId: row.departmentId,
          ownerId,
          dueOn: asDate(dueOn),
          initiativeId: row.id,
          createdById: viewer.personId,
          createdAt: now(),
        },
        select: { id: true },
      });
      await tell(onTx(tx), viewer, [{ personId: ownerId, kind: "action-assigned", actionId: id, initiativeId: row.id }]);
      await appendAudit(onTx(tx), viewer, {
        action: "action.add",
        subject: subjectOf(id, title),
        departmentId: row.departmentId,
        before: null,
        after: { initiative: row.code, title, ownerId, dueOn },
      });
    }),
  );
}

type Stored = {
  title: string;
  departmentId: string;
  ownerId: string;
  doneOn: string | null;
  version: number;
  initiativeDepartmentId: string | null;
  initiativeOwnerId: string | null;
};

/** Marks an action as done today. Done already is a conflict: somebody was first. */
export function completeAction(viewer: Viewer, { id, version }: CompleteActionInput): Promise<{ id: string }> {
  return writing(viewer, async (tx) => {
    const load = (lock: Prisma.Sql) =>
      tx.$queryRaw<Stored[]>(Prisma.sql`
        SELECT a.title, a.department_id::text AS "departmentId", a.owner_id::text AS "ownerId", a.done_on::text AS "doneOn", a.version,
          i.department_id::text AS "initiativeDepartmentId", i.owner_id::text AS "initiativeOwnerId"
        FROM action a LEFT JOIN initiative i ON i.id = a.initiative_id
        WHERE a.id = ${id}::uuid AND (${readable(viewer, "a", { owner: "owner_id" })}
          OR i.owner_id = ${viewer.personId}::uuid) ${lock}`);
    const allow = (row: Stored | undefined): Stored => {
      if (row === undefined) throw notFound("action");
      const { initiativeDepartmentId: departmentId, initiativeOwnerId: ownerId } = row;
      if (!mayCompleteAction(viewer, row, departmentId === null || ownerId === null ? null : { departmentId, ownerId })) throw refuse();
      return row;
    };
    allow((await load(Prisma.empty))[0]);
    const row = allow((await load(Prisma.sql`FOR UPDATE OF a`))[0]);
    if (row.doneOn !== null || row.version !== version)
      throw new AppError(
        "CONFLICT",
        row.doneOn === null ? "Somebody else changed this action meanwhile." : "This action is completed already.",
        {
          current: { version: String(row.version), doneOn: row.doneOn ?? "" },
        },
      );
    const doneOn = today();
    await tx.action.update({ where: { id }, data: { doneOn: asDate(doneOn), version: { increment: 1 } }, select: { id: true } });
    await appendAudit(onTx(tx), viewer, {
      action: "action.complete",
      subject: subjectOf(id, row.title),
      departmentId: row.departmentId,
      before: { doneOn: null },
      after: { doneOn },
    });
    return { id };
  });
}
