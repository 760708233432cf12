import "server-only";
import { businessZone, today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { notify } from "@/lib/platform/notices/notify";
import type { NoticeInput } from "../schema";
import { concernedBy, toldOf } from "./concerned";
import { DECISION, decidedAlready, mayRemind } from "./open-decision";

/** Of these decisions, those whose decider was reminded today, by whomever. */
export async function remindedToday(sql: Sql, decisions: readonly { id: string; ownerId: string }[]): Promise<string[]> {
  if (decisions.length === 0) return [];
  const rows = await asInstallation(sql, () =>
    sql.query<{ id: string }>(Prisma.sql`
      SELECT DISTINCT n.subject_id::text AS id FROM notification n
      JOIN unnest(${decisions.map(({ id }) => id)}::uuid[], ${decisions.map(({ ownerId }) => ownerId)}::uuid[]) AS d (id, owner) ON d.id = n.subject_id AND d.owner = n.person_id
      WHERE n.subject_type = 'decision' AND n.kind = 'decision-reminded' AND (n.at AT TIME ZONE ${businessZone()})::date = ${today()}::date`),
  );
  return rows.map(({ id }) => id);
}

/** Reminds the person who decides, once a day however many would. */
export const remindDecider = defineCommand({
  verb: "decision.remind",
  audit: "decision.remind",
  entity: DECISION,
  at: (input: NoticeInput) => input.id,
  guard: "state",
  closed: decidedAlready,
  may: mayRemind,
  run: async ({ sql, viewer, row }) => {
    if (row.ownerLeft) throw new AppError("INVALID", `${row.ownerName} has left. Give this decision to somebody else.`);
    if ((await remindedToday(sql, [row])).length > 0) throw new AppError("INVALID", `${row.ownerName} was already reminded today.`);
    await notify(sql, viewer, [{ personId: row.ownerId, kind: "decision-reminded", subject: { type: "decision", id: row.id } }]);
    return { before: null, after: { reminded: row.ownerName } };
  },
});

/** Tells those concerned what was chosen, once and before its outcome is recorded; by whoever decides. */
export const tellDecision = defineCommand({
  verb: "decision.tell",
  audit: "decision.tell",
  entity: DECISION,
  at: (input: NoticeInput) => input.id,
  guard: "state",
  run: async ({ sql, viewer, row }) => {
    if (row.decidedAt === null) throw new AppError("INVALID", `${row.code} is not decided yet.`);
    if (row.scoredAt !== null) throw new AppError("INVALID", "The outcome is already recorded.");
    if ((await toldOf(sql, row.id)) !== null) throw new AppError("INVALID", "Those it concerns were already told.");
    const people = await concernedBy(sql, viewer, row);
    if (people.length === 0) throw new AppError("INVALID", "It concerns nobody else who may read it.");
    await notify(
      sql,
      viewer,
      people.map(({ id: personId }) => ({ personId, kind: "decision-told", subject: { type: "decision", id: row.id } })),
    );
    return { before: null, after: { told: people.map(({ name }) => name) } };
  },
});
