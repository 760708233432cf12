import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import type { SignalTone, SparkPoint } from "@/lib/charts/view";
import { formatAge, formatValue, formatValueText } from "@/lib/format";
import type { KpiSummaryRow } from "@/lib/kpis/summary/row";
import { foundBy } from "@/lib/statistics/charts/rules";
import { type SignalState, STATES } from "./life/states";

export type SignalSummary = KpiSummaryRow & {
  signalId: string;
  rules: string[];
  tone: SignalTone;
  signalState: SignalState;
  signalPeriod: string;
  openedAt: string;
  signalCount: number;
};

/** A signal in a list. */
export type SignalRow = {
  id: string;
  tone: SignalTone;
  /** what happened: the bold first clause */
  finding: string;
  /** comparison: the second clause */
  against: string;
  /** the KPI, or the page where the signal is explained */
  href: string;
  departmentName: string;
  ownerName: string | null;
  /** "2 days old" */
  ageText: string;
  /** "answer by Tue 3 June" */
  answerByText?: string;
  /** the state and other facts: "explained 26 May", "acted on by IN-07" */
  notes?: string[];
  spark?: SignalSpark;
};

/** The latest periods of its KPI as a spark line, with its caption. */
export type SignalSpark = Pick<KpiSummaryRow, "name" | "unit" | "mean" | "lower" | "upper"> & {
  points: SparkPoint[];
  /** unit and span: "pieces, last 24 weeks" */
  caption: string;
  latestText: string;
};

/** @param now ISO instant, for the age of the signal. @param calendar the company's, for the names of periods. */
export function toSignalRow(row: SignalSummary, now: string, calendar: FiscalCalendar): SignalRow {
  const latest = row.latestValue === null ? null : Number(row.latestValue);
  const range =
    row.lower !== null && row.upper !== null
      ? `; usual ${formatValue(row.lower, row.unit).text} to ${formatValue(row.upper, row.unit).text}`
      : "";
  const age = formatAge(row.openedAt, now);
  const since = periodLabel(row.signalPeriod, row.frequency, calendar);
  const latestPeriod = periodLabel(row.latestPeriod ?? row.signalPeriod, row.frequency, calendar);
  const rule = foundBy(row.rules[0] ?? "a change");
  return {
    id: row.signalId,
    tone: row.tone,
    finding: `${row.name}: ${formatValueText(latest, row.unit)}${row.latestPeriod === null ? "" : `, ${latestPeriod}`},`,
    // A recovered signal is no longer outside: its latest value is shown next to the finding.
    against:
      row.signalState === "verified"
        ? `recovered (${since}: ${rule})${range}.`
        : `${rule}${since === latestPeriod ? "" : ` since ${since}`}${range}.`,
    href: `/kpis/${row.id}`,
    departmentName: row.departmentName,
    ownerName: row.ownerName,
    ageText: age === "now" ? "opened just now" : `${age} old`,
    notes: [STATES[row.signalState].word],
    spark: toSignalSpark(row),
  };
}

const PERIODS = { day: "days", week: "weeks", month: "months", quarter: "quarters", half_year: "half-years", year: "years" };

export type SparkSummary = Pick<KpiSummaryRow, "name" | "unit" | "frequency" | "latestValue" | "mean" | "lower" | "upper" | "spark">;

export function toSignalSpark({ name, unit, frequency, latestValue, mean, lower, upper, spark }: SparkSummary): SignalSpark {
  const points = spark ?? [];
  const caption = `${unit}, last ${points.length} ${PERIODS[frequency]}`;
  const latestText = formatValue(latestValue === null ? null : Number(latestValue), unit).text;
  return { name, unit, points, mean, lower, upper, caption, latestText };
}
