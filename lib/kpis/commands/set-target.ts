import "server-only";
import { periodOf } from "@/lib/calendar/periods";
import { now } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { Prisma } from "@/lib/platform/db/client";
import { refreshSummaries } from "../recompute/recompute";
import type { SetTargetInput } from "../schema";
import { KPI } from "./load";

/** Sets a target from a period on. Earlier periods keep their targets; a target with the same start is kept as an earlier version. */
export const setTarget = defineCommand({
  verb: "target.set",
  audit: "target.set",
  entity: KPI,
  at: (input: SetTargetInput) => input.kpiId,
  guard: "state",
  run: async ({ tx, sql, viewer, row: kpi, input }) => {
    if (kpi.direction === "informational") throw new AppError("INVALID", "An informational KPI has no target.");
    const fromOn = periodOf(input.fromOn, kpi.frequency, (await getCompany(sql)).calendar).start;
    const at = now();
    const [before] = await sql.query<{ floor: string | null; ceiling: string | null }>(Prisma.sql`
      UPDATE target SET superseded_at = greatest(recorded_at, ${at}::timestamptz)
      WHERE kpi_id = ${kpi.id}::uuid AND from_on = ${fromOn}::date AND superseded_at IS NULL
      RETURNING trim_scale(floor)::text AS floor, trim_scale(ceiling)::text AS ceiling`);
    const { floor, ceiling, reason } = input;
    await tx.target.create({
      data: { kpiId: kpi.id, fromOn: new Date(fromOn), floor, ceiling, reason, setById: viewer.personId, recordedAt: at },
      select: { id: true },
    });
    await refreshSummaries(sql, [kpi.id], at);
    return { before: before ? { fromOn, ...before } : null, after: { fromOn, floor, ceiling, reason }, answer: { fromOn } };
  },
});
