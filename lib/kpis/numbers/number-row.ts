import { daysBetween } from "@/lib/calendar/dates";
import { dueOn } from "@/lib/calendar/due-dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel, periodShortLabel } from "@/lib/calendar/period-labels";
import { type Frequency, lastClosedPeriod, periodOf, previousPeriod } from "@/lib/calendar/periods";
import { formatValue } from "@/lib/format";

/** A manually entered KPI, with what its grid cell needs. */
export type EnterableKpi = {
  id: string;
  code: string;
  name: string;
  unit: string;
  frequency: Frequency;
  departmentName: string;
  ownerName: string | null;
  /** The person away, if the viewer enters the value as their deputy. */
  forName: string | null;
  dueDays: number;
  dueWorkingDays: boolean;
  lower: number | null;
  upper: number | null;
  minimum: string | null;
  maximum: string | null;
  /** First period for which a value is owed; null: since the first value. */
  startsOn: string | null;
};

/** The saved value of one period. Decimals as plain strings, `at` an ISO instant. */
export type SavedNumber = {
  period: string;
  value: string | null;
  state: string;
  reason: string | null;
  note: string | null;
  version: number;
  by: string | null;
  at: string;
};

export type NumberPeriod = {
  /** First day. */
  period: string;
  label: string;
  shortLabel: string;
  saved: Omit<SavedNumber, "period"> | null;
  dueOn: string;
  /** Days since it was due; null if it is not late or already entered. */
  lateDays: number | null;
};

/** One row of the grid: the period due now, the periods before it, oldest first, and earlier periods still owed, oldest first. */
export type NumberRow = Omit<EnterableKpi, "dueDays" | "dueWorkingDays" | "startsOn"> & {
  usualRangeText: string;
  due: NumberPeriod;
  earlier: NumberPeriod[];
  openBefore: NumberPeriod[];
};

/** Number of periods before the shown ones that are searched for values still owed. */
export const LOOKED_BACK = 24;

/** Due date of a period's value. */
export const dueDateOf = (
  kpi: Pick<EnterableKpi, "frequency" | "dueDays" | "dueWorkingDays">,
  periodStart: string,
  calendar: FiscalCalendar,
): string =>
  dueOn(namesOf(periodStart, kpi.frequency, calendar).end, { days: kpi.dueDays, kind: kpi.dueWorkingDays ? "working" : "calendar" });

/** First days of the last ended period and the `before` periods before it, oldest first. */
export function periodsUpTo(today: string, frequency: Frequency, before: number, calendar: FiscalCalendar): readonly string[] {
  return remembered(PERIODS, `${today} ${frequency} ${before} ${calendarKey(calendar)}`, () => {
    const starts = [lastClosedPeriod(today, frequency, calendar).start];
    for (let n = 0; n < before; n++) starts.unshift(previousPeriod(starts[0] ?? today, frequency, calendar).start);
    return starts;
  });
}

type PeriodNames = { label: string; shortLabel: string; end: string };
const namesOf = (start: string, frequency: Frequency, calendar: FiscalCalendar): PeriodNames =>
  remembered(NAMES, `${start} ${frequency} ${calendarKey(calendar)}`, () => ({
    label: periodLabel(start, frequency, calendar),
    shortLabel: periodShortLabel(start, frequency, calendar),
    end: periodOf(start, frequency, calendar).end,
  }));

// A grid of five hundred measures asks for the same few periods thousands of times; their names depend only on the key.
const PERIODS = new Map<string, readonly string[]>();
const NAMES = new Map<string, PeriodNames>();
const KNOWN_MAX = 2000;
const calendarKey = (c: FiscalCalendar) => `${c.startMonth} ${c.pattern} ${c.yearEnd?.weekday ?? ""}${c.yearEnd?.rule ?? ""}`;

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= KNOWN_MAX) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

/**
 * @param saved the current values of this KPI, in any order, as far back as LOOKED_BACK periods before those shown.
 * @param earlier how many periods before the due one are shown.
 */
export function toNumberRow(
  kpi: EnterableKpi,
  saved: readonly SavedNumber[],
  earlier: number,
  today: string,
  calendar: FiscalCalendar,
): NumberRow {
  const byPeriod = new Map(saved.map((value) => [value.period, value]));
  const owedFrom = kpi.startsOn ?? saved.reduce<string | null>((first, v) => (first === null || v.period < first ? v.period : first), null);
  const at = (start: string): NumberPeriod => {
    const found = byPeriod.get(start);
    const due = dueDateOf(kpi, start, calendar);
    const owed = found === undefined && owedFrom !== null && start >= owedFrom && due < today;
    const { period: _, ...value } = found ?? { period: start };
    const { label, shortLabel } = namesOf(start, kpi.frequency, calendar);
    return {
      period: start,
      label,
      shortLabel,
      saved: found ? (value as Omit<SavedNumber, "period">) : null,
      dueOn: due,
      lateDays: owed ? daysBetween(due, today) : null,
    };
  };
  const starts = periodsUpTo(today, kpi.frequency, earlier + (owedFrom === null ? 0 : LOOKED_BACK), calendar);
  const last = starts.at(-1) ?? today;
  const { dueDays: _days, dueWorkingDays: _working, startsOn: _starts, ...shown } = kpi;
  return {
    ...shown,
    usualRangeText: usualRange(kpi),
    due: at(last),
    earlier: starts.slice(-1 - earlier, -1).map(at),
    openBefore: starts
      .slice(0, -1 - earlier)
      .filter((start) => owedFrom !== null && start >= owedFrom && !byPeriod.has(start))
      .map(at),
  };
}

function usualRange({ lower, upper, unit }: EnterableKpi): string {
  return lower === null || upper === null ? "not known yet" : `${formatValue(lower, unit).text} to ${formatValue(upper, unit).text}`;
}
