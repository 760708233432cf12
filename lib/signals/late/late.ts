import "server-only";
import type { IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import type { Frequency } from "@/lib/calendar/periods";
import { dayOf } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { notifyDepartments, notifyKpis } from "@/lib/platform/live/notify";
import { answerBy } from "../life/clock";
import { signalTerms } from "../life/terms";
import { closeLateSignals } from "./late-close";
import { linkLateSignals } from "./late-links";
import { missingPeriod, type SourceLate, sourcesOf } from "./lateness";

type Row = {
  id: string;
  recordKindId: number | null;
  departmentId: string;
  frequency: Frequency;
  dueDays: number;
  dueWorkingDays: boolean;
  lateFrom: IsoDate;
};

/**
 * Opens a signal for every KPI whose value is late on the day of `at`, and one for a kind of records in each department with several late
 * KPIs of it (`sourcesOf`); links signals to those that cover them; closes those whose value has arrived. A formula with a late input in
 * its own department, or below, gets no signal of its own. Nothing shown to a department depends on a row of another one that its readers
 * may not read. In the caller's transaction, as the installation. May run at any time, repeatedly and in parallel: open signals are not
 * opened again, and a KPI being written right now is left to the next run. Returns how many signals it opened and closed.
 */
export function openLateSignals(sql: Sql, at: Date): Promise<{ opened: number; closed: number }> {
  return asInstallation(sql, async () => {
    const day = dayOf(at);
    const closed = await closeLanded(sql, at);
    const rows = await unsignalled(sql, day);
    const fed = await lateFed(sql, day);
    if (rows.length === 0 && fed.length === 0) return { opened: 0, closed };
    const { calendar } = await getCompany(sql);
    const { timeZone, clock } = await signalTerms(sql);
    const due = answerBy(at, 1, timeZone, clock);
    const kpis = await openLate(sql, missing(rows, calendar), at, due);
    const sources = await openSources(sql, sourcesOf(missing(fed, calendar), await departmentPaths(sql)), at, due);
    await linkLateSignals(sql);
    await notifyKpis(sql, kpis);
    await notifyDepartments(sql, sources);
    return { opened: kpis.length + sources.length, closed };
  });
}

const missing = <R extends Row>(rows: readonly R[], calendar: FiscalCalendar) =>
  rows.map((row) => ({ ...row, period: missingPeriod(row, row.lateFrom, calendar) }));

const LATE = (day: IsoDate) =>
  Prisma.sql`k.archived_at IS NULL AND s.late_from <= ${day}::date AND (k.ends_on IS NULL OR k.ends_on >= s.late_from)`;
const ROW = Prisma.sql`k.id::text, k.record_kind_id AS "recordKindId", k.department_id::text AS "departmentId", k.frequency::text, k.due_days AS "dueDays",
  k.due_working_days AS "dueWorkingDays", s.late_from::text AS "lateFrom"`;

/**
 * KPIs late on that day without a signal, except formulas that wait for an input which every reader of the formula may read. Locked, so
 * that no value arrives in between.
 */
const unsignalled = (sql: Sql, day: IsoDate) =>
  sql.query<Row>(Prisma.sql`
    WITH RECURSIVE late AS (SELECT k.id, k.department_id, k.company_wide FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id WHERE ${LATE(day)}),
    waits (id, input_id) AS (SELECT f.output_id, f.input_id FROM late JOIN formula_input f ON f.input_id = late.id
      UNION SELECT f.output_id, waits.input_id FROM waits JOIN formula_input f ON f.input_id = waits.id),
    above (id, above_id) AS (SELECT DISTINCT l.department_id, l.department_id FROM waits JOIN late l ON l.id = waits.input_id
      UNION SELECT above.id, d.parent_id FROM above JOIN department d ON d.id = above.above_id WHERE d.parent_id IS NOT NULL)
    SELECT ${ROW} FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id
    WHERE k.id IN (SELECT id FROM late) AND NOT EXISTS (SELECT FROM signal g WHERE g.kpi_id = k.id AND g.kind = 'late' AND g.state <> 'closed')
      AND NOT (k.source = 'formula' AND EXISTS (SELECT FROM waits JOIN late i ON i.id = waits.input_id JOIN above ON above.id = i.department_id
        WHERE waits.id = k.id AND above.above_id = k.department_id AND (i.company_wide OR NOT k.company_wide)))
    ORDER BY k.id FOR NO KEY UPDATE OF k SKIP LOCKED`);

/** All late KPIs computed from records. Not locked: if a value arrives meanwhile, the next run closes the source's signal. */
const lateFed = (sql: Sql, day: IsoDate) =>
  sql.query<Row & { recordKindId: number }>(Prisma.sql`SELECT ${ROW} FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id
    WHERE ${LATE(day)} AND k.source IN ('records', 'imported') AND k.record_kind_id IS NOT NULL`);

async function departmentPaths(sql: Sql): Promise<(id: string) => string[]> {
  const rows = await sql.query<{ id: string; parent: string | null }>(
    Prisma.sql`SELECT id::text, parent_id::text AS parent FROM department`,
  );
  const parents = new Map(rows.map(({ id, parent }) => [id, parent]));
  const path = (id: string): string[] => {
    const parent = parents.get(id) ?? null;
    return parent === null ? [id] : [id, ...path(parent)];
  };
  return path;
}

const TOLD = Prisma.sql`told AS (INSERT INTO signal_event (signal_id, at, step, person_id, due_at)
    SELECT id, opened_at, 'opened', owner_id, answer_by FROM opened)`;

/** Returns the KPIs whose signal is new. */
async function openLate(sql: Sql, kpis: readonly { id: string; period: IsoDate }[], at: Date, due: string): Promise<string[]> {
  if (kpis.length === 0) return [];
  const rows = await sql.query<{ kpiId: string }>(Prisma.sql`
    WITH opened AS (INSERT INTO signal (kind, kpi_id, department_id, owner_id, answer_by, rules, tone, severity, period_start, last_period, opened_at)
      SELECT 'late', k.id, k.department_id, p.holder_id, ${due}::timestamptz, '{late}', 'neutral', 0, l.period, l.period, ${at}::timestamptz
      FROM unnest(${kpis.map((kpi) => kpi.id)}::uuid[], ${kpis.map((kpi) => kpi.period)}::date[]) AS l (id, period)
      JOIN kpi k ON k.id = l.id LEFT JOIN position p ON p.id = k.position_id
      ON CONFLICT (kpi_id, kind) WHERE state <> 'closed' DO NOTHING RETURNING id, kpi_id, owner_id, answer_by, opened_at),
    ${TOLD} SELECT kpi_id::text AS "kpiId" FROM opened`);
  return rows.map((row) => row.kpiId);
}

/**
 * Opens a source's signal for the department's lead, by the oldest grant, or for the lead of one above. Returns the departments of the new
 * signals.
 */
async function openSources(sql: Sql, sources: readonly SourceLate[], at: Date, due: string): Promise<string[]> {
  if (sources.length === 0) return [];
  const rows = await sql.query<{ departmentId: string }>(Prisma.sql`
    WITH RECURSIVE s AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(sources)}::jsonb) AS s ("recordKindId" int, "departmentId" uuid, period date, reach int)
      WHERE NOT EXISTS (SELECT FROM signal g WHERE g.record_kind_id = s."recordKindId" AND g.department_id = s."departmentId" AND g.state <> 'closed')),
    up (start, id, steps) AS (SELECT DISTINCT "departmentId", "departmentId", 0 FROM s
      UNION ALL SELECT up.start, d.parent_id, up.steps + 1 FROM up JOIN department d ON d.id = up.id WHERE d.parent_id IS NOT NULL),
    opened AS (INSERT INTO signal (kind, record_kind_id, department_id, owner_id, answer_by, rules, tone, severity, reach, period_start, last_period, opened_at)
      SELECT 'source', s."recordKindId", s."departmentId", (SELECT a.person_id FROM up JOIN access_grant a ON a.department_id = up.id
          WHERE up.start = s."departmentId" AND a.ended_at IS NULL AND a.role IN ('lead', 'coo') ORDER BY up.steps, a.role DESC, a.granted_at, a.id LIMIT 1),
        ${due}::timestamptz, '{late}', 'neutral', 0, s.reach, s.period, s.period, ${at}::timestamptz
      FROM s ON CONFLICT (record_kind_id, department_id) WHERE state <> 'closed' AND record_kind_id IS NOT NULL DO NOTHING
      RETURNING id, department_id, owner_id, answer_by, opened_at),
    ${TOLD} SELECT department_id::text AS "departmentId" FROM opened`);
  return rows.map((row) => row.departmentId);
}

/** A value closes its signal when it arrives; this closes the others: archived and ended KPIs, changed due dates. */
async function closeLanded(sql: Sql, at: Date): Promise<number> {
  const day = dayOf(at);
  const landed = await sql.query<{ id: string }>(Prisma.sql`
    SELECT k.id::text FROM kpi k LEFT JOIN kpi_summary s ON s.kpi_id = k.id
    WHERE (k.archived_at IS NOT NULL OR s.late_from IS NULL OR s.late_from > ${day}::date)
      AND (EXISTS (SELECT FROM signal g WHERE g.kpi_id = k.id AND g.kind = 'late' AND g.state <> 'closed')
        OR EXISTS (SELECT FROM signal g WHERE g.record_kind_id = k.record_kind_id AND g.state <> 'closed'))`);
  return closeLateSignals(
    sql,
    landed.map((kpi) => kpi.id),
    at,
  );
}
