import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { can } from "@/lib/platform/authz/policy";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { type Entity, held } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { UNDO_MINUTES, UNDOABLE } from "../life/undoable";
import type { UndoInput } from "../schema";
import { type Before, store, tellStory } from "./take-step";

type Last = {
  id: string;
  actorId: string | null;
  step: string;
  young: boolean;
  actionId: string | null;
  before: Before | null;
  version: number;
  departmentId: string;
  answersId: string | null;
  name: string;
};

const LAST_STEP: Entity<Last> = {
  word: "signal",
  load: async (sql, _viewer, id, lock) => {
    const [last] = await sql.query<Last>(Prisma.sql`
      SELECT g.id::text, e.actor_id::text AS "actorId", e.step, e.at > ${now()}::timestamptz - make_interval(mins => ${UNDO_MINUTES}) AS young, e.action_id::text AS "actionId", e.before,
        g.version, g.department_id::text AS "departmentId", coalesce(g.owner_id, p.holder_id)::text AS "answersId", coalesce(k.name, r.name, '') AS name
      FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind r ON r.id = g.record_kind_id LEFT JOIN position p ON p.id = k.position_id
      LEFT JOIN LATERAL (SELECT * FROM signal_event e WHERE e.signal_id = g.id ORDER BY e.id DESC LIMIT 1) AS e ON true
      WHERE g.id = ${id}::uuid ${held(lock, "g")}`);
    return last;
  },
  subjectOf: ({ id, name }) => ({ type: "signal", id, name }),
  // Whose step it was may have given it away: what they may do is asked of how it stood before.
  may: (viewer, verb, { departmentId, before, answersId }) => can(viewer, verb, { departmentId, ownerId: before?.ownerId ?? answersId }),
};

/** Takes the viewer's own last step back, while it is the last of the signal and not older than ten minutes. */
export const undoStep = defineCommand({
  verb: "signal.acknowledge",
  audit: "signal.undo",
  entity: LAST_STEP,
  at: (input: UndoInput) => input.id,
  guard: "once and version",
  current: ({ version }) => ({ version: String(version) }),
  overtaken: "Something happened to this signal meanwhile.",
  run: async ({ sql, viewer, row: { id, actorId, step, young, actionId, before } }) => {
    if (actorId !== viewer.personId || !UNDOABLE.includes(step) || !young || before === null)
      throw new AppError("INVALID", `Only your own last step can be taken back, within ${UNDO_MINUTES} minutes.`);
    if (step === "left")
      await sql.query(Prisma.sql`DELETE FROM deferral WHERE person_id = ${viewer.personId}::uuid AND item = ${`signal:${id}`}`);
    await store(sql, id, before);
    await tellStory(sql, viewer, id, { step: "undone", text: step }, null);
    // Last of the writes: the story's line of the step loses its action with it.
    if (actionId !== null) await sql.query(Prisma.sql`DELETE FROM action WHERE id = ${actionId}::uuid AND done_on IS NULL`);
    return { before: { step }, after: { state: before.state } };
  },
});
