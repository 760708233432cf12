import "server-only";
import type { KpiRow } from "@/lib/charts/view";
import { today } from "@/lib/clock";
import { companyOf } from "@/lib/company/queries";
import { canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Area } from "@/lib/platform/db/generated/client";
import type { Sql } from "@/lib/platform/db/sql";
import { type KpiSummaryRow, toKpiRow } from "../summary/row";

export type KpiFilter = { area?: Area; departmentIds?: readonly string[]; ids?: readonly string[] };

/** Counts over every KPI that matches the filter, not only the listed ones. */
export type KpiCounts = {
  total: number;
  reported: number;
  offTrack: number;
  watch: number;
  onTrack: number;
  stale: number;
  noTarget: number;
  noData: number;
};

/** Number of rows on a page, ordered by need; the header gives the total. */
export const ROWS_PER_PAGE = 40;

/** One row each: the definition, its owner and the result of the last recomputation. */
export const SUMMARY_COLUMNS = Prisma.sql`
  k.id::text, k.code, k.name, k.unit, k.frequency::text, k.due_days AS "dueDays", k.due_working_days AS "dueWorkingDays", k.areas::text[] AS areas, k.source::text, k.perspective,
  k.department_id::text AS "departmentId", d.name AS "departmentName", h.name AS "ownerName",
  s.latest_period::text AS "latestPeriod", trim_scale(s.latest_value)::text AS "latestValue", s.latest_state::text AS "latestState",
  trim_scale(s.target_floor)::text AS "targetFloor", trim_scale(s.target_ceiling)::text AS "targetCeiling",
  s.status, s.late_from::text AS "lateFrom", s.variation, s.assurance, s.mean, s.lower, s.upper, s.need AS priority, s.spark`;

export const SUMMARY_TABLES = Prisma.sql`
  kpi k JOIN department d ON d.id = k.department_id LEFT JOIN kpi_summary s ON s.kpi_id = k.id
  LEFT JOIN position p ON p.id = k.position_id LEFT JOIN person h ON h.id = p.holder_id`;

/** Uses only the summaries, which include their KPI's department. */
const matching = ({ area, departmentIds, ids }: KpiFilter) => Prisma.sql`NOT s.archived
  ${area === undefined ? Prisma.empty : Prisma.sql`AND s.areas @> ARRAY[${area}::area]`}
  ${departmentIds === undefined ? Prisma.empty : Prisma.sql`AND s.department_id = ANY (${[...departmentIds]}::uuid[])`}
  ${ids === undefined ? Prisma.empty : Prisma.sql`AND s.kpi_id = ANY (${[...ids]}::uuid[])`}`;

/**
 * The matching KPIs, those that need attention first, starting with the `from`-th; row-level policies leave out what the viewer may not
 * see.
 */
export async function listKpiRows(
  sql: Sql,
  viewer: Viewer,
  filter: KpiFilter,
  limit = ROWS_PER_PAGE,
  from = 0,
): Promise<{ rows: KpiRow[]; found: KpiSummaryRow[]; counts: KpiCounts }> {
  const none = { total: 0, reported: 0, offTrack: 0, watch: 0, onTrack: 0, stale: 0, noTarget: 0, noData: 0 };
  if (!canSomewhere(viewer, "kpi.read")) return { rows: [], found: [], counts: none };
  const day = today();
  // One pass over the narrow matching summaries; only the rows of the page are joined to their details.
  const answered = await sql.query<(KpiSummaryRow | { id: null }) & { counts: KpiCounts; company: unknown }>(Prisma.sql`
    WITH standing AS MATERIALIZED (
      SELECT s.kpi_id, s.need, s.status, s.latest_period IS NOT NULL AS told, s.late_from <= ${day}::date AS due, coalesce(s.late_from <= ${day}::date, false) AS late
      FROM kpi_summary s WHERE ${matching(filter)}
    ), counts AS (
      SELECT count(*)::int AS total, count(*) FILTER (WHERE told AND NOT late)::int AS reported,
        count(*) FILTER (WHERE NOT late AND status = 'off-track')::int AS "offTrack", count(*) FILTER (WHERE NOT late AND status = 'watch')::int AS watch,
        count(*) FILTER (WHERE NOT late AND status = 'on-track')::int AS "onTrack", count(*) FILTER (WHERE late)::int AS stale,
        count(*) FILTER (WHERE NOT late AND status = 'no-target')::int AS "noTarget", count(*) FILTER (WHERE NOT late AND status = 'no-data')::int AS "noData"
      FROM standing
    ), page AS MATERIALIZED (SELECT * FROM standing ORDER BY due DESC NULLS LAST, need DESC, kpi_id LIMIT ${limit} OFFSET ${from})
    SELECT ${SUMMARY_COLUMNS}, row_to_json(c) AS counts, (SELECT value FROM setting WHERE key = 'company') AS company
    FROM counts c LEFT JOIN page ON true LEFT JOIN kpi k ON k.id = page.kpi_id LEFT JOIN department d ON d.id = k.department_id
      LEFT JOIN kpi_summary s ON s.kpi_id = k.id LEFT JOIN position p ON p.id = k.position_id LEFT JOIN person h ON h.id = p.holder_id
    ORDER BY page.due DESC NULLS LAST, page.need DESC, page.kpi_id`);
  const { calendar } = companyOf(answered[0]?.company);
  const found = answered.flatMap(({ counts: _counts, company: _company, ...row }) => (row.id === null ? [] : [row]));
  return { rows: found.map((row) => toKpiRow(row, day, calendar)), found, counts: answered[0]?.counts ?? none };
}

/**
 * The worst of several KPIs by lateness and status: off track, then late, then the rest. A late value never counts as good, and one late
 * file does not hide a KPI that is off track. Over kpi_summary s and x (late, days).
 */
export const ROLL_UP = Prisma.sql`
  CASE WHEN bool_or(NOT x.late AND s.status = 'off-track') THEN NULL ELSE max(x.days) FILTER (WHERE x.late) END AS "staleDays",
  CASE WHEN bool_or(NOT x.late AND s.status = 'off-track') THEN 'off-track' WHEN bool_or(NOT x.late AND s.status = 'watch') THEN 'watch'
    WHEN bool_or(NOT x.late AND s.status = 'on-track') THEN 'on-track' WHEN bool_or(NOT x.late AND s.status = 'no-target') THEN 'no-target' ELSE 'no-data' END AS status`;
