import { addDays, type IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { lastClosedPeriod, previousPeriod } from "@/lib/calendar/periods";
import { type DueTerms, dueOf } from "@/lib/kpis/summary/status";

/** The first day of the first missing period: the one that became late on `lateFrom`. */
export function missingPeriod(
  kpi: Pick<DueTerms, "frequency" | "dueDays" | "dueWorkingDays">,
  lateFrom: IsoDate,
  calendar: FiscalCalendar,
): IsoDate {
  let period = lastClosedPeriod(lateFrom, kpi.frequency, calendar);
  while (addDays(dueOf(kpi, period.end), 1) > lateFrom) period = previousPeriod(period.start, kpi.frequency, calendar);
  return period.start;
}

export type FedKpi = { recordKindId: number; departmentId: string; period: IsoDate };
export type SourceLate = { recordKindId: number; departmentId: string; period: IsoDate; reach: number };

/**
 * Departments in which several KPIs of one kind of records are late: every department with two of them itself, or with late ones in two or
 * more departments below it, counting itself as one. Only a department's own rows and those below it count, so that the result reveals
 * nothing about its siblings. `reach` is the number of late KPIs, `period` the earliest missing period. `path`: a department and those
 * above it, itself first.
 */
export function sourcesOf(late: readonly FedKpi[], path: (departmentId: string) => readonly string[]): SourceLate[] {
  return [...Map.groupBy(late, (kpi) => kpi.recordKindId)].flatMap(([recordKindId, own]) => {
    const places = new Map<string, { own: number; branches: Set<string>; kpis: FedKpi[] }>();
    for (const kpi of own) {
      let below: string | null = null;
      for (const id of path(kpi.departmentId)) {
        const place = places.get(id) ?? { own: 0, branches: new Set(), kpis: [] };
        places.set(id, place);
        place.kpis.push(kpi);
        if (below === null) place.own += 1;
        else place.branches.add(below);
        below = id;
      }
    }
    return [...places]
      .filter(([, place]) => place.own + place.branches.size > 1)
      .map(([departmentId, { kpis }]) => ({ recordKindId, departmentId, period: earliest(kpis), reach: kpis.length }));
  });
}

const earliest = (kpis: readonly FedKpi[]) => kpis.map((kpi) => kpi.period).reduce((first, period) => (period < first ? period : first));
