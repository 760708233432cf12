import "server-only";
import { now } from "@/lib/clock";
import { AppError, notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
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

async function find(sql: Sql, id: string, lock: Prisma.Sql): Promise<Last | undefined> {
  const [last] = await sql.query<Last>(Prisma.sql`
    SELECT e.id::text, e.actor_id::text AS "actorId", e.step, e.at > ${now()}::timestamptz - make_interval(mins => ${UNDO_MINUTES}) AS young, e.action_id::text AS "actionId", e.before,
      g.version, g.department_id::text AS "departmentId", coalesce(g.owner_id, p.holder_id)::text AS "answersId", coalesce(k.name, r.name, '') AS name
    FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind r ON r.id = g.record_kind_id LEFT JOIN position p ON p.id = k.position_id
    LEFT JOIN LATERAL (SELECT * FROM signal_event e WHERE e.signal_id = g.id ORDER BY e.id DESC LIMIT 1) AS e ON true
    WHERE g.id = ${id}::uuid ${lock}`);
  return last;
}

/** Takes the viewer's own last step back, while it is the last of the signal and not older than ten minutes. */
export function undoStep(viewer: Viewer, input: UndoInput): Promise<{ id: string }> {
  return writing(viewer, (tx) =>
    once(tx, viewer, "signal.undo", input, async () => {
      const sql = onTx(tx);
      const allow = (row: Last | undefined): Last => {
        if (row === undefined) throw notFound("signal");
        // Whose step it was may have given it away: what they may do is asked of how it stood before.
        authorise(viewer, "signal.acknowledge", { departmentId: row.departmentId, ownerId: row.before?.ownerId ?? row.answersId });
        return row;
      };
      allow(await find(sql, input.id, Prisma.empty));
      const last = allow(await find(sql, input.id, Prisma.sql`FOR UPDATE OF g`));
      const before = last.before;
      if (last.version !== input.version)
        throw new AppError("CONFLICT", "Something happened to this signal meanwhile.", { current: { version: String(last.version) } });
      if (last.actorId !== viewer.personId || !UNDOABLE.includes(last.step) || !last.young || before === null)
        throw new AppError("INVALID", `Only your own last step can be taken back, within ${UNDO_MINUTES} minutes.`);
      if (last.step === "left")
        await sql.query(Prisma.sql`DELETE FROM deferral WHERE person_id = ${viewer.personId}::uuid AND item = ${`signal:${input.id}`}`);
      await store(sql, input.id, before);
      await tellStory(sql, viewer, input.id, { step: "undone", text: last.step }, null);
      // Last of the writes: the story's line of the step loses its action with it.
      if (last.actionId !== null) await sql.query(Prisma.sql`DELETE FROM action WHERE id = ${last.actionId}::uuid AND done_on IS NULL`);
      await appendAudit(sql, viewer, {
        action: "signal.undo",
        subject: { type: "signal", id: input.id, name: last.name },
        departmentId: last.departmentId,
        before: { step: last.step },
        after: { state: before.state },
      });
    }),
  );
}
