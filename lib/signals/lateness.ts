import { addDays, type IsoDate } from "@/lib/calendar/dates";
import { CALENDAR_YEAR, type FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { lastClosedPeriod, previousPeriod } from "@/lib/calendar/periods";
import { type DueTerms, dueOf } from "@/lib/kpis/status";

/** So many KPIs of one kind of records that are late together have one cause: the records did not come. */
export const KPIS_OF_A_SOURCE = 2;

/** The period (its first day) whose value was missing first: the one that became late on `lateFrom`. */
export function missingPeriod(
  kpi: Pick<DueTerms, "frequency" | "dueDays" | "dueWorkingDays">,
  lateFrom: IsoDate,
  calendar: FiscalCalendar = CALENDAR_YEAR,
): IsoDate {
  let period = lastClosedPeriod(lateFrom, kpi.frequency, calendar);
  while (addDays(dueOf(kpi, period.end), 1) > lateFrom) period = previousPeriod(period.start, kpi.frequency, calendar);
  return period.start;
}

export type LateKpi = { id: string; source: string; recordKindId: number | null; departmentId: string; period: IsoDate };
export type SourceLate = { recordKindId: number; departmentId: string; period: IsoDate; kpiIds: string[] };

/**
 * What late KPIs are signals of: kinds of records that two or more of them wait for, each once, in the department that all of
 * them lie under (`path`: a department and those above it, itself first); and the rest, each by itself.
 */
export function bySource(
  late: readonly LateKpi[],
  path: (departmentId: string) => readonly string[],
): { kpis: LateKpi[]; sources: SourceLate[] } {
  const sources: SourceLate[] = [];
  const fed = (kpi: LateKpi) => (kpi.source === "records" || kpi.source === "imported" ? kpi.recordKindId : null);
  for (const [recordKindId, own] of Map.groupBy(late, fed)) {
    const [first, ...others] = own;
    if (recordKindId === null || first === undefined || own.length < KPIS_OF_A_SOURCE) continue;
    const departmentId = path(first.departmentId).find((id) => others.every((kpi) => path(kpi.departmentId).includes(id)));
    if (departmentId === undefined) continue;
    const period = own.reduce((earliest, kpi) => (kpi.period < earliest ? kpi.period : earliest), first.period);
    sources.push({ recordKindId, departmentId, period, kpiIds: own.map((kpi) => kpi.id) });
  }
  const covered = new Set(sources.flatMap((source) => source.kpiIds));
  return { kpis: late.filter((kpi) => !covered.has(kpi.id)), sources };
}
