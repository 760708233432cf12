import "server-only";
import { today } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { AreaState } from "../view";

/**
 * State of the viewer's KPIs: a row per area, and one with `area` "" over all of them, each KPI once. A late value counts as stale whatever
 * its status. One statement over the summaries alone, grouped before splitting by area, because every page runs it.
 */
export function listAreaStates(sql: Sql): Promise<AreaState[]> {
  const of = (kind: Prisma.Sql) => Prisma.sql`coalesce(sum(m.n) FILTER (WHERE ${kind}), 0)::int`;
  const status = (name: string) => of(Prisma.sql`NOT m.late AND m.status = ${name}`);
  const counts = Prisma.sql`
    sum(m.n)::int AS total, ${status("off-track")} AS "offTrack", ${status("watch")} AS watch, ${status("on-track")} AS "onTrack", ${of(Prisma.sql`m.late`)} AS stale,
    max(m.days) FILTER (WHERE m.late) AS "staleDays", ${status("no-target")} AS "noTarget", ${status("no-data")} AS "noData",
    ${of(Prisma.sql`NOT m.late AND m.variation = 'common-cause'`)} AS usual, ${of(Prisma.sql`NOT m.late AND m.variation <> 'not-judged'`)} AS limited`;
  return sql.query<AreaState>(Prisma.sql`
    WITH m AS MATERIALIZED (
      SELECT s.areas, s.status, s.variation, coalesce(s.late_from <= ${today()}::date, false) AS late, max(${today()}::date - s.late_from + 1) AS days, count(*) AS n
      FROM kpi_summary s WHERE NOT s.archived GROUP BY 1, 2, 3, 4
    )
    SELECT a.area::text AS area, ${counts} FROM m CROSS JOIN LATERAL unnest(m.areas) AS a(area) GROUP BY a.area
    UNION ALL SELECT '', ${counts} FROM m HAVING count(*) > 0`);
}

/** Number of KPIs searched for the worst of each area; an area without one among them is less urgent. */
const LOOKED_AT = 100;

export type WorstRow = { areas: string[]; name: string };

/** The KPIs off track that need attention most, the most urgent first. */
export const worstKpis = (): Prisma.Sql => Prisma.sql`
  SELECT w.areas::text[] AS areas, k.name FROM (
    SELECT s.kpi_id, s.areas, s.need FROM kpi_summary s
    WHERE NOT s.archived AND s.status = 'off-track' AND coalesce(s.late_from > ${today()}::date, true) ORDER BY s.need DESC, s.kpi_id LIMIT ${LOOKED_AT}
  ) AS w JOIN kpi k ON k.id = w.kpi_id ORDER BY w.need DESC, w.kpi_id`;
