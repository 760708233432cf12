import "server-only";
import { now } from "@/lib/clock";
import { AppError, notFound } from "@/lib/errors";
import { explained } from "@/lib/imports/run/failures";
import { DEPARTMENTS, PEOPLE, POSITIONS } from "@/lib/imports/targets/entity-specs";
import { guardDepartments } from "@/lib/imports/targets/people/department-rights";
import { guardPeople } from "@/lib/imports/targets/people/people-rights";
import type { Guard } from "@/lib/imports/targets/people/rights";
import { recompute } from "@/lib/kpis/recompute/recompute";
import { appendAudit } from "@/lib/platform/audit/write";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { bulkWriting, systemFor } from "@/lib/platform/db/scope";
import { onClient } from "@/lib/platform/db/sql";
import { heavy } from "@/lib/platform/work/heavy";
import { type Undone, undoEntities, undoKpis } from "./entities";
import { undoMeasurements, undoRecords, undoTargets } from "./versions";

type Head = { id: string; target: string; file_name: string; state: string };

/** note: what else it did, as a sentence. */
export type UndoneImport = { fileName: string; removed: number; restored: number; note: string | null };

/** Who may sign in, and where, is not brought back by whoever may not change it. */
const GUARDS: Readonly<Record<string, (sql: ReturnType<typeof onClient>, actor: Viewer | "system") => Promise<Guard>>> = {
  people: guardPeople,
  departments: guardDepartments,
};

/**
 * Takes back what one import brought and brings back what it replaced, in one transaction with its audit row. Nothing is lost: versions are
 * superseded, KPIs archived. Throws FORBIDDEN, NOT_FOUND, and CONFLICT with a sentence when it was undone before or when a later
 * import, correction or use stands on it. What the actor's own file may not change (lib/imports/targets/people/people-rights.ts, department-rights.ts)
 * taking one back may not either, whoever brought it: FORBIDDEN.
 */
export async function undoImport(actor: Viewer | "system", importId: string): Promise<UndoneImport> {
  if (actor !== "system") authorise(actor, "data.import", { departmentId: null });
  if (!/^\d{1,18}$/.test(importId)) throw notFound("import");
  const undo = () =>
    bulkWriting(systemFor(actor), async (client) => {
      const sql = onClient(client);
      await client.query("SELECT set_config('lock_timeout', '30s', true)");
      await client.query("SELECT pg_advisory_xact_lock(hashtext('import'))");
      const [head] = await sql.query<Head>(
        Prisma.sql`SELECT id::text, target, file_name, state::text FROM import WHERE id = ${importId}::bigint FOR UPDATE`,
      );
      if (!head) throw notFound("import");
      if (head.state === "undone") throw new AppError("CONFLICT", "This import was undone before.");
      const at = now();
      const guard = Object.hasOwn(GUARDS, head.target) ? await GUARDS[head.target]?.(sql, actor) : undefined;
      const undone = await undoTarget(sql, head, at);
      const note = (await guard?.({ importId, fileName: head.file_name, undone: true })) ?? null;
      await sql.query(Prisma.sql`UPDATE import SET state = 'undone', undone_at = ${at} WHERE id = ${importId}::bigint`);
      await recompute(client, undone.touched, at);
      await appendAudit(sql, actor, {
        action: "import.undo",
        subject: { type: "import", id: importId, name: head.file_name },
        departmentId: null,
        before: { state: "done", target: head.target },
        after: { state: "undone", removed: undone.removed, restored: undone.restored },
      });
      return { fileName: head.file_name, removed: undone.removed, restored: undone.restored, note };
    }).catch((error: unknown) => {
      throw explained(error);
    });
  return actor === "system" ? undo() : heavy(actor, "undo", undo);
}

function undoTarget(sql: ReturnType<typeof onClient>, head: Head, at: Date): Promise<Undone> {
  switch (head.target.split(":")[0]) {
    case "records":
      return undoRecords(sql, head.id);
    case "measurements":
      return undoMeasurements(sql, head.id, at);
    case "targets":
      return undoTargets(sql, head.id, at);
    case "departments":
      return undoEntities(sql, head.id, DEPARTMENTS);
    case "people":
      return undoEntities(sql, head.id, PEOPLE);
    case "positions":
      return undoEntities(sql, head.id, POSITIONS);
    case "kpis":
      return undoKpis(sql, head.id, at);
    default:
      throw new AppError("INVALID", `An import into ${head.target} cannot be undone.`);
  }
}
