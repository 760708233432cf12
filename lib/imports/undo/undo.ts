import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { toAppError } from "@/lib/imports/run/failures";
import { describedTarget } from "@/lib/imports/targets/described-target";
import { recompute } from "@/lib/kpis/recompute/recompute";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineLongCommand } from "@/lib/platform/commands/define-command";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { heavy } from "@/lib/platform/work/heavy";
import { type Undone, undoEntities } from "./entities";
import { undoMeasurements, undoRecords, undoTargets } from "./versions";

type Head = { id: string; departmentId: null; target: string; fileName: string; state: string };

/** note: what else it did, as a sentence. */
export type UndoneImport = { fileName: string; removed: number; restored: number; note: string | null };

/** One import. Locked, other imports and changes of the calendar wait. Who imports nothing is told so, whether there is one or not. */
const IMPORT: Entity<Head, string, Viewer | "system"> = {
  word: "import",
  load: async (sql, actor, id, lock) => {
    if (actor !== "system") authorise(actor, "data.import", { departmentId: null });
    if (!/^\d{1,18}$/.test(id)) return undefined;
    if (lock) {
      await sql.query(Prisma.sql`SELECT set_config('lock_timeout', '30s', true)`);
      await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('import'))::text`);
    }
    const [head] = await sql.query<Head>(Prisma.sql`
      SELECT id::text, NULL AS "departmentId", target, file_name AS "fileName", state::text FROM import i WHERE id = ${id}::bigint ${lockRows(lock, "i")}`);
    return head;
  },
  subjectOf: ({ id, fileName }) => ({ type: "import", id, name: fileName }),
};

const undo = defineLongCommand({
  verb: "data.import",
  audit: "import.undo",
  entity: IMPORT,
  at: (importId: string) => importId,
  guard: "state",
  closed: ({ state }) => (state === "undone" ? new AppError("CONFLICT", "This import is already undone.") : null),
  run: async ({ client, sql, viewer: actor, row: head }) => {
    const { id: importId, target, fileName } = head;
    const at = now();
    const { touched, removed, restored, note = null } = await undoTarget(sql, head, actor, at);
    await sql.query(Prisma.sql`UPDATE import SET state = 'undone', undone_at = ${at} WHERE id = ${importId}::bigint`);
    await recompute(client, touched, at);
    return {
      before: { state: "done", target },
      after: { state: "undone", removed, restored },
      answer: { fileName, removed, restored, note },
    };
  },
});

/**
 * Takes back what one import brought and brings back what it replaced, in one transaction with its audit row. Nothing is lost: versions are
 * superseded, KPIs archived. Throws FORBIDDEN, NOT_FOUND, and CONFLICT with a sentence when it was undone before or when a later
 * import, correction or use depends on it. What the actor's own file may not change (import-rights.ts of people and of departments)
 * taking one back may not either, whoever brought it: FORBIDDEN.
 */
export async function undoImport(actor: Viewer | "system", importId: string): Promise<UndoneImport> {
  const undone = () =>
    undo(actor, importId).catch((error: unknown) => {
      throw toAppError(error);
    });
  return actor === "system" ? undone() : heavy(actor, "undo", undone);
}

function undoTarget(sql: Sql, { id: importId, fileName, target }: Head, actor: Viewer | "system", at: Date): Promise<Undone> {
  switch (target.split(":")[0]) {
    case "records":
      return undoRecords(sql, importId);
    case "measurements":
      return undoMeasurements(sql, importId, at);
    case "targets":
      return undoTargets(sql, importId, at);
    default: {
      const { spec, hooks } = describedTarget(target, actor);
      return undoEntities(sql, { importId, fileName, at }, spec, hooks);
    }
  }
}
