import { addMonths } from "@/lib/calendar/dates";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import type { SparkPoint } from "@/lib/charts/view";
import { type ChartRecord, type KpiChart, prepareKpiChart } from "@/lib/kpis/chart/chart";

/** A made-up measure that teaches how to read a chart: it belongs to no company and is labelled as an example wherever it is drawn. */
const NAME = "Parcels sent on time";

// Twenty-four ordinary months, then one that is not, then ordinary ones again. Mean 81.02, mean moving range 3.487, so that the limits are
// 81.02 -/+ 2.66 x 3.487 = 71.75 and 90.30.
const VALUES = [
  82.1, 79.4, 84.0, 80.7, 77.9, 83.2, 81.5, 78.8, 85.1, 80.2, 82.6, 79.9, 76.8, 81.1, 83.7, 80.5, 78.2, 82.9, 81.8, 79.1, 84.3, 80.9, 77.5,
  82.3, 80.4, 68.9, 81.7, 79.6, 82.4, 80.8,
];
const FIRST = "2013-01-01";

const month = (index: number) => addMonths(FIRST, index);

/** The chart of the example, by the rules that draw every other chart. */
export function exampleChart(): KpiChart {
  const recorded: ChartRecord[] = VALUES.map((value, i) => ({
    period: month(i),
    value,
    numerator: null,
    denominator: null,
    state: "final",
  }));
  return prepareKpiChart(
    { name: NAME, unit: "%", frequency: "month", direction: "higher", chart: "xmr", baselinePoints: 24, minimum: 0, maximum: 100 },
    [{ fromOn: FIRST, floor: 75, ceiling: null }],
    recorded,
    [{ onDate: month(25), kind: "note", text: "Example of an annotation: the carrier's depot was closed for a week." }],
    month(VALUES.length),
    { calendar: CALENDAR_YEAR }, // of no company, and by months, which are the same in all
  );
}

export type RuleExample = { rule: string; words: string; points: SparkPoint[] };

const MEAN = 50;
/** Limits of the small examples. */
export const RULE_LIMITS = { mean: MEAN, lower: 40, upper: 60 };

const series = (values: readonly number[], marked: readonly number[]): SparkPoint[] =>
  values.map((value, i) => ({ period: month(i), value, ...(marked.includes(i) && { signal: "worse" as const }) }));

/** One small series for each rule that opens a signal; the marked points are those that fulfil it. */
export const RULE_EXAMPLES: readonly RuleExample[] = [
  {
    rule: "Outside",
    words: "One value outside its limits.",
    points: series([51, 48, 52, 49, 53, 47, 50, 52, 48, 51, 36, 49], [10]),
  },
  {
    rule: "Two of three",
    words: "Two of three neighbouring values in the outer third, on the same side.",
    points: series([51, 48, 52, 49, 53, 47, 50, 52, 49, 42, 48, 41.5], [11]),
  },
  {
    rule: "Run of eight",
    words: "Eight or more in a row on one side of the mean. The level has moved.",
    points: series([51, 49, 52, 50.5, 48, 47, 49, 46, 48.5, 47, 49, 47.5], [11]),
  },
  {
    rule: "Trend of seven",
    words: "Seven or more in a row in one direction, each beyond the one before.",
    points: series([50, 52, 49, 51, 53, 54, 52.5, 51.5, 50, 48.5, 47.5, 46], [11]),
  },
];
