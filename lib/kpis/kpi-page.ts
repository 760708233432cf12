import { daysBetween } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import { type Frequency, lastClosedPeriod, periodOf, previousPeriod } from "@/lib/calendar/periods";
import type { KpiRow } from "@/lib/charts/view";
import { formatDate, formatDelta, formatValue, formatValueText } from "@/lib/format";
import { prepareKpiChart } from "@/lib/kpis/chart/chart";
import { type Condition, Measure } from "@/lib/kpis/compute/measure";
import { isOpenOn } from "@/lib/kpis/summary/status";

type Text = string | null;
type Point = { period: string; value: Text; numerator: Text; denominator: Text; state: string; reason: Text; version: number };
type Definition = {
  name: string;
  unit: string;
  frequency: Frequency;
  direction: "higher" | "lower" | "band" | "milestone" | "informational";
  chart: "xmr" | "p" | "laney_p" | "u" | "c" | "none";
  baselinePoints: number;
  minimum: Text;
  maximum: Text;
  source: string;
  measure: unknown;
  formula: Text;
  aggregation: string;
  dueDays: number;
  dueWorkingDays: boolean;
  endsOn?: Text;
};
type Detail = {
  summary: KpiRow;
  definition: Definition;
  company: { calendar: FiscalCalendar };
  points: readonly Point[];
  targets: readonly { fromOn: string; floor: Text; ceiling: Text; replacedAt?: Text }[];
  asOf?: { at: string } | null;
  annotations: readonly { onDate: string; kind: "note" | "baseline" | "exclude"; text: string; demonstration: boolean }[];
};

const number = (text: Text) => (text === null ? null : Number(text));
const STATES = ["final", "provisional", "estimated", "missing"] as const;

/** The inputs for a KPI's limits: its terms, its values and its annotations, as lib/kpis/chart/chart-limits.ts takes them. */
export function limitInputsOf({ definition, company, points, annotations }: Omit<Detail, "targets" | "summary" | "asOf">, today: string) {
  const terms = { ...definition, minimum: number(definition.minimum), maximum: number(definition.maximum) };
  const recorded = points.map((p) => ({
    period: p.period,
    value: number(p.value),
    numerator: number(p.numerator),
    denominator: number(p.denominator),
    reason: p.reason,
    state:
      p.state === "provisional" && !isOpenOn(definition, p.state, p.period, today, company.calendar)
        ? ("final" as const)
        : (STATES.find((state) => state === p.state) ?? "final"),
  }));
  return [terms, recorded, said(annotations)] as const;
}

const NOTES_AFTER = 3;
const said = (annotations: Detail["annotations"]) =>
  annotations.map((a) => ({ ...a, text: a.demonstration ? `${a.text} (written for the demonstration)` : a.text }));

/** The chart, its values and its title from database rows. `shown`: how many periods are drawn. */
export function kpiChartOf(detail: Omit<Detail, "summary">, today: string, shown: number) {
  const [terms, recorded, notes] = limitInputsOf(detail, today);
  const targets = targetsValidAt(detail.targets, detail.asOf ?? null).map((t) => ({
    fromOn: t.fromOn,
    floor: number(t.floor),
    ceiling: number(t.ceiling),
  }));
  return prepareKpiChart(terms, targets, recorded, notes, today, { calendar: detail.company.calendar, shown });
}

/** The last three annotations on days after the last drawn period, which the chart cannot show yet. Oldest first. */
export function notesAfter(
  { definition, company, annotations }: Pick<Detail, "definition" | "company" | "annotations">,
  lastPeriod: string | undefined,
): string[] {
  if (lastPeriod === undefined) return [];
  const { end } = periodOf(lastPeriod, definition.frequency, company.calendar);
  return said(annotations.filter((note) => note.onDate > end).slice(-NOTES_AFTER)).map(
    (note) => `${formatDate(note.onDate, "medium")}: ${note.text}`,
  );
}

/** The targets that are valid now, or were at a moment; replaced versions are left out. */
export const targetsValidAt = <T extends { replacedAt?: Text }>(targets: readonly T[], asOf: { at: string } | null = null): T[] =>
  targets.filter(({ replacedAt = null }) => replacedAt === null || (asOf !== null && Date.parse(replacedAt) > Date.parse(asOf.at)));

/** The headline number: its period, and its state against target and against the previous period. */
export function headlineOf(
  { summary, definition, points, company: { calendar } }: Pick<Detail, "summary" | "definition" | "points" | "company">,
  today: string,
) {
  const asOf = points.filter((p) => p.value !== null);
  const latest = asOf.at(-1);
  const value = formatValue(summary.latest, definition.unit);
  const before = latest && points.find((p) => p.period === previousPeriod(latest.period, definition.frequency, calendar).start);
  const ended = definition.endsOn != null && definition.endsOn < today;
  const comparisons = [];
  const bound = summary.target?.floor ?? summary.target?.ceiling ?? null;
  if (summary.latest !== null && bound !== null)
    comparisons.push({ text: formatDelta(summary.latest - bound, definition.unit), against: `against target ${summary.targetText}` });
  if (summary.latest !== null && before?.value != null)
    comparisons.push({
      text: formatDelta(summary.latest - Number(before.value), definition.unit),
      against: `on ${periodLabel(before.period, definition.frequency, calendar)}, ${formatValueText(Number(before.value), definition.unit)}`,
    });
  return {
    valueText: value.text,
    unit: value.unit,
    /** Its source has ended: the value is history and not the current state. */
    ended,
    periodText:
      summary.missingText ??
      (ended ? `${summary.latestPeriodLabel}, the last: its source ended on ${formatDate(definition.endsOn ?? "", "medium")}` : null) ??
      `${summary.latestPeriodLabel}${summary.provisional ? ", provisional" : ""}${summary.ageText === "–" ? "" : `, ended ${summary.ageText.replace(" d", summary.ageText === "1 d" ? " day" : " days")} ago`}`,
    comparisons,
  };
}

const AGGREGATIONS: Record<string, string> = {
  sum: "Longer periods are sums.",
  mean: "Longer periods are means of their values.",
  last: "Longer periods use the last value.",
  min: "Longer periods use the smallest value.",
  max: "Longer periods use the largest value.",
  ratio: "Longer periods are a sum over a sum, never an average of shares.",
};

type Amount = NonNullable<Measure["numerator"]["of"]>;

/** The amount taken from each record, in words with its field names: "days from due to finished". */
export function amountText(of: Amount, say: (name: string) => string): string {
  if ("field" in of) return say(of.field);
  if ("days" in of) return `days from ${say(of.days.from)} to ${say(of.days.to)}`;
  if ("product" in of) return `${say(of.product[0])} × ${say(of.product[1])}`;
  if ("difference" in of) return `(${say(of.difference[0])} − ${say(of.difference[1])})`;
  return `(${say(of.differenceTimes[0])} − ${say(of.differenceTimes[1])}) × ${say(of.differenceTimes[2])}`;
}

/** How it is computed, in words with the field names. */
export function formulaText({ source, measure, formula, aggregation }: Definition, fieldLabels: ReadonlyMap<string, string>): string {
  const longer = AGGREGATIONS[aggregation] ?? "";
  if (source === "formula" && formula !== null) return `${formula}. ${longer}`;
  if (source === "manual") return `Entered by its owner. ${longer}`;
  if (source === "imported") return `Imported from a file. ${longer}`;
  const parsed = Measure.safeParse(measure);
  if (!parsed.success) return longer;
  const { numerator, denominator, factor, where } = parsed.data;
  const say = (name: string) => fieldLabels.get(name)?.toLowerCase() ?? name;
  const FN = { count: "number of", distinct: "number of different", sum: "sum of", min: "smallest", max: "largest" };
  const term = (t: typeof numerator) =>
    `${FN[t.fn]} ${t.of === undefined ? "records" : amountText(t.of, say)}${conditionsText(t.where ?? [], say)}`;
  const body = denominator === undefined ? term(numerator) : `${term(numerator)} ÷ ${term(denominator)}`;
  return `${factor === 1 ? "" : `${factor} × `}${factor === 1 ? body.replace(/^./, (first) => first.toUpperCase()) : body}${conditionsText(where, say, ", of those")}. ${longer}`;
}

/** " with finished ≤ due and scenario = Actual": the records a term counts. */
export function conditionsText(conditions: readonly Condition[], say: (name: string) => string, begin = ""): string {
  const SIGN = { "=": "=", "<>": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥" };
  const one = (c: Condition): string => {
    const own = say(c.field);
    // A name of several words is quoted, or it would run into the rest of the sentence.
    if ("empty" in c) return `${own.includes(" ") ? `“${own}”` : own} ${c.empty ? "left empty" : "filled in"}`;
    if ("in" in c) return c.in.length > 3 ? `${own} one of ${c.in.length} values` : `${own} ${c.in.join(" or ")}`;
    const than = "field" in c.than ? say(c.than.field) : "periodEnd" in c.than ? "the end of the period" : String(c.than.value);
    return `${own} ${SIGN[c.is]} ${than}`;
  };
  return conditions.length === 0 ? "" : `${begin} with ${conditions.map(one).join(" and ")}`;
}

/** The due date of a value, in words. */
export function dueText({ frequency, dueDays, dueWorkingDays }: Definition): string {
  const period = {
    day: "the day",
    week: "the week",
    month: "the month",
    quarter: "the quarter",
    half_year: "the half-year",
    year: "the year",
  }[frequency];
  return dueDays === 0
    ? `On the last day of ${period}.`
    : `${dueDays} ${dueWorkingDays ? "working " : ""}${dueDays === 1 ? "day" : "days"} after the end of ${period}.`;
}

/** The last ended periods with their saved values, newest first: what can be entered or corrected. */
export function correctablePeriods(
  { definition, points, company: { calendar } }: Pick<Detail, "definition" | "points" | "company">,
  today: string,
  count: number,
) {
  const byPeriod = new Map(points.map((p) => [p.period, p]));
  const periods = [];
  for (
    let start = lastClosedPeriod(today, definition.frequency, calendar).start;
    periods.length < count;
    start = previousPeriod(start, definition.frequency, calendar).start
  ) {
    const found = byPeriod.get(start);
    periods.push({
      period: start,
      label: periodLabel(start, definition.frequency, calendar),
      value: found?.value ?? null,
      version: found?.version ?? 0,
    });
  }
  return periods;
}

/** Start of a target for its history, such as "from January 2014". */
export const targetSince = (fromOn: string, today: string): string =>
  `${daysBetween(fromOn, today) < 0 ? "from" : "since"} ${formatDate(fromOn, "medium")}`;
