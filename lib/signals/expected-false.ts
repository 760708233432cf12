import "server-only";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import { FIRM_POINTS } from "@/lib/statistics/process-limits";
import { type ExpectedFalseSignals, expectedFalse, type LimitsGroup } from "./false-signals";

/**
 * How many false signals to expect of the KPIs with limits that the viewer may read. Limits rest on as many points as the KPI's baseline
 * takes, provisional ones on fewer than 20. One statement, however many KPIs there are.
 */
export async function expectedFalseSignals(sql: Sql): Promise<ExpectedFalseSignals> {
  const groups = await sql.query<LimitsGroup>(Prisma.sql`
    SELECT k.frequency::text, least(s.points, k.baseline_points, CASE WHEN s.provisional_limits THEN ${FIRM_POINTS - 1}::int END) AS "baselinePoints", count(*)::int AS kpis
    FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id
    WHERE s.lower IS NOT NULL AND k.archived_at IS NULL AND s.late_from IS NOT NULL GROUP BY 1, 2`);
  return expectedFalse(groups);
}
