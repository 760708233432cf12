import "server-only";
import type { Period } from "@/lib/calendar/fiscal-year";
import { Prisma } from "@/lib/platform/db/client";
import { aggregateSql, allOf, combinedSql, dateColumn, type Fields, termSql } from "./compute-sql";
import type { Condition, Measure, Term } from "./measure";

const END = Prisma.sql`p.period_end`;

const comparesWithPeriodEnd = (condition: Condition) => "than" in condition && "periodEnd" in condition.than;
/** Splits conditions into those that are the same for every period, and those that compare with the period's last day. */
const fixed = (conditions: readonly Condition[] = []) => conditions.filter((condition) => !comparesWithPeriodEnd(condition));
const moving = (conditions: readonly Condition[] = []) => conditions.filter(comparesWithPeriodEnd);

/**
 * The series of a measure: columns period_start (date), numerator, denominator, value (numeric, 10 decimals), one row per period that has a
 * value. `facts`: any SQL that can follow FROM and has the fields as columns and department_id. `periods` cover time without gaps.
 * `departmentIds` null: all records.
 */
export function seriesSql(
  facts: Prisma.Sql,
  fields: Fields,
  measure: Measure,
  periods: readonly Period[],
  departmentIds: readonly string[] | null,
): Prisma.Sql {
  const value = Prisma.sql`coalesce(g.numerator, CASE WHEN g.period_start IS NULL THEN 0 END)`;
  const factor = Prisma.sql`${String(measure.factor)}::numeric`;
  // A division keeps as many decimals as its operands have: 14 here, so that the tenth is exact.
  const scaled = measure.denominator
    ? Prisma.sql`${factor} * (${value} + 0::numeric(24, 14)) / nullif(g.denominator, 0)`
    : Prisma.sql`${factor} * ${value}`;
  return Prisma.sql`
    WITH period AS MATERIALIZED (
      SELECT * FROM unnest(${periods.map((p) => p.start)}::date[], ${periods.map((p) => p.end)}::date[]) AS p (period_start, period_end)
    ), ${groupedSql(facts, fields, measure, departmentIds)}, series AS (
      SELECT p.period_start, round(${value}, 10) AS numerator, round(g.denominator, 10) AS denominator, round(${scaled}, 10) AS value
      FROM period AS p ${measure.whenEmpty === "zero" ? Prisma.sql`LEFT JOIN` : Prisma.sql`JOIN`} grouped AS g USING (period_start)
    )
    SELECT period_start, numerator, denominator, value FROM series WHERE value IS NOT NULL`;
}

/** CTE "grouped": numerator and denominator of each period that has a record. */
function groupedSql(facts: Prisma.Sql, fields: Fields, measure: Measure, departmentIds: readonly string[] | null): Prisma.Sql {
  const { numerator, denominator, where } = measure;
  const date = dateColumn(fields, measure.date);
  const inside = departmentIds === null ? Prisma.empty : Prisma.sql`AND f.department_id = ANY (${[...departmentIds]}::uuid[])`;
  const place = (from: Prisma.Sql) =>
    measure.basis === "in-period"
      ? Prisma.sql`(SELECT period_start, period_end, period_start + n AS day FROM period, generate_series(0, period_end - period_start) AS n) AS p JOIN ${from} AS f ON f.${date} = p.day`
      : Prisma.sql`period AS p JOIN ${from} AS f ON f.${date} <= p.period_end`;
  const none = Prisma.sql`NULL::numeric`;
  // Distinct values cannot be counted in two steps.
  if (numerator.fn === "distinct" || denominator?.fn === "distinct")
    return Prisma.sql`grouped AS (
      SELECT p.period_start, ${termSql(fields, numerator, END)} AS numerator, ${denominator ? termSql(fields, denominator, END) : none} AS denominator
      FROM ${place(facts)} WHERE ${allOf(fields, where, END)} ${inside} GROUP BY p.period_start)`;
  // All other functions can: first over the records, grouped by the relevant days, then over those few groups for every period.
  const compared = [...where, ...(numerator.where ?? []), ...(denominator?.where ?? [])].filter(comparesWithPeriodEnd);
  const days = [...new Set([measure.date, ...compared.map((condition) => condition.field)])].map((name) => dateColumn(fields, name));
  const first = (term: Term) => aggregateSql(fields, term, fixed(term.where), END);
  const second = (term: Term, part: Prisma.Sql) => combinedSql(fields, term, part, moving(term.where), END);
  return Prisma.sql`reduced AS MATERIALIZED (
      SELECT ${Prisma.join(days)}, ${first(numerator)} AS part_1, ${denominator ? first(denominator) : none} AS part_2
      FROM ${facts} AS f WHERE ${allOf(fields, fixed(where), END)} ${inside} GROUP BY ${Prisma.join(days)}
    ), grouped AS (
      SELECT p.period_start, ${second(numerator, Prisma.sql`f.part_1`)} AS numerator, ${denominator ? second(denominator, Prisma.sql`f.part_2`) : none} AS denominator
      FROM ${place(Prisma.sql`reduced`)} WHERE ${allOf(fields, moving(where), END)} GROUP BY p.period_start)`;
}
