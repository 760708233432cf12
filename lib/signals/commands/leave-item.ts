import "server-only";
import { addDays } from "@/lib/calendar/dates";
import { now, today } from "@/lib/clock";
import { AppError, notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { UNDO_MINUTES } from "../life/undoable";
import type { LeaveItemInput, UndoLeaveItemInput } from "../schema";

/** Nobody leaves anything for longer. */
const LONGEST_LEAVE_DAYS = 92;

type Found = { name: string; departmentId: string };

/** Only what the row-level policies let the viewer see. An initiative is a proposal until it is decided. */
const rowOf = (kind: LeaveItemInput["item"]["kind"], id: string): Prisma.Sql => {
  switch (kind) {
    case "action":
      return Prisma.sql`SELECT title AS name, department_id::text AS "departmentId" FROM action WHERE id = ${id}::uuid`;
    case "milestone":
      return Prisma.sql`SELECT m.title AS name, i.department_id::text AS "departmentId" FROM milestone m JOIN initiative i ON i.id = m.initiative_id WHERE m.id = ${id}::uuid`;
    case "initiative":
    case "proposal":
      return Prisma.sql`SELECT code || ' ' || title AS name, department_id::text AS "departmentId" FROM initiative WHERE id = ${id}::uuid`;
  }
};

/** Work off the viewer's own Today until a day; nothing changes for anybody else. Left again, the day given last holds. */
export function leaveItem(viewer: Viewer, { item, until }: LeaveItemInput): Promise<{ until: string }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const [found] = await sql.query<Found>(rowOf(item.kind, item.id));
    if (found === undefined) throw notFound("item");
    const latest = addDays(today(), LONGEST_LEAVE_DAYS);
    if (until <= today() || until > latest)
      throw new AppError("INVALID", `Choose a day after today, and not after ${latest}.`, { field: "until" });
    const key = `${item.kind}:${item.id}`;
    await sql.query(Prisma.sql`
      INSERT INTO deferral (person_id, item, until, at) VALUES (${viewer.personId}::uuid, ${key}, ${until}::date, ${now()}::timestamptz)
      ON CONFLICT (person_id, item) DO UPDATE SET until = excluded.until, at = excluded.at`);
    await appendAudit(sql, viewer, {
      action: "today.leave",
      subject: { type: item.kind === "proposal" ? "initiative" : item.kind, id: item.id, name: found.name },
      departmentId: found.departmentId,
      before: null,
      after: { until },
    });
    return { until };
  });
}

/** Brings back what the viewer left within the last ten minutes. Throws NOT_FOUND for what they may not see, INVALID for anything else. */
export function undoLeaveItem(viewer: Viewer, { item }: UndoLeaveItemInput): Promise<{ item: string }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const [found] = await sql.query<Found>(rowOf(item.kind, item.id));
    if (found === undefined) throw notFound("item");
    const key = `${item.kind}:${item.id}`;
    const [left] = await sql.query<{ until: string }>(Prisma.sql`
      DELETE FROM deferral WHERE person_id = ${viewer.personId}::uuid AND item = ${key}
        AND at > ${now()}::timestamptz - make_interval(mins => ${UNDO_MINUTES}) RETURNING until::text`);
    if (left === undefined) throw new AppError("INVALID", `Only what you left within the last ${UNDO_MINUTES} minutes can be taken back.`);
    await appendAudit(sql, viewer, {
      action: "today.undo",
      subject: { type: item.kind === "proposal" ? "initiative" : item.kind, id: item.id, name: found.name },
      departmentId: found.departmentId,
      before: left,
      after: null,
    });
    return { item: key };
  });
}
