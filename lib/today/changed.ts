import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { today } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import { SUMMARY_COLUMNS, SUMMARY_TABLES } from "@/lib/kpis/queries/rows";
import type { KpiSummaryRow } from "@/lib/kpis/row";

export type MovementRow = KpiSummaryRow & {
  signalState: string | null;
  signalTone: string | null;
  initiativeCode: string | null;
  latestAt: string;
  total: number;
};
export type EventRow = {
  key: string;
  at: string;
  kind: "signal" | "update";
  step: string;
  subject: string;
  /** what it belongs to: KPI or initiative */
  subjectId: string | null;
  actor: string | null;
  text: string;
  total: number;
};

/** Of the story of all signals, so many steps are looked at: what is older was changed long ago. */
const STEPS_BACK = 500;
const STEPS = ["recovered", "verified", "closed", "new-level", "escalated", "accepted", "explained", "assigned", "acted-on"];

/**
 * KPIs with a new value since then that want no answer now: a signal for the better, one that somebody has in hand, or a missed target
 * inside its usual range. Those with a new signal stand in its list instead.
 */
export function listMovements(sql: Sql, since: string, limit: number): Promise<MovementRow[]> {
  return sql.query<MovementRow>(Prisma.sql`
    WITH moved AS (
      SELECT s.kpi_id, s.need, g.state::text AS state, g.tone, g.id AS signal_id, g.severity, count(*) OVER ()::int AS total
      FROM kpi_summary s LEFT JOIN signal g ON g.kpi_id = s.kpi_id AND g.kind = 'process' AND g.state <> 'closed'
      WHERE NOT s.archived AND s.latest_at > ${since}::timestamptz AND coalesce(s.late_from > ${today()}::date, true)
        AND CASE WHEN g.id IS NULL THEN s.status = 'off-track' ELSE g.tone = 'better' OR g.state <> 'open' END
      ORDER BY (g.id IS NULL), g.severity DESC NULLS LAST, s.need DESC, s.kpi_id LIMIT ${limit}
    )
    SELECT ${SUMMARY_COLUMNS}, m.state AS "signalState", m.tone AS "signalTone", m.total, to_json(s.latest_at)#>>'{}' AS "latestAt",
      (SELECT i.code FROM initiative i WHERE i.signal_id = m.signal_id ORDER BY i.code LIMIT 1) AS "initiativeCode"
    FROM moved m JOIN (${SUMMARY_TABLES}) ON k.id = m.kpi_id ORDER BY (m.signal_id IS NULL), m.severity DESC NULLS LAST, m.need DESC, m.kpi_id`);
}

/** What others and the rules did since then with signals and initiatives, the latest first. One statement. */
export function listEvents(sql: Sql, viewer: Viewer, since: string, limit: number): Promise<EventRow[]> {
  return sql.query<EventRow>(Prisma.sql`
    SELECT x.*, count(*) OVER ()::int AS total FROM (
      SELECT 'step:' || e.id AS key, to_json(e.at)#>>'{}' AS at, 'signal' AS kind, e.step, coalesce(k.name, r.name, '') AS subject, k.id::text AS "subjectId", a.name AS actor, e.text
      FROM (SELECT * FROM signal_event ORDER BY id DESC LIMIT ${STEPS_BACK}) AS e JOIN signal g ON g.id = e.signal_id
      LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind r ON r.id = g.record_kind_id LEFT JOIN person a ON a.id = e.actor_id
      WHERE e.at > ${since}::timestamptz AND e.step = ANY (${STEPS}) AND e.actor_id IS DISTINCT FROM ${viewer.personId}::uuid
      UNION ALL
      SELECT 'update:' || u.id, to_json(u.at)#>>'{}', 'update', u.judgement::text, i.code || ' ' || i.title, i.id::text, a.name, u.text
      FROM initiative_update u JOIN initiative i ON i.id = u.initiative_id JOIN person a ON a.id = u.author_id
      WHERE u.at > ${since}::timestamptz AND u.author_id <> ${viewer.personId}::uuid
    ) AS x ORDER BY x.at DESC LIMIT ${limit}`);
}
