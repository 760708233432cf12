import { addDays, type IsoDate } from "@/lib/calendar/dates";
import { dueOn } from "@/lib/calendar/due-dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { type Frequency, nextPeriod, periodOf } from "@/lib/calendar/periods";
import type { StatusMark, TargetBounds } from "@/lib/charts/view";
import type { TargetBound } from "@/lib/statistics/assurance";
import type { Direction } from "@/lib/statistics/charts/variation";

/** A target missed by at most this share of the missed bound is "watch". */
export const WATCH_SHARE = 0.05;
/** For percent units the margin is in points instead: 5 % of 98 % would hide almost everything that can go wrong. */
export const WATCH_POINTS = 2;

// A difference of two decimals as floating point may end in ...0000000004.
const ROUNDING = 1e-9;

export const isPercent = (unit: string): boolean => unit === "%" || unit === "percent";

/** A target from a period on, in its current version. */
export type DatedTarget = TargetBounds & { fromOn: IsoDate };

/** The target for the period that starts on `periodStart`: the latest one begun by then. `targets` in order of `fromOn`. */
export function targetAt(targets: readonly DatedTarget[], periodStart: IsoDate): DatedTarget | null {
  return targets.findLast((target) => target.fromOn <= periodStart) ?? null;
}

/** Bounds in the form `assurance` takes. Null without a bound. */
export function boundOf(target: TargetBounds | null): TargetBound | null {
  if (!target) return null;
  const { floor, ceiling } = target;
  if (floor !== null && ceiling !== null) return { kind: "band", lower: floor, upper: ceiling };
  if (floor !== null) return { kind: "floor", value: floor };
  return ceiling === null ? null : { kind: "ceiling", value: ceiling };
}

/** How far a value is outside its target, in its unit, and which bound it misses; 0 and null inside, ends included. */
export function missOf(value: number, target: TargetBounds): { by: number; bound: number | null } {
  const { floor, ceiling } = target;
  if (floor !== null && value < floor) return { by: floor - value, bound: floor };
  if (ceiling !== null && value > ceiling) return { by: value - ceiling, bound: ceiling };
  return { by: 0, bound: null };
}

/**
 * Status of a value against the target of its period. No value: "no-data". No bound, or an informational KPI: "no-target". Inside:
 * "on-track". Missed by at most 5 % of the missed bound (percent units: 2 points): "watch". Otherwise "off-track"; a bound of 0 leaves no
 * margin for watch. Staleness overrides all of these and is decided when read, because it depends on the day (`lateFrom`).
 */
export function statusOf(value: number | null, target: TargetBounds | null, unit: string, direction: Direction): StatusMark {
  if (value === null) return "no-data";
  if (target === null || direction === "informational" || boundOf(target) === null) return "no-target";
  const { by, bound } = missOf(value, target);
  if (bound === null) return "on-track";
  const allowed = isPercent(unit) ? WATCH_POINTS : WATCH_SHARE * Math.abs(bound);
  return by <= allowed + ROUNDING * Math.max(Math.abs(value), Math.abs(bound)) ? "watch" : "off-track";
}

export type DueTerms = {
  frequency: Frequency;
  dueDays: number;
  dueWorkingDays: boolean;
  startsOn: IsoDate | null;
  endsOn?: IsoDate | null;
  archived: boolean;
};

/** Last day on which the value of the period ending on `periodEnd` is in time. */
export const dueOf = (kpi: Pick<DueTerms, "dueDays" | "dueWorkingDays">, periodEnd: IsoDate): IsoDate =>
  dueOn(periodEnd, { days: kpi.dueDays, kind: kpi.dueWorkingDays ? "working" : "calendar" });

/**
 * Whether a value may still change on `today`: an estimate always, a provisional one until its due date has passed. Computed for the day,
 * like lateness, so that nothing has to run at midnight.
 */
export function isOpenOn(
  kpi: Pick<DueTerms, "frequency" | "dueDays" | "dueWorkingDays">,
  state: string,
  periodStart: IsoDate,
  today: IsoDate,
  calendar: FiscalCalendar,
): boolean {
  if (state !== "provisional") return state === "estimated";
  return today <= dueOf(kpi, periodOf(periodStart, kpi.frequency, calendar).end);
}

/**
 * First day on which the next value is late: the day after the due date of the period after `lastReported` (start of the last period that
 * has a value or a stated reason for none), or of the period containing `startsOn` if nothing was ever reported. Null if the KPI is
 * archived or has ended, and if nothing was reported and no start is given: no date, no lateness.
 */
export function lateFrom(kpi: DueTerms, lastReported: IsoDate | null, calendar: FiscalCalendar): IsoDate | null {
  if (kpi.archived || (lastReported === null && kpi.startsOn === null)) return null;
  const next =
    lastReported === null ? periodOf(kpi.startsOn ?? "", kpi.frequency, calendar) : nextPeriod(lastReported, kpi.frequency, calendar);
  if (kpi.endsOn != null && next.start > kpi.endsOn) return null;
  return addDays(dueOf(kpi, next.end), 1);
}
