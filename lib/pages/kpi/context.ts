import "server-only";
import type { SignalTone } from "@/lib/charts/view";
import { type CommentRow, commentRows } from "@/lib/comments/queries";
import type { AsOf } from "@/lib/kpis/as-of";
import { kpisAsOf } from "@/lib/kpis/queries/past";
import { ownPeople, type Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { SignalState } from "@/lib/signals/life/states";

/** A version of a target: its bounds from a day on, by whom and why, and when it was replaced, if it was. */
export type KpiTarget = {
  id: string;
  fromOn: string;
  floor: string | null;
  ceiling: string | null;
  reason: string;
  by: string | null;
  at: string;
  replacedAt: string | null;
};
export type KpiAnnotation = { id: string; onDate: string; kind: "note" | "baseline" | "exclude"; text: string; demonstration: boolean };
/** `likely`, `fromOn`: the effect it claims; null if it answers a signal of the KPI and claims none. */
export type LinkedInitiative = {
  id: string;
  code: string;
  title: string;
  owner: string;
  likely: string | null;
  fromOn: string | null;
  stage: string;
};
export type FormulaLink = { id: string; code: string; name: string };
/** One step of a signal's history; `by` null means the rules or the clock. */
export type StoryStep = {
  id: string;
  at: string;
  step: string;
  by: string | null;
  text: string;
  cause: string | null;
  person: string | null;
  department: string | null;
  initiative: { id: string; code: string } | null;
  dueAt: string | null;
};
/**
 * An open signal of the KPI, or a past one, with the last twelve steps of its history, oldest first. `shift`: the change of level it
 * proposes.
 */
export type KpiSignalRow = {
  id: string;
  kind: "process" | "late";
  tone: SignalTone;
  state: SignalState;
  rules: string[];
  periodStart: string;
  openedAt: string;
  closedAt: string | null;
  cause: string | null;
  ownerId: string | null;
  acceptedAt: string | null;
  shiftFrom: string | null;
  shiftBefore: number | null;
  shiftAfter: number | null;
  version: number;
  /** the viewer, or somebody they deputise for, has to answer */
  asked: boolean;
  story: StoryStep[];
};

export type KpiContext = {
  annotations: KpiAnnotation[];
  targets: KpiTarget[];
  initiatives: LinkedInitiative[];
  inputs: FormulaLink[];
  /** how many of its inputs the viewer may not see */
  hiddenInputs: number;
  usedBy: FormulaLink[];
  signals: KpiSignalRow[];
  comments: CommentRow[];
  watched: boolean;
  /** single-letter keys without Ctrl; false if the viewer switched them off */
  singleKeys: boolean;
};

/**
 * The content around the chart, all of it short lists, in one statement: every additional one would slow the page for each reader. `asOf`:
 * only what existed by then; versions replaced since have the time of it.
 */
export async function readKpiContext(
  sql: Sql,
  viewer: Viewer,
  kpi: { id: string; code: string; departmentId: string },
  asOf: AsOf | null,
): Promise<KpiContext> {
  const list = (rows: Prisma.Sql) => Prisma.sql`(SELECT coalesce(json_agg(r), '[]') FROM (${rows}) AS r)`;
  const by = (column: Prisma.Sql) => (asOf === null ? Prisma.empty : Prisma.sql`AND ${column} <= ${asOf.at}::timestamptz`);
  const instant = (column: Prisma.Sql) => Prisma.sql`to_json(${column})#>>'{}'`;
  const id = Prisma.sql`${kpi.id}::uuid`;
  // Signals closed later were open then.
  const closed =
    asOf === null ? Prisma.sql`g.closed_at` : Prisma.sql`CASE WHEN g.closed_at <= ${asOf.at}::timestamptz THEN g.closed_at END`;
  const [around] = await sql.query<KpiContext>(Prisma.sql`
    SELECT ${list(Prisma.sql`
      SELECT id::text, on_date::text AS "onDate", kind::text, text, demonstration FROM annotation
      WHERE (kpi_id = ${id} OR (kpi_id IS NULL AND department_id = ${kpi.departmentId}::uuid)) ${by(Prisma.sql`created_at`)} ORDER BY on_date LIMIT 200`)} AS annotations,
    ${list(Prisma.sql`
      SELECT t.id::text, t.from_on::text AS "fromOn", trim_scale(t.floor)::text AS floor, trim_scale(t.ceiling)::text AS ceiling, t.reason, p.name AS by,
        ${instant(Prisma.sql`t.recorded_at`)} AS at, ${instant(Prisma.sql`t.superseded_at`)} AS "replacedAt"
      FROM target t LEFT JOIN person p ON p.id = t.set_by_id WHERE t.kpi_id = ${id} ${by(Prisma.sql`t.recorded_at`)} ORDER BY t.from_on, t.id LIMIT 200`)} AS targets,
    ${list(Prisma.sql`
      SELECT i.id::text, i.code, i.title, o.name AS owner, trim_scale(e.likely)::text AS likely, e.from_on::text AS "fromOn", i.stage::text
      FROM (
        SELECT initiative_id AS id FROM effect WHERE kpi_id = ${id}
        UNION SELECT e.initiative_id FROM signal g JOIN signal_event e ON e.signal_id = g.id WHERE g.kpi_id = ${id} AND e.step = 'acted-on' ${by(Prisma.sql`e.at`)}
      ) AS w JOIN initiative i ON i.id = w.id JOIN person o ON o.id = i.owner_id LEFT JOIN effect e ON e.initiative_id = i.id AND e.kpi_id = ${id}
      WHERE true ${by(Prisma.sql`i.created_at`)} ORDER BY i.closed_on NULLS FIRST, i.due_on, i.code LIMIT 12`)} AS initiatives,
    ${list(Prisma.sql`SELECT k.id::text, k.code, k.name FROM formula_input f JOIN kpi k ON k.id = f.input_id WHERE f.output_id = ${id} ORDER BY k.code`)} AS inputs,
    (SELECT count(*)::int FROM formula_input f WHERE f.output_id = ${id} AND NOT EXISTS (SELECT FROM kpi k WHERE k.id = f.input_id)) AS "hiddenInputs",
    ${list(usedBy(kpi, asOf))} AS "usedBy",
    ${list(Prisma.sql`
      SELECT g.id::text, g.kind::text, g.tone, g.state::text, g.rules, g.period_start::text AS "periodStart", ${instant(Prisma.sql`g.opened_at`)} AS "openedAt",
        ${instant(closed)} AS "closedAt", g.cause::text, g.owner_id::text AS "ownerId", ${instant(Prisma.sql`g.accepted_at`)} AS "acceptedAt",
        g.shift_from::text AS "shiftFrom", g.shift_before AS "shiftBefore", g.shift_after AS "shiftAfter", g.version,
        (g.asked_by_id IS NOT NULL AND g.owner_id = ANY (${ownPeople(viewer)}::uuid[])) AS asked,
        (SELECT coalesce(json_agg(e ORDER BY e.no), '[]') FROM (
          SELECT e.id AS no, e.id::text, ${instant(Prisma.sql`e.at`)} AS at, e.step, a.name AS by, e.text, e.cause::text, p.name AS person, d.name AS department,
            (SELECT json_build_object('id', i.id, 'code', i.code) FROM initiative i WHERE i.id = e.initiative_id) AS initiative, ${instant(Prisma.sql`e.due_at`)} AS "dueAt"
          FROM signal_event e LEFT JOIN person a ON a.id = e.actor_id LEFT JOIN person p ON p.id = e.person_id LEFT JOIN department d ON d.id = e.department_id
          WHERE e.signal_id = g.id ${by(Prisma.sql`e.at`)} AND e.step <> 'left' ORDER BY e.id DESC LIMIT 12) AS e) AS story
      FROM signal g WHERE g.kpi_id = ${id} ${by(Prisma.sql`g.opened_at`)} ORDER BY ${closed} DESC NULLS FIRST, g.opened_at DESC LIMIT 5`)} AS signals,
    ${list(commentRows(Prisma.sql`x.subject_type = 'kpi' AND x.subject_id = ${id} ${by(Prisma.sql`x.at`)}`, asOf?.at ?? null))} AS comments,
    EXISTS (SELECT FROM kpi_watch w WHERE w.kpi_id = ${id} AND w.person_id = ${viewer.personId}::uuid) AS watched,
    coalesce((SELECT w.single_keys FROM person_setting w WHERE w.person_id = ${viewer.personId}::uuid), true) AS "singleKeys"`);
  if (!around) throw new Error("one statement answers one row");
  return { ...around, comments: around.comments.toReversed() };
}

/** KPIs computed from this one; at a moment, by the formulas of that day. */
function usedBy(kpi: { id: string; code: string }, asOf: AsOf | null): Prisma.Sql {
  const from =
    asOf === null
      ? Prisma.sql`formula_input f JOIN kpi k ON k.id = f.output_id WHERE f.input_id = ${kpi.id}::uuid`
      : Prisma.sql`${kpisAsOf(asOf, Prisma.sql`o.source = 'formula' OR EXISTS (SELECT FROM kpi_past c WHERE c.kpi_id = o.id)`)} AS k WHERE k.source = 'formula' AND position(${`[${kpi.code}]`}::text IN k.formula) > 0 AND k.archived_at IS NULL`;
  return Prisma.sql`SELECT k.id::text, k.code, k.name FROM ${from} ORDER BY k.code LIMIT 50`;
}
