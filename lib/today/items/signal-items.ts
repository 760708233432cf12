import "server-only";
import { now, today } from "@/lib/clock";
import { SUMMARY_COLUMNS } from "@/lib/kpis/queries/rows";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { coveredByUpstreamSignal } from "@/lib/signals/late/late-links";
import type { Part } from "./part";
import type { SignalItemRow } from "./signal-row";

/**
 * Every signal that needs this viewer, with its section: `needed (id, section, asked, escalated, level, severity)`. New: open, and theirs
 * to act on; asked of them; theirs and overdue; escalated to them and not handled by them since. Decisions: explained and not accepted, by
 * somebody else unless the viewer is the COO of the company. Overdue: late values and quiet sources, except those on the viewer's own My
 * numbers. Snoozed signals are left out.
 */
const needed = (viewer: Viewer, part: Part) => Prisma.sql`
  SELECT x.* FROM (
    SELECT g.id, g.level, g.severity, g.kind, g.owner_id = ANY (${part.own}::uuid[]) AND g.asked_by_id IS NOT NULL AND g.asked_by_id <> ${viewer.personId}::uuid
        AND g.state IN ('open', 'acknowledged') AS asked,
      g.state IN ('open', 'acknowledged') AND g.escalated_to_id = ANY (${part.reachedBy}::uuid[])
        AND NOT EXISTS (SELECT FROM signal_event e WHERE e.signal_id = g.id AND e.actor_id = ${viewer.personId}::uuid AND e.at >= g.escalated_at) AS escalated,
      g.state = 'open' AND (g.tone <> 'better' OR g.kind <> 'process')
        AND (g.department_id = ANY (${part.acts}::uuid[]) OR coalesce(g.owner_id, p.holder_id) = ANY (${part.own}::uuid[])) AS fresh,
      g.state = 'acknowledged' AND g.owner_id = ANY (${part.own}::uuid[]) AND g.answer_by < ${now()}::timestamptz AS overdue,
      g.state = 'explained' AND g.accepted_at IS NULL AND g.department_id = ANY (${part.decides}::uuid[])
        AND (g.department_id = ANY (${part.acceptsOwn}::uuid[]) OR (SELECT e.actor_id FROM signal_event e WHERE e.signal_id = g.id AND e.step = 'explained' ORDER BY e.id DESC LIMIT 1)
          IS DISTINCT FROM ${viewer.personId}::uuid) AS decision,
      g.kind = 'late' AND k.source = 'manual' AND (p.holder_id = ANY (${part.own}::uuid[]) OR g.department_id = ANY (${part.led}::uuid[])) AS typed,
      g.waits_for_id IS NOT NULL AND ${coveredByUpstreamSignal(part.acts, part.own)} AS under
    FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN position p ON p.id = k.position_id
    WHERE g.state IN ('open', 'acknowledged', 'explained') AND k.archived_at IS NULL
  ) AS x
  WHERE (x.decision OR ((x.asked OR ((x.escalated OR x.fresh OR x.overdue) AND NOT x.under)) AND NOT coalesce(x.typed, false)))
    AND NOT EXISTS (SELECT FROM deferral f WHERE f.person_id = ${viewer.personId}::uuid AND f.item = 'signal:' || x.id AND f.until > ${today()}::date)`;

/** New, decisions, overdue. The limit over all of them tells the planner that few rows are joined to their details. */
const SECTIONS = 3;
const SECTION = Prisma.sql`CASE WHEN x.decision THEN 'decisions' WHEN x.kind = 'process' THEN 'signals' ELSE 'overdue' END`;

/** Those signals, at most `limit` per section: asked ones first, then escalated ones, then the worst. One statement. */
export function listSignalItems(sql: Sql, viewer: Viewer, part: Part, limit: number): Promise<SignalItemRow[]> {
  return sql.query<SignalItemRow>(Prisma.sql`
    WITH ranked AS (
      SELECT x.*, count(*) OVER w::int AS total, row_number() OVER (w ORDER BY coalesce(x.asked, false) DESC, coalesce(x.escalated, false) DESC, x.level DESC, x.severity DESC, x.id) AS place
      FROM (SELECT x.*, ${SECTION} AS section FROM (${needed(viewer, part)}) AS x) AS x WINDOW w AS (PARTITION BY x.section)
    ), listed AS MATERIALIZED (SELECT * FROM ranked WHERE place <= ${limit} ORDER BY place LIMIT ${limit * SECTIONS})
    SELECT ${SUMMARY_COLUMNS}, x.section, x.total, coalesce(x.asked, false) AS asked, coalesce(x.escalated, false) AS escalated, g.id::text AS "signalId", g.kind::text AS "signalKind", g.version, g.rules,
      g.tone, g.state::text AS "signalState", g.period_start::text AS "signalPeriod", to_json(g.opened_at)#>>'{}' AS "openedAt",
      to_json(g.answer_by)#>>'{}' AS "answerBy", g.department_id::text AS "signalDepartmentId", coalesce(g.owner_id, p.holder_id)::text AS "ownerId", o.name AS "signalOwnerName",
      b.name AS "askedByName", r.name AS "sourceName", g.reach, g.level, g.cause::text, told.text AS said, told.name AS "saidBy", CASE WHEN told.step = 'escalated' THEN told.name END AS "passedUpBy", 0 AS "signalCount"
    FROM listed x JOIN signal g ON g.id = x.id JOIN department d ON d.id = g.department_id
    LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN kpi_summary s ON s.kpi_id = k.id LEFT JOIN position p ON p.id = k.position_id LEFT JOIN person h ON h.id = p.holder_id
    LEFT JOIN person o ON o.id = g.owner_id LEFT JOIN person b ON b.id = g.asked_by_id LEFT JOIN record_kind r ON r.id = g.record_kind_id
    LEFT JOIN LATERAL (SELECT e.step, e.text, a.name FROM signal_event e LEFT JOIN person a ON a.id = e.actor_id
      WHERE g.state IN ('explained', 'acknowledged') AND e.signal_id = g.id
        AND e.step = ANY (CASE WHEN g.state = 'explained' THEN ARRAY['explained'] ELSE CASE WHEN g.owner_id IS NULL THEN ARRAY['escalated'] ELSE ARRAY['asked', 'asked-again'] END END) ORDER BY e.id DESC LIMIT 1) AS told ON true
    ORDER BY x.place`);
}

/** The number of those signals. */
export const countedSignals = (viewer: Viewer, part: Part): Prisma.Sql => Prisma.sql`SELECT count(*) FROM (${needed(viewer, part)}) AS x`;
