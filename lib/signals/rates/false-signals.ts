import type { Frequency } from "@/lib/calendar/periods";
import { formatNumber } from "@/lib/format";
import { falseSignalRate } from "@/lib/statistics/false-alarms";

/** Periods of each frequency in a week of a year of 365.2425 days. */
const DAYS_OF_YEAR = 365.2425;
const PER_WEEK: Readonly<Record<Frequency, number>> = {
  day: 7,
  week: 1,
  month: (12 * 7) / DAYS_OF_YEAR,
  quarter: (4 * 7) / DAYS_OF_YEAR,
  half_year: (2 * 7) / DAYS_OF_YEAR,
  year: 7 / DAYS_OF_YEAR,
};

/** Number of KPIs of one frequency whose limits rest on that many points. */
export type LimitsGroup = { frequency: Frequency; baselinePoints: number; kpis: number };
export type ExpectedFalseSignals = { perWeek: number; perMonth: number; kpis: number };

/**
 * How many signals chance alone raises over all KPIs with limits, per week and per month (a twelfth of a year): the false signal rate of
 * each KPI's limits times its periods. A KPI under 12 points has no limits, raises nothing and is not counted.
 */
export function expectedFalse(groups: readonly LimitsGroup[]): ExpectedFalseSignals {
  const counted = groups.filter((group) => falseSignalRate(group.baselinePoints) > 0);
  const perWeek = counted.reduce(
    (sum, { frequency, baselinePoints, kpis }) => sum + kpis * PER_WEEK[frequency] * falseSignalRate(baselinePoints),
    0,
  );
  return { perWeek, perMonth: perWeek / PER_WEEK.month, kpis: counted.reduce((sum, group) => sum + group.kpis, 0) };
}

/**
 * Signals to expect from chance: "By chance alone, about 1 signal in 9 days is to be expected of 62 measures with limits." Null if no
 * measure has limits.
 */
export function falseSignalsText({ perWeek, kpis }: { perWeek: number; kpis: number }): string | null {
  if (kpis === 0 || perWeek <= 0) return null;
  const measures = kpis === 1 ? "1 measure" : `${kpis} measures`;
  const weekly = Number(perWeek.toPrecision(2));
  const often = weekly > 1 ? `${formatNumber(weekly)} signals a week are` : `1 signal in ${daysText(7 / weekly)} is`;
  return `By chance alone, about ${often} to be expected of ${measures} with limits.`;
}

const daysText = (days: number) => `${formatNumber(Math.round(days))} days`;
