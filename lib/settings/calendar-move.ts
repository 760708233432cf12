import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { recomputeOn, refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { codesText } from "./calendar-move-text";

/** KPIs with values whose periods would move, by code: those that can be recomputed, and those with typed or imported values. */
export type CalendarMove = { recomputed: string[]; typed: string[] };

const endOfWeeks = ({ yearEnd }: FiscalCalendar) => (yearEnd === undefined ? "" : `${yearEnd.weekday} ${yearEnd.rule}`);
const cutOtherwise = (before: FiscalCalendar, after: FiscalCalendar) =>
  before.pattern !== after.pattern || endOfWeeks(before) !== endOfWeeks(after);

/** Months of whole weeks have other dates than calendar months; calendar months do not move when the year begins elsewhere. */
const moved = (months: boolean) =>
  Prisma.sql`(kpi.frequency IN ('quarter', 'half_year', 'year') OR (${months}::boolean AND kpi.frequency = 'month'))`;
const COMPUTED = Prisma.sql`kpi.source IN ('records', 'formula')`;

/** The effect of a change of the calendar on the existing KPIs. `months`: whether it moves months, too. */
export async function calendarMove(sql: Sql, months: boolean): Promise<CalendarMove> {
  const rows = await sql.query<{ code: string; computed: boolean }>(Prisma.sql`SELECT code, ${COMPUTED} AS computed FROM kpi
    WHERE ${moved(months)} AND (archived_at IS NULL OR NOT ${COMPUTED}) AND EXISTS (SELECT FROM measurement m WHERE m.kpi_id = kpi.id) ORDER BY code`);
  return {
    recomputed: rows.filter((row) => row.computed).map((row) => row.code),
    typed: rows.filter((row) => !row.computed).map((row) => row.code),
  };
}

/**
 * Moves every KPI whose periods changed to the new ones, in the caller's transaction, after the calendar was written: computed values are
 * recomputed, the others get new periods to fill. Throws INVALID, with their codes, if values were typed or imported with the old calendar:
 * nobody can tell how they divide.
 */
export async function moveCalendar(sql: Sql, before: FiscalCalendar, after: FiscalCalendar): Promise<void> {
  const cut = cutOtherwise(before, after);
  if (!cut && before.startMonth === after.startMonth) return;
  const months = cut || after.pattern !== "months";
  const { typed } = await calendarMove(sql, months);
  if (typed.length > 0)
    throw new AppError(
      "INVALID",
      `${codesText(typed)} ${typed.length === 1 ? "has" : "have"} values entered or imported by the current fiscal year; ${cut ? "the division of the year" : "the month"} can no longer change.`,
    );
  const ids = (kpis: readonly { id: string }[]) => kpis.map((kpi) => kpi.id);
  const open = Prisma.sql`SELECT id::text FROM kpi WHERE ${moved(months)} AND archived_at IS NULL`;
  const computed = await sql.query<{ id: string }>(Prisma.sql`${open} AND ${COMPUTED}`);
  if (computed.length > 0) await recomputeOn(sql, { kpiIds: ids(computed) }, now());
  const waiting = await sql.query<{ id: string }>(Prisma.sql`${open} AND NOT ${COMPUTED}`);
  if (waiting.length > 0) await refreshSummaries(sql, ids(waiting), now());
}
