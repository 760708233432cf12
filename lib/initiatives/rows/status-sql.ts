import "server-only";
import { businessZone } from "@/lib/clock";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";

// The computation of lib/initiatives/health in SQL over many initiatives, so that a list can be ordered, counted and cut by it. Both give
// the same result for every initiative: tests/integration/initiatives-list.test.ts compares them.

/** Number of newest values of a claimed effect, as many as testEffect gets. */
const BEFORE = 36;
const SINCE = 60;
/** Number of values it compares (lib/initiatives/effect/effect-test.ts). */
const RUN = 8;
const EARLIER = 24;

const finals = (side: Prisma.Sql, limit: number) => Prisma.sql`
  SELECT p.value, row_number() OVER (ORDER BY p.period_start DESC) AS nth FROM (
    SELECT m.period_start, m.value, m.state FROM measurement m WHERE m.kpi_id = e.kpi_id AND m.series = 'actual' AND m.superseded_at IS NULL
      AND m.period_start ${side} e.from_on ORDER BY m.period_start DESC LIMIT ${limit}) AS p
  WHERE p.value IS NOT NULL AND p.state NOT IN ('provisional', 'estimated')`;

/**
 * Whether one of the effects of `i` that the viewer may read is not supported: no run of eight, or less than the low claim. Sums, not
 * means, so that it is exact.
 */
const unsupported = (viewer: Viewer, today: string) => Prisma.sql`EXISTS (
  SELECT FROM effect e JOIN kpi k ON k.id = e.kpi_id
  CROSS JOIN LATERAL (SELECT count(*) AS n, sum(f.value) AS total FROM (${finals(Prisma.sql`<`, BEFORE)}) AS f WHERE f.nth <= ${EARLIER}) AS was
  CROSS JOIN LATERAL (SELECT count(*) AS n, sum(f.value) AS total,
      coalesce(bool_and((f.value * was.n - was.total) * sign(e.likely) > 0) FILTER (WHERE f.nth <= ${RUN}), false) AS run
    FROM (${finals(Prisma.sql`>=`, SINCE)}) AS f) AS since
  WHERE e.initiative_id = i.id AND ${readableKpi(viewer, "k")} AND e.from_on <= ${today}::date AND was.n >= ${RUN} AND since.n >= ${RUN}
    AND NOT (since.run AND (since.total * was.n - was.total * since.n) * sign(e.likely)
      >= greatest(0, least(e.low * sign(e.likely), e.high * sign(e.likely))) * was.n * since.n))`;

/**
 * The initiatives `i` that match `where`, each with its state on a day: `standing (id, code, due_on, mine, mark, stale_days)`. The mark is
 * the same as healthOf's. Effects are only computed if they can still change the mark.
 */
export const initiativeStatus = (viewer: Viewer, where: Prisma.Sql, today: string): Prisma.Sql => Prisma.sql`
  SELECT i.id, i.code, i.due_on, i.owner_id = ${viewer.personId}::uuid AS mine, own.stale_days,
    CASE WHEN i.closed_on IS NOT NULL THEN 'closed' WHEN own.stale_days IS NOT NULL THEN 'stale' WHEN own.late = 'off-track' OR ${unsupported(viewer, today)} THEN 'off-track'
      WHEN own.late = 'watch' OR i.stage = 'paused' THEN 'watch' WHEN u.on_date IS NULL THEN 'no-data' ELSE 'on-track' END AS mark
  FROM initiative i
  LEFT JOIN LATERAL (SELECT (u.at AT TIME ZONE ${businessZone()})::date AS on_date FROM initiative_update u
    WHERE u.initiative_id = i.id ORDER BY u.at DESC, u.id DESC LIMIT 1) AS u ON true
  CROSS JOIN LATERAL (SELECT min(m.due_on) AS due_on, max(m.due_on - m.baseline_due_on) AS slip FROM milestone m WHERE m.initiative_id = i.id AND m.done_on IS NULL) AS m
  CROSS JOIN LATERAL (SELECT
    CASE WHEN i.closed_on IS NULL AND ${today}::date > coalesce(u.on_date, i.starts_on) + i.update_every_days
      THEN ${today}::date - (coalesce(u.on_date, i.starts_on) + i.update_every_days) END AS stale_days,
    CASE WHEN least(m.due_on, i.due_on) < ${today}::date THEN 'off-track'
      WHEN greatest(m.slip, i.due_on - i.baseline_due_on) > greatest(14, (i.baseline_due_on - i.starts_on) / 10.0) THEN 'off-track'
      WHEN greatest(m.slip, i.due_on - i.baseline_due_on) > 0 THEN 'watch' END AS late) AS own
  WHERE ${where}`;

/**
 * The order of the list: the viewer's own, then by group (lib/initiatives/words/list-view.ts); within each, the longest silent first, then
 * the worst.
 */
export const GROUP = Prisma.sql`CASE WHEN s.mine THEN 0 ELSE array_position(ARRAY['stale', 'off-track', 'on-track', 'no-data', 'closed'],
  CASE s.mark WHEN 'watch' THEN 'off-track' ELSE s.mark END) END`;
export const PRIORITY = Prisma.sql`array_position(ARRAY['closed', 'on-track', 'no-data', 'watch', 'off-track', 'stale'], s.mark) * 10000 + least(9999, coalesce(s.stale_days, 0))`;
