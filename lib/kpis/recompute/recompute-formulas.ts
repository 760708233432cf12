import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import type { Frequency } from "@/lib/calendar/periods";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { type Aggregation, aggregate, canAggregate, type ExactPoint } from "../compute/aggregate";
import { evaluateFormula } from "../formula/formula";
import { cycleIn, inOrder } from "../formula/formula-graph";
import { type Expression, parseFormula, referencesOf } from "../formula/formula-parse";
import type { KpiToCompute } from "./recompute";

const invalid = (kpi: { code: string }, message: string) => new AppError("INVALID", `${kpi.code}: ${message}`, { field: "formula" });

function expressionOf(kpi: KpiToCompute): Expression {
  const { expression, problem } = parseFormula(kpi.formula ?? "");
  if (problem) throw invalid(kpi, problem.message);
  return expression;
}

/**
 * Writes which KPIs the given formulas refer to (formula_input), so that the graph matches the formulas. Throws INVALID for a formula that
 * cannot be parsed, names a KPI that does not exist, or makes KPIs depend on themselves; with the path.
 */
export async function linkFormulas(sql: Sql, formulas: readonly KpiToCompute[]): Promise<void> {
  if (formulas.length === 0) return;
  const links = formulas.flatMap((kpi) => referencesOf(expressionOf(kpi)).map((code) => ({ kpi, code })));
  const found = await sql.query<{ id: string; code: string }>(
    Prisma.sql`SELECT id::text, code FROM kpi WHERE code = ANY (${[...new Set(links.map(({ code }) => code))]}::text[])`,
  );
  const ids = new Map(found.map(({ id, code }) => [code, id]));
  const missing = links.find(({ code }) => !ids.has(code));
  if (missing) throw invalid(missing.kpi, `the formula names [${missing.code}], and there is no KPI with that code.`);
  const circle = links.find(({ kpi, code }) => kpi.code === code);
  if (circle) throw invalid(circle.kpi, `the formula refers to itself: ${circle.code} from ${circle.code}.`);
  const outputs = formulas.map((kpi) => kpi.id);
  const pairs = Prisma.sql`unnest(${links.map(({ kpi }) => kpi.id)}::uuid[], ${links.map(({ code }) => ids.get(code) ?? "")}::uuid[]) AS l (output_id, input_id)`;
  await sql.query(Prisma.sql`DELETE FROM formula_input AS f WHERE output_id = ANY (${outputs}::uuid[])
    AND NOT EXISTS (SELECT FROM ${pairs} WHERE l.output_id = f.output_id AND l.input_id = f.input_id)`);
  await sql.query(
    Prisma.sql`INSERT INTO formula_input (output_id, input_id) SELECT l.output_id, l.input_id FROM ${pairs} ON CONFLICT DO NOTHING`,
  );
  const all = await sql.query<{ output: string; input: string }>(
    Prisma.sql`SELECT o.code AS output, i.code AS input FROM formula_input f JOIN kpi o ON o.id = f.output_id JOIN kpi i ON i.id = f.input_id`,
  );
  const graph = new Map<string, string[]>();
  for (const { output, input } of all) graph.set(output, [...(graph.get(output) ?? []), input]);
  const cycle = cycleIn(graph);
  if (cycle) throw new AppError("INVALID", `Circular formulas: ${cycle.join(" from ")}.`, { field: "formula" });
}

type Series = { frequency: Frequency; aggregation: Aggregation; points: ExactPoint[] };
export type ComputedPoint = { kpiId: string; period: string; value: string; numerator: string | null; denominator: string | null };

/**
 * Values of the given formula KPIs for every period in which all their inputs are known, inputs first, from stored measurements and from
 * each other. An input with a finer frequency is first aggregated in its own way; one with a coarser frequency, or in weeks that do not
 * fill the formula's periods, leaves the value missing.
 */
export async function computeFormulas(sql: Sql, formulas: readonly KpiToCompute[], calendar: FiscalCalendar): Promise<ComputedPoint[]> {
  const byCode = new Map(formulas.map((kpi) => [kpi.code, { kpi, expression: expressionOf(kpi) }]));
  const graph = new Map([...byCode].map(([code, { expression }]) => [code, referencesOf(expression)]));
  const series = await storedSeries(
    sql,
    [...new Set([...graph.values()].flat())].filter((code) => !byCode.has(code)),
  );
  const computed: ComputedPoint[] = [];
  for (const code of inOrder(graph)) {
    const own = byCode.get(code);
    if (!own) continue;
    const points = evaluate(own.expression, own.kpi.frequency, series, calendar);
    series.set(code, { frequency: own.kpi.frequency, aggregation: own.kpi.aggregation, points });
    for (const { period, value, numerator, denominator } of points)
      if (value !== null) computed.push({ kpiId: own.kpi.id, period, value, numerator, denominator });
  }
  return computed;
}

function evaluate(
  expression: Expression,
  frequency: Frequency,
  series: ReadonlyMap<string, Series>,
  calendar: FiscalCalendar,
): ExactPoint[] {
  const inputs = referencesOf(expression).map((code) => {
    const own = series.get(code);
    const points =
      own && canAggregate(own.frequency, frequency, calendar)
        ? aggregate(own.points, own.aggregation, own.frequency, frequency, calendar)
        : [];
    return [code, new Map(points.map(({ period, value }) => [period, value]))] as const;
  });
  const values = new Map(inputs);
  // Every input is needed, so the periods of any one of them are enough.
  return [...(inputs[0]?.[1].keys() ?? [])].flatMap((period) => {
    const result = evaluateFormula(expression, (code) => values.get(code)?.get(period) ?? null);
    return result ? [{ period, ...result }] : [];
  });
}

async function storedSeries(sql: Sql, codes: readonly string[]): Promise<Map<string, Series>> {
  const rows = await sql.query<{
    code: string;
    frequency: Frequency;
    aggregation: Aggregation;
    points: (string | null)[][] | null;
  }>(Prisma.sql`
    SELECT k.code, k.frequency::text, k.aggregation::text, (
      SELECT json_agg(json_build_array(m.period_start, m.value::text, m.numerator::text, m.denominator::text) ORDER BY m.period_start)
      FROM measurement m WHERE m.kpi_id = k.id AND m.series = 'actual' AND m.superseded_at IS NULL) AS points
    FROM kpi k WHERE k.code = ANY (${[...codes]}::text[])`);
  return new Map(
    rows.map(({ code, frequency, aggregation, points }) => [
      code,
      {
        frequency,
        aggregation,
        points: (points ?? []).map(([period, value, numerator, denominator]) => ({
          period: period ?? "",
          value: value ?? null,
          numerator: numerator ?? null,
          denominator: denominator ?? null,
        })),
      },
    ]),
  );
}
