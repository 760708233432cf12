import { daysBetween } from "@/lib/calendar/dates";
import { dueOn } from "@/lib/calendar/due-dates";
import { periodLabel, periodShortLabel } from "@/lib/calendar/period-labels";
import { type Frequency, lastClosedPeriod, periodOf, previousPeriod } from "@/lib/calendar/periods";
import { formatValue } from "@/lib/format";

/** A KPI somebody types, as far as its cell needs it. */
export type EnterableKpi = {
  id: string;
  code: string;
  name: string;
  unit: string;
  frequency: Frequency;
  departmentName: string;
  ownerName: string | null;
  dueDays: number;
  dueWorkingDays: boolean;
  lower: number | null;
  upper: number | null;
  minimum: string | null;
  maximum: string | null;
  /** First period anybody owes; null: since the first value. */
  startsOn: string | null;
};

/** What is saved for one period. Decimals as plain strings, `at` an ISO instant. */
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
  /** Days since it was due; null while it is not late or when it is settled. */
  lateDays: number | null;
};

/** One row of the grid: the period that is due now, and those before it, oldest first. */
export type NumberRow = Omit<EnterableKpi, "dueDays" | "dueWorkingDays" | "startsOn"> & {
  usualRangeText: string;
  due: NumberPeriod;
  earlier: NumberPeriod[];
};

/** When the value of a period must be in. */
export const dueDateOf = (kpi: Pick<EnterableKpi, "frequency" | "dueDays" | "dueWorkingDays">, periodStart: string): string =>
  dueOn(periodOf(periodStart, kpi.frequency).end, { days: kpi.dueDays, kind: kpi.dueWorkingDays ? "working" : "calendar" });

/** @param saved the current values of this KPI, in any order. @param earlier how many periods before the due one are shown. */
export function toNumberRow(kpi: EnterableKpi, saved: readonly SavedNumber[], earlier: number, today: string): NumberRow {
  const byPeriod = new Map(saved.map((value) => [value.period, value]));
  const owedFrom = kpi.startsOn ?? saved.reduce<string | null>((first, v) => (first === null || v.period < first ? v.period : first), null);
  const at = (start: string): NumberPeriod => {
    const found = byPeriod.get(start);
    const due = dueDateOf(kpi, start);
    const owed = found === undefined && owedFrom !== null && start >= owedFrom && due < today;
    const { period: _, ...value } = found ?? { period: start };
    return {
      period: start,
      label: periodLabel(start, kpi.frequency),
      shortLabel: periodShortLabel(start, kpi.frequency),
      saved: found ? (value as Omit<SavedNumber, "period">) : null,
      dueOn: due,
      lateDays: owed ? daysBetween(due, today) : null,
    };
  };
  const last = lastClosedPeriod(today, kpi.frequency).start;
  const before: string[] = [];
  for (let start = last; before.length < earlier; ) {
    start = previousPeriod(start, kpi.frequency).start;
    before.unshift(start);
  }
  const { dueDays: _days, dueWorkingDays: _working, startsOn: _starts, ...shown } = kpi;
  return { ...shown, usualRangeText: usualRange(kpi), due: at(last), earlier: before.map(at) };
}

function usualRange({ lower, upper, unit }: EnterableKpi): string {
  return lower === null || upper === null ? "not known yet" : `${formatValue(lower, unit).text} to ${formatValue(upper, unit).text}`;
}

/** A slip to ask about before it is believed: outside the usual range, and inside it once divided or multiplied by ten. */
export function likelySlip(typed: number, row: Pick<NumberRow, "lower" | "upper">): number | null {
  if (row.lower === null || row.upper === null || row.upper <= row.lower || (typed >= row.lower && typed <= row.upper)) return null;
  const { lower, upper } = row;
  return (
    [typed / 10, typed * 10, typed / 100, typed * 100, typed / 1000, typed * 1000, -typed].find(
      (guess) => guess >= lower && guess <= upper,
    ) ?? null
  );
}

/** Whether a typed number lies outside what is usual; false while no usual range is known. */
export const isUnusual = (typed: number, row: Pick<NumberRow, "lower" | "upper">): boolean =>
  row.lower !== null && row.upper !== null && (typed < row.lower || typed > row.upper);
