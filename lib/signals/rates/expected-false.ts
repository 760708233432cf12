import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { FIRM_POINTS } from "@/lib/statistics/charts/process-limits";
import { type ExpectedFalseSignals, expectedFalse, type LimitsGroup } from "./false-signals";

/**
 * The readable KPIs with limits, counted by frequency and by the number of points behind the limits: the KPI's baseline, or fewer than 20
 * if provisional. Rows of LimitsGroup.
 */
export const LIMITS_GROUPS = Prisma.sql`
  SELECT s.frequency::text, least(s.points, s.baseline_points, CASE WHEN s.provisional_limits THEN ${FIRM_POINTS - 1}::int END) AS "baselinePoints", count(*)::int AS kpis
  FROM kpi_summary s WHERE s.lower IS NOT NULL AND NOT s.archived AND s.late_from IS NOT NULL GROUP BY s.frequency, 2`;

/** The number of false signals to expect. One statement over the summaries, however many KPIs there are. */
export async function expectedFalseSignals(sql: Sql): Promise<ExpectedFalseSignals> {
  return expectedFalse(await sql.query<LimitsGroup>(LIMITS_GROUPS));
}
