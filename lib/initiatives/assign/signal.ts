import "server-only";
import { isId } from "@/lib/fields";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

/** `title` and `cause`: initial values of the initiative's form; `cause` is empty until somebody explains it. */
export type SignalToAnswer = { id: string; kpiId: string | null; departmentId: string; name: string; title: string; cause: string };

/** The signal an initiative may be opened from. Null if it is closed, does not exist, or the viewer may not decide on it. */
export async function signalToAnswer(viewer: Viewer, id: string): Promise<SignalToAnswer | null> {
  if (!isId(id)) return null;
  const [row] = await reading(viewer, (tx) =>
    onTx(tx).query<Omit<SignalToAnswer, "title">>(Prisma.sql`
      SELECT g.id::text, g.kpi_id::text AS "kpiId", g.department_id::text AS "departmentId", coalesce(k.name, r.name, '') AS name, coalesce(
        (SELECT e.text FROM signal_event e WHERE e.signal_id = g.id AND e.step = 'explained' ORDER BY e.id DESC LIMIT 1), '') AS cause
      FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind r ON r.id = g.record_kind_id
      WHERE g.id = ${id}::uuid AND g.state NOT IN ('verified', 'closed')`),
  );
  if (row === undefined || !can(viewer, "signal.decide", { departmentId: row.departmentId })) return null;
  return { ...row, title: `${row.name}: back to its usual range`.slice(0, 200) };
}
