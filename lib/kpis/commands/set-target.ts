import "server-only";
import { periodOf } from "@/lib/calendar/periods";
import { now } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { refreshSummaries } from "../recompute/recompute";
import type { SetTargetInput } from "../schema";
import { lockKpi } from "./load";

/** Sets a target from a period on. Periods before keep the target that held in them; a target with the same start is kept as an earlier version. */
export async function setTarget(viewer: Viewer, input: SetTargetInput): Promise<{ fromOn: string }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const kpi = await lockKpi(sql, viewer, "target.set", input.kpiId);
    if (kpi.direction === "informational") throw new AppError("INVALID", "An informational KPI has no target.");
    const fromOn = periodOf(input.fromOn, kpi.frequency, (await getCompany(sql)).calendar).start;
    const at = now();
    const [before] = await sql.query<{ floor: string | null; ceiling: string | null }>(Prisma.sql`
      UPDATE target SET superseded_at = greatest(recorded_at, ${at}::timestamptz)
      WHERE kpi_id = ${kpi.id}::uuid AND from_on = ${fromOn}::date AND superseded_at IS NULL
      RETURNING trim_scale(floor)::text AS floor, trim_scale(ceiling)::text AS ceiling`);
    await tx.target.create({
      data: {
        kpiId: kpi.id,
        fromOn: new Date(fromOn),
        floor: input.floor,
        ceiling: input.ceiling,
        reason: input.reason,
        setById: viewer.personId,
        recordedAt: at,
      },
      select: { id: true },
    });
    await refreshSummaries(sql, [kpi.id], at);
    await appendAudit(sql, viewer, {
      action: "target.set",
      subject: { type: "kpi", id: kpi.id, name: kpi.name },
      departmentId: kpi.departmentId,
      before: before ? { fromOn, ...before } : null,
      after: { fromOn, floor: input.floor, ceiling: input.ceiling, reason: input.reason },
    });
    return { fromOn };
  });
}
