import "server-only";
import { lastClosedPeriod } from "@/lib/calendar/periods";
import type { KpiRow } from "@/lib/charts/view";
import { today } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { can } from "@/lib/platform/authz/policy";
import { ownPeople, type Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type EnterableKpi, LOOKED_BACK, type NumberRow, periodsUpTo, type SavedNumber, toNumberRow } from "../numbers/number-row";
import { type KpiSummaryRow, toKpiRow } from "../summary/row";
import { SUMMARY_COLUMNS, SUMMARY_TABLES } from "./rows";

/** Number of rows shown; a person who owes more is told how many. */
const MOST = 500;
/** Number of periods shown before the due one. */
const EARLIER = 3;

export type NumberKpi = EnterableKpi & { departmentId: string; ownerId: string | null; source: string };
type NumberValue = SavedNumber & { kpiId: string };

export const NUMBER_KPI = Prisma.sql`
  SELECT k.id::text, k.code, k.name, k.unit, k.frequency::text, k.department_id::text AS "departmentId", d.name AS "departmentName", p.holder_id::text AS "ownerId", h.name AS "ownerName",
    NULL AS "forName", k.due_days AS "dueDays", k.due_working_days AS "dueWorkingDays", s.lower, s.upper, trim_scale(k.minimum)::text AS minimum, trim_scale(k.maximum)::text AS maximum, k.source::text, k.starts_on::text AS "startsOn"
  FROM kpi k JOIN department d ON d.id = k.department_id LEFT JOIN kpi_summary s ON s.kpi_id = k.id
  LEFT JOIN position p ON p.id = k.position_id LEFT JOIN person h ON h.id = p.holder_id
  WHERE k.archived_at IS NULL AND k.source = 'manual'`;

/**
 * The manually entered KPIs on this viewer's list: those of the positions they hold or deputise for, and those of the departments they
 * lead. People who may enter more (the COO) do so on the KPI's own page: nobody would work through a list of everybody's work.
 */
async function owed(sql: Sql, viewer: Viewer): Promise<NumberKpi[]> {
  const led = viewer.grants.filter((grant) => grant.role === "lead").flatMap((grant) => [...grant.departments]);
  const rows = await sql.query<NumberKpi>(
    Prisma.sql`${NUMBER_KPI} AND (p.holder_id = ANY (${ownPeople(viewer)}::uuid[]) OR k.department_id = ANY (${led}::uuid[])) ORDER BY d.name, k.code LIMIT ${MOST}`,
  );
  const away = new Set(viewer.standsInFor);
  return rows
    .filter((kpi) => can(viewer, "measurement.record", kpi))
    .map((kpi) => ({ ...kpi, forName: kpi.ownerId !== null && away.has(kpi.ownerId) ? kpi.ownerName : null }));
}

async function valuesOf(sql: Sql, kpis: readonly NumberKpi[], from: readonly string[]): Promise<NumberValue[]> {
  return sql.query<NumberValue>(Prisma.sql`
    SELECT m.kpi_id::text AS "kpiId", m.period_start::text AS period, trim_scale(m.value)::text AS value, m.state::text, m.reason, m.note, m.version, w.name AS by, to_json(m.recorded_at)#>>'{}' AS at
    FROM unnest(${kpis.map((k) => k.id)}::uuid[], ${[...from]}::date[]) AS shown (kpi_id, from_on)
    JOIN measurement m ON m.kpi_id = shown.kpi_id AND m.period_start >= shown.from_on LEFT JOIN person w ON w.id = m.recorded_by_id
    WHERE m.series = 'actual' AND m.superseded_at IS NULL`);
}

/** Everything the viewer owes, a row per KPI: the usual range, the earlier periods, the due one, the saved values. */
export function getMyNumbers(viewer: Viewer): Promise<{ due: NumberRow[]; filledIn: KpiRow[] }> {
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const day = today();
    const { calendar } = await getCompany(sql);
    const kpis = await owed(sql, viewer);
    const from = kpis.map((kpi) => periodsUpTo(day, kpi.frequency, EARLIER + LOOKED_BACK, calendar)[0] ?? day);
    const values = kpis.length === 0 ? [] : await valuesOf(sql, kpis, from);
    const byKpi = Map.groupBy(values, (v) => v.kpiId);
    const due = kpis.map((kpi) => toNumberRow(kpi, byKpi.get(kpi.id) ?? [], EARLIER, day, calendar));
    const own = await sql.query<KpiSummaryRow>(Prisma.sql`
      SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_TABLES} WHERE k.archived_at IS NULL AND k.source <> 'manual' AND p.holder_id = ANY (${ownPeople(viewer)}::uuid[]) ORDER BY k.code LIMIT 30`);
    const filledIn = own.map((row) => toKpiRow(row, day, calendar));
    return { due, filledIn };
  });
}

/** Number of values this viewer has to enter: KPIs whose last ended period has no value. */
export async function countNumbersDue(sql: Sql, viewer: Viewer): Promise<number> {
  const kpis = await owed(sql, viewer);
  if (kpis.length === 0) return 0;
  const day = today();
  const { calendar } = await getCompany(sql);
  const periods = kpis.map((kpi) => lastClosedPeriod(day, kpi.frequency, calendar).start);
  const [row] = await sql.query<{ n: number }>(Prisma.sql`
    SELECT count(*)::int AS n FROM unnest(${kpis.map((k) => k.id)}::uuid[], ${periods}::date[]) AS due(kpi_id, period)
    WHERE NOT EXISTS (SELECT FROM measurement m WHERE m.kpi_id = due.kpi_id AND m.series = 'actual' AND m.period_start = due.period AND m.superseded_at IS NULL)`);
  return row?.n ?? 0;
}
