import "server-only";
import { today } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import type { AreaState } from "./view";

/**
 * How the KPIs of the viewer stand: a row per area, and one with `area` "" over all of them, each KPI once. A late value counts as stale
 * whatever it said. `worst` names the KPI off track that needs somebody most. One statement over the summaries alone.
 */
export function listAreaStates(sql: Sql): Promise<AreaState[]> {
  const counts = Prisma.sql`
    count(*)::int AS total, count(*) FILTER (WHERE NOT m.late AND m.status = 'off-track')::int AS "offTrack", count(*) FILTER (WHERE NOT m.late AND m.status = 'watch')::int AS watch,
    count(*) FILTER (WHERE NOT m.late AND m.status = 'on-track')::int AS "onTrack", count(*) FILTER (WHERE m.late)::int AS stale,
    count(*) FILTER (WHERE NOT m.late AND m.status IN ('no-target', 'no-data'))::int AS other, max(m.days) FILTER (WHERE m.late) AS "staleDays",
    count(*) FILTER (WHERE NOT m.late AND m.status = 'no-target')::int AS "noTarget", count(*) FILTER (WHERE NOT m.late AND m.status = 'no-data')::int AS "noData",
    count(*) FILTER (WHERE NOT m.late AND m.variation = 'common-cause')::int AS usual, count(*) FILTER (WHERE NOT m.late AND m.variation <> 'not-judged')::int AS limited,
    (array_agg(m.kpi_id ORDER BY m.need DESC, m.kpi_id) FILTER (WHERE NOT m.late AND m.status = 'off-track'))[1] AS worst_id`;
  return sql.query<AreaState>(Prisma.sql`
    WITH m AS MATERIALIZED (
      SELECT s.kpi_id, s.areas, s.status, s.variation, s.need, coalesce(s.late_from <= ${today()}::date, false) AS late, ${today()}::date - s.late_from + 1 AS days
      FROM kpi_summary s WHERE NOT s.archived
    )
    SELECT found.*, k.name AS worst FROM (
      SELECT a.area::text AS area, ${counts} FROM m CROSS JOIN LATERAL unnest(m.areas) AS a(area) GROUP BY a.area
      UNION ALL SELECT '', ${counts} FROM m
    ) AS found LEFT JOIN kpi k ON k.id = found.worst_id`);
}
