import "server-only";
import { addDays } from "@/lib/calendar/dates";
import { now, today } from "@/lib/clock";
import { ENTITIES } from "@/lib/entities";
import { AppError } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Entity } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import { referenceText } from "@/lib/platform/entities/reference";
import { UNDO_MINUTES } from "@/lib/signals/life/steps";
import type { LeaveItemInput, UndoLeaveItemInput } from "./leave-schema";

/** Nobody leaves anything for longer. */
const LONGEST_LEAVE_DAYS = 92;

type Item = LeaveItemInput["item"];
type Found = { id: string; type: string; name: string; departmentId: string };

const WAITING = new Map(ENTITIES.flatMap((entity) => Object.keys(entity.words.waiting ?? {}).map((kind) => [kind, entity] as const)));

/** Only what the row-level policies let the viewer see. An initiative is a proposal until it is decided. */
const rowOf = ({ type, id }: Item): Prisma.Sql => {
  const entity = WAITING.get(type);
  if (entity !== undefined)
    return Prisma.sql`SELECT ${entity.named(Prisma.sql`x.id`)} AS name, x.department_id::text AS "departmentId" FROM ${identifier(entity.words.type)} x WHERE x.id = ${id}::uuid`;
  if (type === "action") return Prisma.sql`SELECT title AS name, department_id::text AS "departmentId" FROM action WHERE id = ${id}::uuid`;
  if (type === "milestone")
    return Prisma.sql`SELECT m.title AS name, i.department_id::text AS "departmentId" FROM milestone m JOIN initiative i ON i.id = m.initiative_id WHERE m.id = ${id}::uuid`;
  return Prisma.sql`SELECT code || ' ' || title AS name, department_id::text AS "departmentId" FROM initiative WHERE id = ${id}::uuid`;
};

/** Work on Today. It is not locked: what is written is the viewer's own list. */
const ITEM: Entity<Found, Item> = {
  word: "item",
  load: async (sql, _viewer, item) => {
    const [found] = await sql.query<Omit<Found, keyof Item>>(rowOf(item));
    return found && { ...found, ...item };
  },
  subjectOf: ({ type, id, name }) => ({ type: type === "proposal" ? "initiative" : (WAITING.get(type)?.words.type ?? type), id, name }),
};

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
      INSERT INTO deferral (person_id, item, until, at) VALUES (${viewer.personId}::uuid, ${referenceText(item)}, ${until}::date, ${now()}::timestamptz)
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
      DELETE FROM deferral WHERE person_id = ${viewer.personId}::uuid AND item = ${referenceText(item)}
        AND at > ${now()}::timestamptz - make_interval(mins => ${UNDO_MINUTES}) RETURNING until::text`);
    if (left === undefined) throw new AppError("INVALID", `Only what you snoozed within the last ${UNDO_MINUTES} minutes can be undone.`);
    return { before: left, after: null, answer: { item: referenceText(item) } };
  },
});
