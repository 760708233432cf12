import { addDays, type IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { lastClosedPeriod, previousPeriod } from "@/lib/calendar/periods";
import { type DueTerms, dueOf } from "@/lib/kpis/summary/status";

/** The period (its first day) whose value was missing first: the one that became late on `lateFrom`. */
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
 * Where late KPIs of one kind of records come together: every department with two of them itself, or with late ones below it in two
 * departments or more, itself counted as one. Each is found from what is in it and below it alone, so that it says nothing of any
 * department beside it. `reach` is how many late KPIs lie there, `period` the earliest that is missing.
 * `path`: a department and those above it, itself first.
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
