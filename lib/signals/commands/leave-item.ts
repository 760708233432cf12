import "server-only";
import { addDays } from "@/lib/calendar/dates";
import { now, today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Entity } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { UNDO_MINUTES } from "../life/steps";
import type { LeaveItemInput, UndoLeaveItemInput } from "../schema";

/** Nobody leaves anything for longer. */
const LONGEST_LEAVE_DAYS = 92;

type Item = LeaveItemInput["item"];
type Found = { id: string; kind: Item["kind"]; name: string; departmentId: string };

/** Only what the row-level policies let the viewer see. An initiative is a proposal until it is decided. */
const rowOf = ({ kind, id }: Item): Prisma.Sql => {
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

/** Work on Today. It is not locked: what is written is the viewer's own list. */
const ITEM: Entity<Found, Item> = {
  word: "item",
  load: async (sql, _viewer, item) => {
    const [found] = await sql.query<Omit<Found, keyof Item>>(rowOf(item));
    return found && { ...found, ...item };
  },
  subjectOf: ({ kind, id, name }) => ({ type: kind === "proposal" ? "initiative" : kind, id, name }),
};

const keyOf = ({ kind, id }: Item) => `${kind}:${id}`;

/** Work off the viewer's own Today until a day; nothing changes for anybody else. Left again, the day given last holds. */
export const leaveItem = defineCommand({
  verb: null,
  audit: "today.leave",
  entity: ITEM,
  at: ({ item }: LeaveItemInput) => item,
  guard: "state",
  run: async ({ sql, viewer, input: { item, until } }) => {
    const latest = addDays(today(), LONGEST_LEAVE_DAYS);
    if (until <= today() || until > latest)
      throw new AppError("INVALID", `Choose a day after today, and not after ${latest}.`, { field: "until" });
    await sql.query(Prisma.sql`
      INSERT INTO deferral (person_id, item, until, at) VALUES (${viewer.personId}::uuid, ${keyOf(item)}, ${until}::date, ${now()}::timestamptz)
      ON CONFLICT (person_id, item) DO UPDATE SET until = excluded.until, at = excluded.at`);
    return { before: null, after: { until }, answer: { until } };
  },
});

/** Brings back what the viewer left within the last ten minutes. Throws NOT_FOUND for what they may not see, INVALID for anything else. */
export const undoLeaveItem = defineCommand({
  verb: null,
  audit: "today.undo",
  entity: ITEM,
  at: ({ item }: UndoLeaveItemInput) => item,
  guard: "state",
  run: async ({ sql, viewer, input: { item } }) => {
    const [left] = await sql.query<{ until: string }>(Prisma.sql`
      DELETE FROM deferral WHERE person_id = ${viewer.personId}::uuid AND item = ${keyOf(item)}
        AND at > ${now()}::timestamptz - make_interval(mins => ${UNDO_MINUTES}) RETURNING until::text`);
    if (left === undefined) throw new AppError("INVALID", `Only what you left within the last ${UNDO_MINUTES} minutes can be taken back.`);
    return { before: left, after: null, answer: { item: keyOf(item) } };
  },
});
