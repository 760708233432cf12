import "server-only";
import type { FiscalCalendar, Period } from "@/lib/calendar/fiscal-year";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { fieldsOfKind, type SeriesRow, typedRecords } from "./compute/compute";
import { seriesSql } from "./compute/compute-series-sql";
import { allOf, amountSql, column, type Field, type Fields, fieldsOf } from "./compute/compute-sql";
import type { Measure } from "./compute/measure";
import { departmentTree } from "./recompute/recompute-store";
import { periodGrid } from "./summary/summary-periods";

/** A KPI that is computed from records. */
export type FromRecords = { recordKindId: number; measure: Measure; departmentId: string };

export type DrillDownColumn = { name: string; label: string; type: Field["type"]; unit: string | null };
/** `cells` in the order of the columns, as text: plain decimals, ISO dates, "true" or "false"; null is empty. */
export type DrillDownRecord = { key: string; cells: (string | null)[]; rank: string | null };
export type DrillDown = { total: number; columns: DrillDownColumn[]; records: DrillDownRecord[] };
/** One day of a period; value null: nothing on that day, or a share with denominator 0. */
export type DayInside = { day: string; numerator: string | null; denominator: string | null; value: string | null };

export const DRILL_DOWN_LIMIT = 12;

/** The place of a record in the order of a drill-down. */
export type RecordMark = Pick<DrillDownRecord, "rank" | "key">;

/**
 * The records behind a period's value: those in the period that meet the measure's conditions and its `highlight`, largest by `rankBy`
 * first, at most 12, and how many there are; `after`: those after this one. Records `sql` may not read (row-level policies) are neither
 * shown nor counted.
 */
export async function drillDownRecords(
  sql: Sql,
  kpi: FromRecords,
  period: Period,
  limit = DRILL_DOWN_LIMIT,
  after: RecordMark | null = null,
): Promise<DrillDown> {
  const { measure } = kpi;
  const { fields, records, inside } = await sourceOf(sql, kpi, period);
  const columns = measure.show.flatMap((name) => fields.get(name) ?? []);
  const end = Prisma.sql`${period.end}::date`;
  const conditions = allOf(fields, [...measure.where, ...(measure.highlight ?? [])], end);
  const rank = measure.rankBy ? amountSql(fields, measure.rankBy) : Prisma.sql`NULL::numeric`;
  const later =
    after === null
      ? Prisma.empty
      : after.rank === null
        ? Prisma.sql`AND ${rank} IS NULL AND f.key > ${after.key}`
        : Prisma.sql`AND (${rank} IS NULL OR ${rank} < ${after.rank}::numeric OR (${rank} = ${after.rank}::numeric AND f.key > ${after.key}))`;
  const rows = await sql.query<{ key: string; cells: (string | null)[]; rank: string | null; total: number }>(Prisma.sql`
    SELECT f.key, json_build_array(${Prisma.join(columns.map(textOf))}) AS cells, trim_scale(${rank})::text AS rank, (count(*) OVER ())::int AS total
    FROM ${records} AS f WHERE ${conditions} ${inside} ${later} ORDER BY ${rank} DESC NULLS LAST, f.key LIMIT ${limit}`);
  return {
    total: rows[0]?.total ?? 0,
    columns: columns.map(({ name, label, type, unit }) => ({ name, label, type, unit: unit ?? null })),
    records: rows.map(({ key, cells, rank: ranked }) => ({ key, cells, rank: ranked })),
  };
}

const textOf = (field: Field): Prisma.Sql =>
  field.type === "number" ? Prisma.sql`trim_scale(${column(field.name)})::text` : Prisma.sql`${column(field.name)}::text`;

/** The measure by day over one period, every day in order; a day without records is null, or 0 if the measure says so. */
export async function daysInside(sql: Sql, kpi: FromRecords, period: Period, calendar: FiscalCalendar): Promise<DayInside[]> {
  const { fields, records, departmentIds } = await sourceOf(sql, kpi, period);
  const days = periodGrid(period.start, period.end, "day", calendar);
  const series = seriesSql(records, fields, kpi.measure, days, departmentIds);
  const rows = await sql.query<SeriesRow>(Prisma.sql`
    SELECT period_start::text AS "periodStart", trim_scale(numerator)::text AS numerator, trim_scale(denominator)::text AS denominator,
      trim_scale(value)::text AS value FROM (${series}) AS s`);
  const byDay = new Map(rows.map((row) => [row.periodStart, row]));
  return days.map(({ start }) => {
    const row = byDay.get(start);
    return { day: start, numerator: row?.numerator ?? null, denominator: row?.denominator ?? null, value: row?.value ?? null };
  });
}

/** The records that can matter to the period, typed, and which departments count: found with an index on the date's slot. */
async function sourceOf(sql: Sql, { recordKindId, measure, departmentId }: FromRecords, period: Period) {
  const fields: Fields = await fieldsOfKind(sql, recordKindId);
  const used = fieldsOf(measure).flatMap((name) => fields.get(name) ?? []);
  const slot = fields.get(measure.date)?.slot;
  const date = [Prisma.sql`r.on_1`, Prisma.sql`r.on_2`, Prisma.sql`r.on_3`][(slot ?? 0) - 1];
  if (!date) throw new AppError("INVALID", `"${measure.date}" is not a date that assigns these records to a period.`, { field: "measure" });
  const placed =
    measure.basis === "in-period"
      ? Prisma.sql`${date} BETWEEN ${period.start}::date AND ${period.end}::date`
      : Prisma.sql`${date} <= ${period.end}::date`;
  const [kind] = await sql.query<{ departments: boolean }>(
    Prisma.sql`SELECT EXISTS (SELECT FROM record WHERE record_kind_id = ${recordKindId} AND superseded_by_id IS NULL AND department_id IS NOT NULL) AS departments`,
  );
  const departmentIds = kind?.departments ? (await departmentTree(sql)).below(departmentId) : null;
  const inside = departmentIds === null ? Prisma.empty : Prisma.sql`AND f.department_id = ANY (${departmentIds}::uuid[])`;
  return { fields, records: typedRecords(recordKindId, used, placed), departmentIds, inside };
}
