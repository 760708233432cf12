import "server-only";
import { now } from "@/lib/clock";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { Prisma } from "@/lib/platform/db/client";
import type { WatchKpiInput } from "../schema";
import { READ_KPI } from "./load";

/** Adds a KPI to the viewer's list of watched KPIs, or removes it. If nothing changes, nothing is logged. */
export const watchKpi = defineCommand({
  verb: "kpi.watch",
  audit: "kpi.watch",
  entity: READ_KPI,
  at: (input: WatchKpiInput) => input.kpiId,
  guard: "state",
  run: async ({ sql, viewer, input: { kpiId, watch } }) => {
    const watched = watch === "yes";
    const own = Prisma.sql`kpi_id = ${kpiId}::uuid AND person_id = ${viewer.personId}::uuid`;
    const changed = await sql.query(
      watched
        ? Prisma.sql`INSERT INTO kpi_watch (person_id, kpi_id, at) VALUES (${viewer.personId}::uuid, ${kpiId}::uuid, ${now()}::timestamptz) ON CONFLICT DO NOTHING RETURNING 1`
        : Prisma.sql`DELETE FROM kpi_watch WHERE ${own} RETURNING 1`,
    );
    const answer = { watched };
    return changed.length === 0 ? { silent: true, answer } : { before: { watched: !watched }, after: { watched }, answer };
  },
});
