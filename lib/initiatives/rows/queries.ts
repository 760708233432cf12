import "server-only";
import type { Frequency } from "@/lib/calendar/periods";
import { businessZone } from "@/lib/clock";
import { readable, readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { type EffectClaim, type EffectPoint, type EffectResult, testEffect } from "../effect/effect-test";
import { type Health, healthOf, priorityOf } from "../health/health";
import type { Area, Judgement, Kind, Stage } from "../words/words";

export type MilestoneRow = {
  id: string;
  title: string;
  ownerId: string | null;
  ownerName: string | null;
  baselineDueOn: string;
  dueOn: string;
  doneOn: string | null;
  version: number;
};

export type EffectRow = EffectClaim & {
  id: string;
  kpiId: string;
  kpiCode: string;
  frequency: Frequency;
  /** at most 36 values before the claimed start and the last 60 since, oldest first */
  points: EffectPoint[];
  /** the bound to reach, with its changes */
  targets: { fromOn: string; bound: number }[];
  reached: "above" | "below";
  /** smallest and largest possible value; null if there is no bound */
  minimum: number | null;
  maximum: number | null;
  tested: EffectResult;
};

type Stored = {
  id: string;
  code: string;
  title: string;
  summary: string;
  kind: Kind;
  stage: Stage;
  area: Area;
  departmentId: string;
  departmentName: string;
  ownerId: string;
  ownerName: string;
  sponsorName: string | null;
  startsOn: string;
  baselineDueOn: string;
  dueOn: string;
  closedOn: string | null;
  updateEveryDays: number;
  version: number;
  milestones: MilestoneRow[];
  lastUpdateOn: string | null;
  judgement: Judgement | null;
};

/** An initiative with its parts and its health on a day. Dates are ISO strings. */
export type InitiativeRow = Stored & { effects: EffectRow[]; health: Health; priority: number };

/** How many of each a page, and the file, of one initiative shows. */
export const UPDATES_SHOWN = 30;
export const ACTIONS_SHOWN = 100;

/** Condition: rows of the viewer's departments, and rows they own. `i` is the initiative. */
export const initiativeIsVisible = (viewer: Viewer) => readable(viewer, "i", { owner: "owner_id" });

/**
 * Initiatives that match `where` and that the viewer may read, ordered by code, at most `limit`. Effects and health leave out KPIs the
 * viewer may not see. Two statements, however many there are.
 */
export async function loadInitiatives(sql: Sql, viewer: Viewer, where: Prisma.Sql, today: string, limit: number): Promise<InitiativeRow[]> {
  const stored = await sql.query<Stored>(Prisma.sql`
    SELECT i.id::text, i.code, i.title, i.summary, i.kind::text, i.stage::text, i.area::text, i.department_id::text AS "departmentId",
      d.name AS "departmentName", i.owner_id::text AS "ownerId", o.name AS "ownerName", s.name AS "sponsorName",
      i.starts_on::text AS "startsOn", i.baseline_due_on::text AS "baselineDueOn", i.due_on::text AS "dueOn", i.closed_on::text AS "closedOn",
      i.update_every_days AS "updateEveryDays", i.version, u.on_date AS "lastUpdateOn", u.judgement,
      coalesce((SELECT json_agg(json_build_object('id', m.id, 'title', m.title, 'ownerId', m.owner_id, 'ownerName', mo.name,
          'baselineDueOn', m.baseline_due_on, 'dueOn', m.due_on, 'doneOn', m.done_on, 'version', m.version) ORDER BY m.due_on, m.id)
        FROM milestone m LEFT JOIN person mo ON mo.id = m.owner_id WHERE m.initiative_id = i.id), '[]') AS milestones
    FROM initiative i JOIN department d ON d.id = i.department_id JOIN person o ON o.id = i.owner_id LEFT JOIN person s ON s.id = i.sponsor_id
    LEFT JOIN LATERAL (SELECT (u.at AT TIME ZONE ${businessZone()})::date::text AS on_date, u.judgement::text FROM initiative_update u
      WHERE u.initiative_id = i.id ORDER BY u.at DESC, u.id DESC LIMIT 1) u ON true
    WHERE ${initiativeIsVisible(viewer)} AND ${where} ORDER BY i.code LIMIT ${limit}`);
  const effects = await loadEffects(
    sql,
    viewer,
    stored.map((i) => i.id),
    today,
  );
  return stored.map((i) => {
    const own = effects.filter((e) => e.initiativeId === i.id).map(({ initiativeId: _, ...effect }) => effect);
    const health = healthOf({ ...i, effects: own.map((e) => e.tested) }, today);
    return { ...i, effects: own, health, priority: priorityOf(health) };
  });
}

type StoredEffect = EffectClaim & {
  initiativeId: string;
  id: string;
  kpiId: string;
  kpiCode: string;
  frequency: Frequency;
  lowerIsBetter: boolean;
  minimum: number | null;
  maximum: number | null;
  points: EffectPoint[];
  targets: { fromOn: string; floor: number | null; ceiling: number | null }[];
};

async function loadEffects(
  sql: Sql,
  viewer: Viewer,
  ids: readonly string[],
  today: string,
): Promise<(EffectRow & { initiativeId: string })[]> {
  const rows = await sql.query<StoredEffect>(Prisma.sql`
    SELECT e.initiative_id::text AS "initiativeId", e.id::text, k.id::text AS "kpiId", k.code AS "kpiCode", k.name AS "kpiName", k.unit, k.frequency::text,
      k.direction = 'lower' AS "lowerIsBetter", k.minimum::float8, k.maximum::float8, e.low::float8, e.likely::float8, e.high::float8, e.from_on::text AS "fromOn",
      (SELECT coalesce(json_agg(json_build_object('period', p.period_start, 'value', p.value::float8, 'provisional', p.state IN ('provisional', 'estimated'))
          ORDER BY p.period_start), '[]')
        FROM ((SELECT period_start, value, state FROM measurement m WHERE m.kpi_id = e.kpi_id AND m.series = 'actual' AND m.superseded_at IS NULL
            AND m.period_start < e.from_on ORDER BY m.period_start DESC LIMIT 36)
          UNION ALL (SELECT period_start, value, state FROM measurement m WHERE m.kpi_id = e.kpi_id AND m.series = 'actual' AND m.superseded_at IS NULL
            AND m.period_start >= e.from_on ORDER BY m.period_start DESC LIMIT 60)) p) AS points,
      (SELECT coalesce(json_agg(json_build_object('fromOn', t.from_on, 'floor', t.floor::float8, 'ceiling', t.ceiling::float8) ORDER BY t.from_on), '[]')
        FROM target t WHERE t.kpi_id = e.kpi_id AND t.superseded_at IS NULL) AS targets
    FROM effect e JOIN kpi k ON k.id = e.kpi_id
    WHERE e.initiative_id = ANY(${ids}::uuid[])
      AND ${readableKpi(viewer, "k")}
    ORDER BY e.from_on, k.name, e.id`);
  return rows.map(({ lowerIsBetter, targets, ...row }) => ({
    ...row,
    targets: targets.flatMap(({ fromOn, floor, ceiling }) => {
      const bound = lowerIsBetter ? (ceiling ?? floor) : (floor ?? ceiling);
      return bound === null ? [] : [{ fromOn, bound }];
    }),
    reached: lowerIsBetter ? "below" : "above",
    tested: testEffect(row, row.points, today),
  }));
}
