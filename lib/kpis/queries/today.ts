import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { now, today } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import type { Area } from "@/lib/db/generated/client";
import { reading } from "@/lib/db/scope";
import { onTx, type Sql } from "@/lib/db/sql";
import { formatInstant } from "@/lib/format";
import { listWorkDue } from "@/lib/initiatives/queries";
import { NO_FIGURES, verdictOf } from "../verdict";
import { countNumbersDue } from "./my-numbers";
import { listKpiRows } from "./rows";
import { listSignals } from "./signals";

export type AreaCounts = { area: Area; offTrack: number; watch: number; onTrack: number; stale: number; other: number };

/** Every area's KPIs by mark. A late value counts as stale whatever it said; an area without KPIs is absent. */
function listAreaCounts(sql: Sql): Promise<AreaCounts[]> {
  return sql.query<AreaCounts>(Prisma.sql`
    SELECT area::text, count(*) FILTER (WHERE NOT late AND status = 'off-track')::int AS "offTrack", count(*) FILTER (WHERE NOT late AND status = 'watch')::int AS watch,
      count(*) FILTER (WHERE NOT late AND status = 'on-track')::int AS "onTrack", count(*) FILTER (WHERE late)::int AS stale,
      count(*) FILTER (WHERE NOT late AND status IN ('no-target', 'no-data'))::int AS other
    FROM (SELECT a.area, coalesce(s.status, 'no-data') AS status, coalesce(s.late_from <= ${today()}::date, false) AS late
      FROM kpi k CROSS JOIN LATERAL unnest(k.areas) AS a(area) LEFT JOIN kpi_summary s ON s.kpi_id = k.id WHERE k.archived_at IS NULL) AS marked
    GROUP BY area`);
}

/** What needs this viewer, in order: signals, work that is late or due, values to enter; and the state of the company beside it. */
export function getToday(viewer: Viewer) {
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const { rows, counts } = await listKpiRows(sql, viewer, {});
    return {
      verdict: viewer.business ? verdictOf("The company", rows, counts) : NO_FIGURES,
      signals: await listSignals(sql, {}, 12),
      workDue: await listWorkDue(sql, viewer, { personId: viewer.personId }, today()),
      numbersDue: await countNumbersDue(sql, viewer),
      areas: await listAreaCounts(sql),
      counts,
      asOfText: `as of ${formatInstant(now().toISOString())}`,
    };
  });
}
