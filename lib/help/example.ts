import { addMonths } from "@/lib/calendar/dates";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import type { SparkPoint } from "@/lib/charts/view";
import { type ChartRecord, type KpiChart, prepareKpiChart } from "@/lib/kpis/chart/chart";
import { RUN_RULES, ruleOf } from "@/lib/statistics/charts/rules";

/** An invented measure that teaches how to read a chart: it belongs to no company and is labelled as an example wherever it is drawn. */
const NAME = "Parcels sent on time";

// Twenty-four ordinary months, then one that is not, then ordinary ones again. Mean 81.02, mean moving range 3.487, so that the limits are
// 81.02 -/+ 2.66 x 3.487 = 71.75 and 90.30.
const VALUES = [
  82.1, 79.4, 84.0, 80.7, 77.9, 83.2, 81.5, 78.8, 85.1, 80.2, 82.6, 79.9, 76.8, 81.1, 83.7, 80.5, 78.2, 82.9, 81.8, 79.1, 84.3, 80.9, 77.5,
  82.3, 80.4, 68.9, 81.7, 79.6, 82.4, 80.8,
];
const FIRST = "2013-01-01";

const month = (index: number) => addMonths(FIRST, index);

/** The chart of the example, with the same rules as every other chart. */
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
    { calendar: CALENDAR_YEAR }, // of no company, and in months, which are the same in all
  );
}

export type RuleExample = { rule: string; words: string; points: SparkPoint[] };

/** Limits of the small examples. */
export const RULE_LIMITS = { mean: 50, lower: 40, upper: 60 };

/** One small series for each rule that opens a signal; the marked points are those that break it. */
export const RULE_EXAMPLES: readonly RuleExample[] = RUN_RULES.flatMap((rule) => {
  const { signal } = ruleOf(rule);
  if (signal === null) return [];
  const { name, means, values, marked } = signal.example;
  const points = values.map((value, i) => ({ period: month(i), value, ...(marked.includes(i) && { signal: "worse" as const }) }));
  return [{ rule: name, words: means, points }];
});
