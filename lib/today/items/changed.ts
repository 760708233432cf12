import "server-only";
import { today } from "@/lib/clock";
import { SUMMARY_COLUMNS, SUMMARY_TABLES } from "@/lib/kpis/queries/rows";
import type { KpiSummaryRow } from "@/lib/kpis/summary/row";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { rowsOf, type Sql } from "@/lib/platform/db/sql";
import type { SignalState } from "@/lib/signals/life/states";
import { stepsThat } from "@/lib/signals/life/steps";
import { LIMITS_GROUPS } from "@/lib/signals/rates/expected-false";
import type { LimitsGroup } from "@/lib/signals/rates/false-signals";
import { type WorstRow, worstKpis } from "../standing/state";

export type MovementRow = KpiSummaryRow & {
  signalState: SignalState | null;
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
  /** the KPI or initiative it belongs to */
  subjectId: string | null;
  /** the signal of a source, which has no KPI */
  signalId: string | null;
  actor: string | null;
  text: string;
  total: number;
};

/** Number of latest steps searched over all signals: older changes are long past. */
const STEPS_BACK = 500;
const TOLD = stepsThat(({ news }) => news !== null);

/**
 * KPIs with a new value since then that need no answer now: a signal for the better, one that somebody is working on, or a missed target
 * inside its usual range. KPIs with a new signal are in that list instead.
 */
function movements(since: string, limit: number): Prisma.Sql {
  // NOT IN uses a hash built once. Behind row policies the planner expects one signal where there are a thousand, and would otherwise scan
  // them all for each KPI.
  const fresh = Prisma.sql`NOT s.archived AND s.latest_at > ${since}::timestamptz AND coalesce(s.late_from > ${today()}::date, true)`;
  const open = Prisma.sql`g.kind = 'process' AND g.state <> 'closed'`;
  return Prisma.sql`
    SELECT ${SUMMARY_COLUMNS}, m.state AS "signalState", m.tone AS "signalTone", m.total, to_json(s.latest_at)#>>'{}' AS "latestAt",
      (SELECT i.code FROM signal_event e JOIN initiative i ON i.id = e.initiative_id WHERE e.signal_id = m.signal_id ORDER BY e.id DESC LIMIT 1) AS "initiativeCode"
    FROM (
      SELECT m.*, count(*) OVER ()::int AS total FROM (
        SELECT s.kpi_id, s.need, g.state::text AS state, g.tone, g.id AS signal_id, g.severity
        FROM signal g JOIN kpi_summary s ON s.kpi_id = g.kpi_id WHERE ${open} AND (g.tone = 'better' OR g.state <> 'open') AND ${fresh}
        UNION ALL
        SELECT s.kpi_id, s.need, NULL, NULL, NULL, NULL FROM kpi_summary s WHERE s.status = 'off-track' AND ${fresh}
          AND s.kpi_id NOT IN (SELECT g.kpi_id FROM signal g WHERE ${open} AND g.kpi_id IS NOT NULL)
      ) AS m ORDER BY (m.signal_id IS NULL), m.severity DESC NULLS LAST, m.need DESC, m.kpi_id LIMIT ${limit}
    ) AS m JOIN (${SUMMARY_TABLES}) ON k.id = m.kpi_id ORDER BY (m.signal_id IS NULL), m.severity DESC NULLS LAST, m.need DESC, m.kpi_id`;
}

/**
 * What other people and the rules did with signals and initiatives since then, the latest first. A value that arrived with its source, or
 * input, is covered by that one's line, and a recovery by its verification.
 */
function events(viewer: Viewer, since: string, limit: number): Prisma.Sql {
  const verified = Prisma.sql`e.step = 'recovered' AND EXISTS (SELECT FROM signal_event v WHERE v.signal_id = e.signal_id AND v.step = 'verified' AND v.id > e.id)`;
  const toldAbove = Prisma.sql`e.step = 'closed' AND g.kind = 'late' AND EXISTS (SELECT FROM signal w WHERE w.id = g.waits_for_id AND w.closed_at > ${since}::timestamptz)`;
  return Prisma.sql`
    SELECT x.*, count(*) OVER ()::int AS total FROM (
      SELECT 'step:' || e.id AS key, to_json(e.at)#>>'{}' AS at, 'signal' AS kind, e.step, coalesce(k.name, r.name, '') AS subject, k.id::text AS "subjectId", CASE WHEN k.id IS NULL THEN g.id::text END AS "signalId", a.name AS actor, e.text
      FROM (SELECT * FROM signal_event ORDER BY id DESC LIMIT ${STEPS_BACK}) AS e JOIN signal g ON g.id = e.signal_id
      LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind r ON r.id = g.record_kind_id LEFT JOIN person a ON a.id = e.actor_id
      WHERE e.at > ${since}::timestamptz AND e.step = ANY (${TOLD}) AND e.actor_id IS DISTINCT FROM ${viewer.personId}::uuid
        AND NOT (${toldAbove}) AND NOT (${verified})
      UNION ALL
      SELECT 'update:' || u.id, to_json(u.at)#>>'{}', 'update', u.judgement::text, i.code || ' ' || i.title, i.id::text, NULL, a.name, u.text
      FROM initiative_update u JOIN initiative i ON i.id = u.initiative_id JOIN person a ON a.id = u.author_id
      WHERE u.at > ${since}::timestamptz AND u.author_id <> ${viewer.personId}::uuid
    ) AS x ORDER BY x.at DESC, length(x.key) DESC, x.key DESC LIMIT ${limit}`; // steps of one moment: the later one first
}

/** `limits`: for the expected false signals; `worst`: the KPIs off track that need attention most. */
export type Changes = { movements: MovementRow[]; events: EventRow[]; worst: WorstRow[]; limits: LimitsGroup[] };

/** What changed since then, at most `limit` of each kind, and the totals over all KPIs. One statement. */
export async function listChanges(sql: Sql, viewer: Viewer, since: string, limit: number): Promise<Changes> {
  const [found] = await sql.query<Changes>(Prisma.sql`
    SELECT ${rowsOf(movements(since, limit))} AS movements, ${rowsOf(events(viewer, since, limit))} AS events, ${rowsOf(worstKpis())} AS worst, ${rowsOf(LIMITS_GROUPS)} AS limits`);
  if (!found) throw new Error("one statement answers one row");
  return found;
}
