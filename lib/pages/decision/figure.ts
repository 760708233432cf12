import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodShortLabel } from "@/lib/calendar/period-labels";
import { type Frequency, periodOf } from "@/lib/calendar/periods";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/** The KPI that shows how a decision turns out: its latest periods, and the one that decides. */
export type KpiFigure = {
  kpiId: string;
  name: string;
  unit: string;
  /** oldest first; decimal text, null where there is no value yet */
  periods: { start: string; label: string; value: string | null }[];
};

const PERIODS = 12;

/** `valid`: condition on the values `m`, of today or as known on a day. `decidesOn`: a day of the period that decides, if any. Null: not the viewer's to read. */
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
  const rows = await sql.query<{ start: string; value: string | null }>(Prisma.sql`
    SELECT m.period_start::text AS start, trim_scale(m.value)::text AS value FROM measurement m
    WHERE m.kpi_id = ${kpiId}::uuid AND m.series = 'actual' AND ${valid} ORDER BY m.period_start DESC LIMIT ${PERIODS}`);
  const periods = rows.toReversed();
  const decides = decidesOn === null ? null : periodOf(decidesOn, kpi.frequency, calendar).start;
  if (decides !== null && decides > (periods.at(-1)?.start ?? "")) periods.push({ start: decides, value: null });
  return {
    kpiId,
    ...{ name: kpi.name, unit: kpi.unit },
    periods: periods.map((period) => ({ ...period, label: periodShortLabel(period.start, kpi.frequency, calendar) })),
  };
}
