import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import { type Frequency, periodOf } from "@/lib/calendar/periods";
import { formatValueText } from "@/lib/format";
import { MIN_POINTS_FOR_LIMITS } from "@/lib/statistics/charts/process-limits";
import { judge, type KpiAnnotation, type KpiPoint, type LimitTerms } from "./chart-limits";

type Level = { mean: number | null; lower: number | null; upper: number | null };
/** The limits if a new level started in the period of a date. `points`: number of known values behind it. */
export type LevelPreview = { from: string; points: number; before: Level; after: Level; provisional: boolean };

/** The limits at the latest value now, and those of a new baseline from the period of `onDate` on, by the same rules as the chart. */
export function previewLevel(
  kpi: LimitTerms,
  recorded: readonly KpiPoint[],
  annotations: readonly KpiAnnotation[],
  onDate: string,
  today: string,
  calendar: FiscalCalendar,
): LevelPreview {
  const last = (notes: readonly KpiAnnotation[]) => judge(kpi, recorded, notes, today, calendar).chart.segments.at(-1) ?? null;
  const [now, then] = [last(annotations), last([...annotations, { onDate, kind: "baseline" }])];
  const from = periodOf(onDate, kpi.frequency, calendar).start;
  const level = (own: Level | null): Level => ({ mean: own?.mean ?? null, lower: own?.lower ?? null, upper: own?.upper ?? null });
  return {
    from,
    points: recorded.filter((point) => point.period >= from && point.value !== null).length,
    before: level(now),
    after: level(then),
    provisional: then?.provisional ?? false,
  };
}

/** "From June 2013 on: mean 66.3 %, usual 60.2 to 72.4 %, from 12 values, provisional", and the level it replaces. */
export function previewText(
  preview: LevelPreview,
  { unit, frequency }: { unit: string; frequency: Frequency },
  calendar: FiscalCalendar,
): string {
  const { from, points, before, after } = preview;
  const range = ({ mean, lower, upper }: Level) =>
    `mean ${formatValueText(mean, unit)}, usual ${formatValueText(lower, unit)} to ${formatValueText(upper, unit)}`;
  const begins = `From ${periodLabel(from, frequency, calendar)} on`;
  if (after.mean === null)
    return `${begins} there are ${points} values; limits need ${MIN_POINTS_FOR_LIMITS}, so there would be no limits until then.`;
  return `${begins}: ${range(after)}, from ${points} values${preview.provisional ? ", provisional" : ""}. Now: ${range(before)}.`;
}
