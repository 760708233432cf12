import "server-only";
import { addDays } from "@/lib/calendar/dates";
import { now, today } from "@/lib/clock";
import { ENTITIES } from "@/lib/entities";
import { AppError } from "@/lib/errors";
import type { AuditEntry } from "@/lib/platform/audit/write";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Entity } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { referenceText } from "@/lib/platform/entities/reference";
import { UNDO_MINUTES } from "@/lib/signals/life/steps";
import type { DeferItemInput, UndoDeferItemInput } from "./defer-schema";

/** Longest snooze, in days. */
const LONGEST_DEFERRAL_DAYS = 92;

type Item = DeferItemInput["item"];
type Found = Item & { departmentId: string | null; subject: AuditEntry["subject"] };

const WAITING = new Map(ENTITIES.flatMap((entity) => Object.keys(entity.words.waiting ?? {}).map((kind) => [kind, entity] as const)));

/** A waiting item on Today, by its line. Not locked, because only the viewer's own list changes. */
const ITEM: Entity<Found, Item> = {
  word: "item",
  load: async (sql, viewer, item) => {
    const commands = WAITING.get(item.type)?.commands;
    const row = await commands?.load(sql, viewer, item.id, false);
    return commands && row && { ...item, departmentId: row.departmentId, subject: commands.subjectOf(row) };
  },
  subjectOf: ({ subject }) => subject,
};

/** Hides an item from the viewer's own Today until a given day; nobody else's Today changes. Snoozing again replaces the date. */
export const deferItem = defineCommand({
  verb: null,
  audit: "today.leave",
  entity: ITEM,
  at: ({ item }: DeferItemInput) => item,
  guard: "state",
  run: async ({ sql, viewer, input: { item, until } }) => {
    const latest = addDays(today(), LONGEST_DEFERRAL_DAYS);
    if (until <= today() || until > latest)
      throw new AppError("INVALID", `Choose a day after today, and not after ${latest}.`, { field: "until" });
    await sql.query(Prisma.sql`
      INSERT INTO deferral (person_id, item, until, at) VALUES (${viewer.personId}::uuid, ${referenceText(item)}, ${until}::date, ${now()}::timestamptz)
      ON CONFLICT (person_id, item) DO UPDATE SET until = excluded.until, at = excluded.at`);
    return { before: null, after: { until }, answer: { until } };
  },
});

/**
 * Brings back an item the viewer snoozed within the last ten minutes. Throws NOT_FOUND if they may not see it, INVALID for anything else.
 */
export const undoDeferItem = defineCommand({
  verb: null,
  audit: "today.undo",
  entity: ITEM,
  at: ({ item }: UndoDeferItemInput) => item,
  guard: "state",
  run: async ({ sql, viewer, input: { item } }) => {
    const [left] = await sql.query<{ until: string }>(Prisma.sql`
      DELETE FROM deferral WHERE person_id = ${viewer.personId}::uuid AND item = ${referenceText(item)}
        AND at > ${now()}::timestamptz - make_interval(mins => ${UNDO_MINUTES}) RETURNING until::text`);
    if (left === undefined) throw new AppError("INVALID", `Only what you snoozed within the last ${UNDO_MINUTES} minutes can be undone.`);
    return { before: left, after: null, answer: { item: referenceText(item) } };
  },
});
