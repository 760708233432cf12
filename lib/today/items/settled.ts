import "server-only";
import { now, today, todayBegan } from "@/lib/clock";
import { ENTITIES } from "@/lib/entities";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { UNDO_MINUTES } from "@/lib/signals/life/steps";
import type { Part } from "./part";

export type SettledRow = {
  key: string;
  /** step of a signal, "left", "done" or "entered" */
  step: string;
  name: string;
  kpiId: string | null;
  at: string;
  /** values entered */
  count: number;
  signalId: string | null;
  version: number | null;
  /** recent enough to be undone, and the signal's last step */
  last: boolean;
};

/** The name of a snoozed item that still waits, by the kind of its line. */
const LEFT = Prisma.join(
  ENTITIES.flatMap(({ words, named, waiting }) => {
    const id = Prisma.sql`split_part(f.item, ':', 2)::uuid`;
    const open = waiting?.open?.(id) ?? Prisma.sql`true`;
    return named
      ? Object.keys(words.waiting ?? {}).map((kind) => Prisma.sql`WHEN ${kind} THEN CASE WHEN ${open} THEN ${named(id)} END`)
      : [];
  }),
  " ",
);

const SHOWN = 30;

/**
 * What the viewer dealt with today, rows of SettledRow: one per signal (their last step on it), finished work, and the number of entered
 * values. Entered values are found by person and time, so the number of KPIs does not matter.
 */
export function settledRows(viewer: Viewer, part: Part): Prisma.Sql {
  const from = Prisma.sql`${todayBegan()}::timestamptz`;
  return Prisma.sql`
    SELECT * FROM (
      SELECT 'signal:' || g.id AS key, e.step, coalesce(k.name, r.name, '') AS name, k.id::text AS "kpiId", to_json(e.at)#>>'{}' AS at, 1 AS count, g.id::text AS "signalId", g.version,
        e.at > ${now()}::timestamptz - make_interval(mins => ${UNDO_MINUTES})
          AND e.id = (SELECT max(l.id) FROM signal_event l WHERE l.signal_id = g.id) AS last
      FROM (SELECT DISTINCT ON (e.signal_id) e.* FROM signal_event e WHERE e.actor_id = ${viewer.personId}::uuid AND e.at >= ${from} ORDER BY e.signal_id, e.id DESC) AS e
      JOIN signal g ON g.id = e.signal_id LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind r ON r.id = g.record_kind_id
      WHERE e.step <> 'undone'
      UNION ALL
      SELECT 'action:' || a.id, 'done', a.title, NULL, ${todayBegan()}, 1, NULL, NULL, false
      FROM action a WHERE a.done_on = ${today()}::date AND a.owner_id = ANY (${part.own}::uuid[])
      UNION ALL
      SELECT f.item, 'left', w.name, NULL, to_json(f.at)#>>'{}', 1, NULL, NULL, f.at > ${now()}::timestamptz - make_interval(mins => ${UNDO_MINUTES})
      FROM deferral f CROSS JOIN LATERAL (SELECT CASE split_part(f.item, ':', 1) ${LEFT} END AS name) AS w
      WHERE f.person_id = ${viewer.personId}::uuid AND f.at >= ${from} AND f.until > ${today()}::date AND w.name IS NOT NULL
      UNION ALL
      SELECT 'numbers', 'entered', '', NULL, to_json(max(m.recorded_at))#>>'{}', count(*)::int, NULL, NULL, false
      FROM (SELECT m.kpi_id, m.recorded_at FROM measurement m WHERE m.recorded_by_id = ${viewer.personId}::uuid AND m.recorded_at >= ${from} AND m.import_id IS NULL
        AND m.series = 'actual' AND m.superseded_at IS NULL OFFSET 0) AS m
      JOIN kpi k ON k.id = m.kpi_id LEFT JOIN position p ON p.id = k.position_id
      WHERE k.source = 'manual' AND k.archived_at IS NULL AND (p.holder_id = ANY (${part.own}::uuid[]) OR k.department_id = ANY (${part.led}::uuid[]))
      HAVING count(*) > 0
    ) AS settled ORDER BY at DESC LIMIT ${SHOWN}`;
}
