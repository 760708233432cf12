import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/** One change: the new content, and what it replaced. Values as plain decimal strings. */
export type KpiChange = {
  id: string;
  what: "value" | "target" | "annotation";
  /** first day of the period, or the day it refers to */
  on: string;
  at: string;
  by: string | null;
  imported: string | null;
  fromFile: boolean;
  version: number;
  state: string | null;
  value: string | null;
  floor: string | null;
  ceiling: string | null;
  /** whether there was a previous value */
  replaces: boolean;
  valueBefore: string | null;
  floorBefore: string | null;
  ceilingBefore: string | null;
  /** reason for the change; an annotation's own text */
  reason: string | null;
  demonstration: boolean;
};

const EACH = 6;

/** Number of periods at the end of the chart whose values are included. */
export const LOOKED_AT = 12;

/**
 * The last changes: to the periods from `from` on (the first of the last twelve; null: no value), to targets and to annotations, at most
 * six of each, the newest first. Values come from two queries with an index each: current versions and replaced versions.
 */
export function changesOf(sql: Sql, kpi: { id: string; departmentId: string }, from: string | null): Promise<KpiChange[]> {
  const id = Prisma.sql`${kpi.id}::uuid`;
  const written = Prisma.sql`SELECT * FROM measurement WHERE kpi_id = ${id} AND series = 'actual' AND period_start >= ${from ?? "infinity"}::date`;
  return sql.query<KpiChange>(Prisma.sql`
    WITH said AS (
      (SELECT 'v' || m.id AS id, 'value' AS what, m.period_start AS on, m.recorded_at AS at, m.recorded_by_id AS by_id, m.import_id, m.version, m.state::text, m.value,
        NULL::numeric AS floor, NULL::numeric AS ceiling, m.before IS NOT NULL AS replaces, m.value_before, NULL::numeric AS floor_before, NULL::numeric AS ceiling_before,
        m.reason, false AS demonstration
      FROM (SELECT *, lag(id) OVER own AS before, lag(value) OVER own AS value_before
        FROM (${written} AND superseded_at IS NULL UNION ALL ${written} AND superseded_at IS NOT NULL) AS versions WINDOW own AS (PARTITION BY period_start ORDER BY version)) m
      ORDER BY m.recorded_at DESC, m.period_start DESC, m.version DESC LIMIT ${EACH})
      UNION ALL
      (SELECT 't' || t.id, 'target', t.from_on, t.recorded_at, t.set_by_id, t.import_id, 1, NULL, NULL, t.floor, t.ceiling, t.before IS NOT NULL, NULL, t.floor_before, t.ceiling_before, t.reason, false
      FROM (SELECT *, lag(id) OVER own AS before, lag(floor) OVER own AS floor_before, lag(ceiling) OVER own AS ceiling_before FROM target WHERE kpi_id = ${id}
        WINDOW own AS (ORDER BY from_on, id)) t ORDER BY t.recorded_at DESC, t.id DESC LIMIT ${EACH})
      UNION ALL
      (SELECT 'a' || a.id, 'annotation', a.on_date, a.created_at, a.created_by_id, NULL, 1, a.kind::text, NULL, NULL, NULL, false, NULL, NULL, NULL, a.text, a.demonstration
      FROM annotation a WHERE a.kpi_id = ${id} OR (a.kpi_id IS NULL AND a.department_id = ${kpi.departmentId}::uuid) ORDER BY a.created_at DESC, a.id DESC LIMIT ${EACH})
    )
    SELECT s.id, s.what, s.on::text, to_json(s.at)#>>'{}' AS at, p.name AS by, i.file_name AS imported, s.import_id IS NOT NULL AS "fromFile", s.version, s.state, trim_scale(s.value)::text AS value,
      trim_scale(s.floor)::text AS floor, trim_scale(s.ceiling)::text AS ceiling, s.replaces, trim_scale(s.value_before)::text AS "valueBefore",
      trim_scale(s.floor_before)::text AS "floorBefore", trim_scale(s.ceiling_before)::text AS "ceilingBefore", s.reason, s.demonstration
    FROM said s LEFT JOIN person p ON p.id = s.by_id LEFT JOIN import i ON i.id = s.import_id ORDER BY s.at DESC, s.on DESC, s.id DESC`);
}
