import "server-only";
import type { IsoDate } from "@/lib/calendar/dates";
import type { Frequency } from "@/lib/calendar/periods";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import { asInstallation } from "@/lib/kpis/recompute-store";
import { notifyKpis } from "@/lib/live/notify";
import { getCompany } from "@/lib/settings/queries";
import { answerBy } from "./clock";
import { closeLate } from "./late-close";
import { bySource, missingPeriod } from "./lateness";
import { signalTerms } from "./terms";

type Row = {
  id: string;
  source: string;
  recordKindId: number | null;
  departmentId: string;
  frequency: Frequency;
  dueDays: number;
  dueWorkingDays: boolean;
  lateFrom: IsoDate;
};

/**
 * Opens a signal for every KPI whose value is late on the day of `at`, and one for a kind of records that two or more late KPIs wait for;
 * closes those whose value has come meanwhile. A formula waits for its inputs: while one of them is late it has no signal of its own.
 * In the caller's transaction, as the installation. May run at any time, twice, and beside itself: what is open is not opened again, and
 * a KPI that is being written at this moment is left to the next run. Answers how many signals it opened and closed.
 */
export function raiseLate(sql: Sql, at: Date): Promise<{ opened: number; closed: number }> {
  return asInstallation(sql, async () => {
    const closed = await closeLanded(sql, at);
    const rows = await lateKpis(sql, at.toISOString().slice(0, 10));
    if (rows.length === 0) return { opened: 0, closed };
    const { calendar } = await getCompany(sql);
    const paths = await departmentPaths(sql);
    const late = rows.map((row) => ({ ...row, period: missingPeriod(row, row.lateFrom, calendar) }));
    const { kpis, sources } = bySource(late, (id) => paths.get(id) ?? [id]);
    const { timeZone, clock } = await signalTerms(sql);
    const due = answerBy(at, 1, timeZone, clock);
    const inSource = sources.flatMap((source) => source.kpiIds);
    const opened = (await openLate(sql, kpis, at, due)) + (await openSources(sql, sources, at, due));
    await joinSource(sql, inSource, at);
    if (opened > 0) await notifyKpis(sql, [...kpis.map((kpi) => kpi.id), ...inSource]);
    return { opened, closed };
  });
}

/** Late on that day, with the KPIs of their source, without what has its signal. Locked, so that no value lands in between. */
const lateKpis = (sql: Sql, day: IsoDate) =>
  sql.query<Row>(Prisma.sql`
    WITH RECURSIVE late AS (SELECT k.id FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id
      WHERE s.late_from <= ${day}::date AND k.archived_at IS NULL AND (k.ends_on IS NULL OR k.ends_on >= s.late_from)),
    waits (id) AS (SELECT f.output_id FROM late JOIN formula_input f ON f.input_id = late.id
      UNION SELECT f.output_id FROM waits JOIN formula_input f ON f.input_id = waits.id)
    SELECT k.id::text, k.source::text, k.record_kind_id AS "recordKindId", k.department_id::text AS "departmentId", k.frequency::text, k.due_days AS "dueDays",
      k.due_working_days AS "dueWorkingDays", s.late_from::text AS "lateFrom"
    FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id
    WHERE k.id IN (SELECT id FROM late) AND NOT (k.source = 'formula' AND k.id IN (SELECT id FROM waits))
      AND NOT EXISTS (SELECT FROM signal g WHERE g.record_kind_id = k.record_kind_id AND k.source IN ('records', 'imported') AND g.state <> 'closed')
      AND (k.source IN ('records', 'imported') AND k.record_kind_id IS NOT NULL
        OR NOT EXISTS (SELECT FROM signal g WHERE g.kpi_id = k.id AND g.kind = 'late' AND g.state <> 'closed'))
    ORDER BY k.id FOR NO KEY UPDATE OF k SKIP LOCKED`);

async function departmentPaths(sql: Sql): Promise<Map<string, string[]>> {
  const rows = await sql.query<{ id: string; parent: string | null }>(
    Prisma.sql`SELECT id::text, parent_id::text AS parent FROM department`,
  );
  const parents = new Map(rows.map(({ id, parent }) => [id, parent]));
  const path = (id: string | null | undefined): string[] => (id == null ? [] : [id, ...path(parents.get(id))]);
  return new Map(rows.map(({ id }) => [id, path(id)]));
}

type Opened = { n: number };
const OPENED = Prisma.sql`told AS (INSERT INTO signal_event (signal_id, at, step, person_id, due_at)
    SELECT id, opened_at, 'opened', owner_id, answer_by FROM opened)
  SELECT count(*)::int AS n FROM opened`;

async function openLate(sql: Sql, kpis: readonly { id: string; period: IsoDate }[], at: Date, due: string): Promise<number> {
  if (kpis.length === 0) return 0;
  const [row] = await sql.query<Opened>(Prisma.sql`
    WITH opened AS (INSERT INTO signal (kind, kpi_id, department_id, owner_id, answer_by, rules, tone, severity, period_start, last_period, opened_at)
      SELECT 'late', k.id, k.department_id, p.holder_id, ${due}::timestamptz, '{late}', 'neutral', 0, l.period, l.period, ${at}::timestamptz
      FROM unnest(${kpis.map((kpi) => kpi.id)}::uuid[], ${kpis.map((kpi) => kpi.period)}::date[]) AS l (id, period)
      JOIN kpi k ON k.id = l.id LEFT JOIN position p ON p.id = k.position_id
      ON CONFLICT (kpi_id, kind) WHERE state <> 'closed' DO NOTHING RETURNING id, owner_id, answer_by, opened_at),
    ${OPENED}`);
  return row?.n ?? 0;
}

/** Of a source: whoever leads the department, by its oldest grant; else whoever leads one above it. */
async function openSources(
  sql: Sql,
  sources: readonly { recordKindId: number; departmentId: string; period: IsoDate; kpiIds: readonly string[] }[],
  at: Date,
  due: string,
): Promise<number> {
  if (sources.length === 0) return 0;
  const list = JSON.stringify(sources.map(({ kpiIds, ...source }) => ({ ...source, reach: kpiIds.length })));
  const [row] = await sql.query<Opened>(Prisma.sql`
    WITH RECURSIVE s AS (SELECT * FROM jsonb_to_recordset(${list}::jsonb) AS s ("recordKindId" int, "departmentId" uuid, period date, reach int)),
    up (start, id, steps) AS (SELECT DISTINCT "departmentId", "departmentId", 0 FROM s
      UNION ALL SELECT up.start, d.parent_id, up.steps + 1 FROM up JOIN department d ON d.id = up.id WHERE d.parent_id IS NOT NULL),
    opened AS (INSERT INTO signal (kind, record_kind_id, department_id, owner_id, answer_by, rules, tone, severity, reach, period_start, last_period, opened_at)
      SELECT 'source', s."recordKindId", s."departmentId", (SELECT a.person_id FROM up JOIN access_grant a ON a.department_id = up.id
          WHERE up.start = s."departmentId" AND a.ended_at IS NULL AND a.role IN ('lead', 'coo') ORDER BY up.steps, a.role DESC, a.granted_at, a.id LIMIT 1),
        ${due}::timestamptz, '{late}', 'neutral', 0, s.reach, s.period, s.period, ${at}::timestamptz
      FROM s ON CONFLICT (record_kind_id) WHERE state <> 'closed' AND record_kind_id IS NOT NULL DO NOTHING RETURNING id, owner_id, answer_by, opened_at),
    ${OPENED}`);
  return row?.n ?? 0;
}

/** What was late by itself before a second one of the same source was: from here on the source's signal stands for it. */
async function joinSource(sql: Sql, kpiIds: readonly string[], at: Date): Promise<void> {
  if (kpiIds.length === 0) return;
  await sql.query(Prisma.sql`
    WITH joined AS (UPDATE signal SET state = 'closed', closed_at = ${at}::timestamptz, version = version + 1
      WHERE kind = 'late' AND state <> 'closed' AND kpi_id = ANY (${[...kpiIds]}::uuid[]) RETURNING id)
    INSERT INTO signal_event (signal_id, at, step, text) SELECT id, ${at}::timestamptz, 'closed', 'Other KPIs wait for the same records: their source has a signal.' FROM joined`);
}

/** A value closes its signal where it lands; this finds what it could not see there: archived and ended KPIs, changed due dates. */
async function closeLanded(sql: Sql, at: Date): Promise<number> {
  const day = at.toISOString().slice(0, 10);
  const landed = await sql.query<{ id: string }>(Prisma.sql`
    SELECT k.id::text FROM kpi k LEFT JOIN kpi_summary s ON s.kpi_id = k.id
    WHERE (k.archived_at IS NOT NULL OR s.late_from IS NULL OR s.late_from > ${day}::date)
      AND (EXISTS (SELECT FROM signal g WHERE g.kpi_id = k.id AND g.kind = 'late' AND g.state <> 'closed')
        OR EXISTS (SELECT FROM signal g WHERE g.record_kind_id = k.record_kind_id AND g.state <> 'closed'))`);
  return closeLate(
    sql,
    landed.map((kpi) => kpi.id),
    at,
  );
}
