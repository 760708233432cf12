import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { type Frequency, periodOf, previousPeriod } from "@/lib/calendar/periods";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { AsOf } from "../as-of";
import { type Aggregation, aggregate, canAggregate, type ExactPoint } from "../compute/aggregate";
import { formulaMoneyProblem } from "../compute/money";
import { contributionsOf } from "../formula/contributions";
import { parseFormula, referencesOf } from "../formula/formula-parse";
import { validAt } from "./as-of";
import { kpisAsOf } from "./past";

type Input = {
  id: string;
  code: string;
  name: string;
  unit: string;
  frequency: Frequency;
  aggregation: Aggregation;
  points: ExactPoint[] | null;
};

/** One KPI in a formula: its value in the latest period and the one before, and its contribution to the change. Plain decimal strings. */
export type FormulaPart = {
  id: string;
  code: string;
  name: string;
  unit: string;
  value: string | null;
  before: string | null;
  contribution: string | null;
};
/** `mixes`: why its inputs cannot be combined, for a formula older than the check. */
export type FormulaView = {
  period: string;
  periodBefore: string;
  change: string | null;
  parts: FormulaPart[];
  hidden: number;
  mixes: string | null;
};

/**
 * The inputs of a computed KPI in its latest period, and how much each contributed to the change since the previous period. Inputs the
 * viewer may not see are only counted; if there is one, nothing is split, because the rest would reveal it. One statement over two periods
 * of each input. `asOf`: with the formula of that day.
 */
export async function formulaOf(
  sql: Sql,
  kpi: { id: string; formula: string | null; unit: string; frequency: Frequency; latestPeriod: string | null },
  hiddenNow: number,
  asOf: AsOf | null,
  calendar: FiscalCalendar,
): Promise<FormulaView | null> {
  const { expression } = parseFormula(kpi.formula ?? "");
  if (!expression || kpi.latestPeriod === null) return null;
  const now = periodOf(kpi.latestPeriod, kpi.frequency, calendar);
  const then = previousPeriod(kpi.latestPeriod, kpi.frequency, calendar);
  const from =
    asOf === null
      ? Prisma.sql`formula_input f JOIN kpi k ON k.id = f.input_id WHERE f.output_id = ${kpi.id}::uuid`
      : Prisma.sql`${kpisAsOf(asOf, Prisma.sql`o.code = ANY (${referencesOf(expression)}::text[])`)} AS k`;
  const inputs = await sql.query<Input>(Prisma.sql`
    SELECT k.id::text, k.code, k.name, k.unit, k.frequency::text, k.aggregation::text, (
      SELECT json_agg(json_build_object('period', m.period_start, 'value', trim_scale(m.value)::text, 'numerator', trim_scale(m.numerator)::text, 'denominator', trim_scale(m.denominator)::text) ORDER BY m.period_start)
      FROM measurement m WHERE m.kpi_id = k.id AND m.series = 'actual' AND ${validAt(asOf)} AND m.period_start BETWEEN ${then.start}::date AND ${now.end}::date) AS points
    FROM ${from} ORDER BY k.code`);
  const hidden = asOf === null ? hiddenNow : referencesOf(expression).length - inputs.length;
  const values = new Map(inputs.map((input) => [input.code, valuesOf(input, kpi.frequency, calendar)]));
  const at = (period: string) => (code: string) => values.get(code)?.get(period) ?? null;
  const units = new Map(inputs.map((input) => [input.code, input.unit]));
  const mixes = hidden > 0 ? null : formulaMoneyProblem(expression, (code) => units.get(code) ?? "", kpi.unit);
  const split = hidden > 0 || mixes !== null ? null : contributionsOf(expression, at(then.start), at(now.start));
  return {
    period: now.start,
    periodBefore: then.start,
    change: split?.change ?? null,
    hidden,
    mixes,
    parts: inputs.map(({ id, code, name, unit }) => ({
      id,
      code,
      name,
      unit,
      value: at(now.start)(code),
      before: at(then.start)(code),
      contribution: split?.parts.find((part) => part.code === code)?.contribution ?? null,
    })),
  };
}

function valuesOf({ points, aggregation, frequency }: Input, to: Frequency, calendar: FiscalCalendar): Map<string, string | null> {
  if (points === null || !canAggregate(frequency, to, calendar)) return new Map();
  return new Map(aggregate(points, aggregation, frequency, to, calendar).map((point) => [point.period, point.value]));
}
