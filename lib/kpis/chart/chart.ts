import { addDays, type IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import type { ProcessAnnotation, ProcessPoint } from "@/lib/charts/process-chart";
import { plainNumber } from "@/lib/charts/ticks";
import type { SignalTone, StatusMark } from "@/lib/charts/view";
import { formatDate } from "@/lib/format";
import type { ChartPoint, ProcessChart } from "@/lib/statistics/charts/process-chart";
import { targetText } from "../summary/row";
import { boundOf, type DatedTarget, statusOf, targetAt } from "../summary/status";
import { findingOf, limitNotes, ruleWords } from "./chart-finding";
import { judge, type KpiAnnotation, type KpiPoint, type LimitTerms, toneOf } from "./chart-limits";

/** `source`: values of "manual" are shown with the digits that were typed. */
export type ChartKpi = LimitTerms & { name: string; unit: string; source?: string };
export type ChartRecord = KpiPoint & { reason?: string | null };
export type NotedAnnotation = KpiAnnotation & { text: string };

/** One period in figures, ready to print. `KpiChart.rows` has the newest first. */
export type ChartRow = {
  period: IsoDate;
  label: string;
  numeratorText: string | null;
  denominatorText: string | null;
  valueText: string;
  /** "provisional", "estimated", "excluded", or why there is no value */
  note: string | null;
  targetText: string;
  status: StatusMark;
  signal: { words: string; tone: SignalTone } | null;
};

export type KpiChart = {
  /** The props of components/charts/process/process-chart.tsx, except the height. */
  chart: {
    name: string;
    unit: string;
    decimals: number;
    frequency: "day" | "week" | "month" | "quarter" | "half-year" | "year";
    points: ProcessPoint[];
    annotations: ProcessAnnotation[];
  };
  rows: ChartRow[];
  /** The chart's title: what it shows, by rule. */
  finding: string;
  /** How reliable the limits are: false alarms to expect, too few points, autocorrelation. One sentence each. */
  notes: string[];
};

export type ChartOptions = {
  calendar: FiscalCalendar;
  /** Number of latest periods to draw; limits and rules always use all given periods. */
  shown?: number;
};

/**
 * A KPI's chart, its value table and their texts. `recorded`: current measurements in order of period, as far back as the limits' baseline;
 * `targets` in order of `fromOn`. A period that has not ended before `today` is left out; a period without a record is a gap.
 */
export function prepareKpiChart(
  kpi: ChartKpi,
  targets: readonly DatedTarget[],
  recorded: readonly ChartRecord[],
  annotations: readonly NotedAnnotation[],
  today: IsoDate,
  { calendar, shown = Number.POSITIVE_INFINITY }: ChartOptions,
): KpiChart {
  const { chart, points } = judge(kpi, recorded, annotations, today, calendar);
  const from = Math.max(0, points.length - shown);
  const decimals = Math.max(decimalsFor(points), decimalsToTell(chart.points.at(-1)?.mean ?? 0));
  const reasons = new Map(recorded.map((point) => [point.period, point.reason ?? null]));
  const label = (period: IsoDate) => capital(periodLabel(period, kpi.frequency, calendar));
  const judged = points.map((point, index) => {
    const target = targetAt(targets, point.period);
    const mark = chart.points[index];
    const tone = toneOf(mark, kpi.direction, target);
    return { point, mark, target, signal: mark && tone !== null ? { rules: ruleWords(mark), tone } : null };
  });
  const drawn = judged.slice(from);
  return {
    chart: {
      name: kpi.name,
      unit: kpi.unit,
      decimals,
      frequency: kpi.frequency === "half_year" ? "half-year" : kpi.frequency,
      points: drawn.map(({ point, mark, target, signal }): ProcessPoint => {
        const bound = boundOf(target);
        return {
          period: point.period,
          label: label(point.period),
          value: point.value,
          lower: mark?.lower ?? null,
          mean: mark?.mean ?? null,
          upper: mark?.upper ?? null,
          target: bound === null ? null : bound.kind === "band" ? bound.lower : bound.value,
          ...(bound?.kind === "band" && { targetHigh: bound.upper }),
          signal,
          provisional: isOpen(point),
          baseline: inBaseline(chart, mark),
        };
      }),
      annotations: flagged(annotations, drawn[0]?.point.period, drawn.at(-1)?.point.end),
    },
    rows: drawn.toReversed().map(({ point, mark, target, signal }) => ({
      period: point.period,
      label: label(point.period),
      numeratorText: partText(point.numerator),
      denominatorText: partText(point.denominator),
      valueText: kpi.source === "manual" ? typedNumber(point.value) : plainNumber(point.value, decimals),
      note: mark?.excluded
        ? "excluded"
        : point.value === null
          ? (reasons.get(point.period) ?? "not recorded")
          : isOpen(point)
            ? point.state
            : null,
      targetText: targetText(target, kpi.unit),
      status: statusOf(point.value, target, kpi.unit, kpi.direction),
      signal: signal && { words: signal.rules.join(", "), tone: signal.tone },
    })),
    finding: findingOf(kpi, chart, decimals, label),
    notes: limitNotes(kpi, chart),
  };
}

const isOpen = (point: KpiPoint) => point.state === "provisional" || point.state === "estimated";

function inBaseline(chart: ProcessChart, mark: ChartPoint | undefined): boolean {
  if (!mark || mark.excluded) return false;
  return chart.segments.some((own) => own.baselineTo !== null && own.from <= mark.period && mark.period <= own.baselineTo);
}

/** Labels A, B, C ... for annotations inside the drawn periods; the 27th and later share the sign +. */
function flagged(annotations: readonly NotedAnnotation[], first: IsoDate | undefined, last: IsoDate | undefined): ProcessAnnotation[] {
  if (first === undefined || last === undefined) return [];
  return annotations
    .filter(({ onDate }) => onDate >= first && onDate < addDays(last, 1))
    .toSorted((a, b) => (a.onDate < b.onDate ? -1 : a.onDate > b.onDate ? 1 : 0))
    .map(({ onDate, text }, index) => ({
      period: onDate,
      flag: index < 26 ? String.fromCharCode(65 + index) : "+",
      text: `${formatDate(onDate, "medium")}: ${text}`,
    }));
}

/** Three significant figures of the largest value, at most four decimals; whole numbers need one for their mean. */
function decimalsFor(points: readonly KpiPoint[]): number {
  const values = points.flatMap((point) => point.value ?? []);
  const top = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (top === 0) return 0;
  return Math.min(values.every(Number.isInteger) ? 1 : 4, Math.max(0, 2 - Math.floor(Math.log10(top))));
}

/** Enough decimals that a mean below one is not shown as 0: 0.04 needs two. At most four. */
function decimalsToTell(mean: number): number {
  return mean === 0 ? 0 : Math.min(4, Math.max(0, -Math.floor(Math.log10(Math.abs(mean)))));
}

/** With all typed digits: 121.5 is not shown as 122. */
const typedNumber = (value: number | null) => plainNumber(value, Math.min(10, (String(value).split(".")[1] ?? "").length));
const partText = (part: number | null) => (part === null ? null : plainNumber(part, Number.isInteger(part) ? 0 : 2));
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
