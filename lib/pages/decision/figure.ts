import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodShortLabel } from "@/lib/calendar/period-labels";
import { type Frequency, periodOf, previousPeriod } from "@/lib/calendar/periods";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/** The KPI that shows how a decision turns out: its latest periods, and the one that decides. */
export type KpiFigure = {
  kpiId: string;
  name: string;
  unit: string;
  /** oldest first, every period in between; decimal text, null where there is no value */
  periods: { start: string; label: string; value: string | null }[];
};

const PERIODS = 12;

/**
 * `valid`: condition on the values, of today or as known on a day. `decidesOn`: a day of the period that decides, which is then the last
 * one. Null: not the viewer's to read.
 */
export async function figureOf(
  sql: Sql,
  viewer: Viewer,
  kpiId: string,
  { calendar, valid, decidesOn }: { calendar: FiscalCalendar; valid: Prisma.Sql; decidesOn: string | null },
): Promise<KpiFigure | null> {
  const [kpi] = await sql.query<{ name: string; unit: string; frequency: Frequency }>(
    Prisma.sql`SELECT k.name, k.unit, k.frequency FROM kpi k WHERE k.id = ${kpiId}::uuid AND ${readableKpi(viewer, "k")}`,
  );
  if (kpi === undefined) return null;
  const decides = decidesOn === null ? null : periodOf(decidesOn, kpi.frequency, calendar).start;
  const rows = await sql.query<{ start: string; value: string | null }>(Prisma.sql`
    SELECT period_start::text AS start, trim_scale(value)::text AS value FROM measurement
    WHERE kpi_id = ${kpiId}::uuid AND series = 'actual' AND ${valid} AND (${decides}::date IS NULL OR period_start <= ${decides}::date)
    ORDER BY period_start DESC LIMIT ${PERIODS + 1}`);
  const last = decides ?? rows[0]?.start;
  const first = rows.at(-1)?.start ?? last;
  if (first === undefined || last === undefined) return { kpiId, name: kpi.name, unit: kpi.unit, periods: [] };
  const values = new Map(rows.map(({ start, value }) => [start, value]));
  // Backwards, because the period that decides may be any number of years ahead.
  const starts = [last];
  while (starts.length <= PERIODS && (starts[0] ?? first) > first)
    starts.unshift(previousPeriod(starts[0] ?? first, kpi.frequency, calendar).start);
  return {
    kpiId,
    ...{ name: kpi.name, unit: kpi.unit },
    periods: starts.map((start) => ({
      start,
      label: periodShortLabel(start, kpi.frequency, calendar),
      value: values.get(start) ?? null,
    })),
  };
}
