import "server-only";
import { z } from "zod";
import type { FiscalCalendar, Period } from "@/lib/calendar/fiscal-year";
import { type Frequency, periodsBetween } from "@/lib/calendar/periods";
import { businessZone } from "@/lib/clock";
import { notFound } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import type { Sql } from "@/lib/platform/db/sql";
import { RecordField } from "@/lib/records/field";
import { seriesSql } from "./compute-series-sql";
import { column, columnType, dateColumn, type Field, type Fields, fieldsOf, jsonColumn } from "./compute-sql";
import type { Measure } from "./measure";

/** Decimals as plain strings without trailing zeros; denominator null if the measure has none. */
export type SeriesRow = { periodStart: string; numerator: string | null; denominator: string | null; value: string };

/** The current records of one kind with typed fields, from which measures are computed. */
export type Facts = {
  /** SQL that can follow FROM and takes an alias: a row per record with at least those fields, and its department_id and import_id. */
  with: (names: Iterable<string>) => Prisma.Sql;
  fields: Fields;
  /** At least one record of the kind belongs to a department: then a department's KPI counts only its own subtree. */
  byDepartment: boolean;
  /** The day these records were last imported, up to which they are complete; null if no import of theirs is visible. */
  lastImportOn: string | null;
};

const Stored = z.array(RecordField.pick({ name: true, label: true, type: true, unit: true, slot: true }));

/** The fields of a kind by name. Throws NOT_FOUND. */
export async function fieldsOfKind(sql: Sql, kindId: number): Promise<Fields> {
  const [kind] = await sql.query<{ fields: unknown }>(Prisma.sql`SELECT fields FROM record_kind WHERE id = ${kindId}`);
  if (!kind) throw notFound("Record kind");
  return new Map(Stored.parse(kind.fields).map((field) => [field.name, field]));
}

/** A record with its fields as typed columns (compute-sql.ts, `column`): a subquery that reads the stored JSON once per record. */
export function typedRecords(kindId: number, fields: readonly Field[], where: Prisma.Sql): Prisma.Sql {
  const slots = [Prisma.sql`r.on_1`, Prisma.sql`r.on_2`, Prisma.sql`r.on_3`];
  const inJson = fields.filter((field) => field.slot === undefined);
  const columns = fields.map((field) => {
    const stored = field.slot === undefined ? Prisma.sql`x.${jsonColumn(field.name)}` : (slots[field.slot - 1] ?? Prisma.sql`NULL::date`);
    return Prisma.sql`, ${stored} AS ${column(field.name)}`;
  });
  const json =
    inJson.length === 0
      ? Prisma.empty
      : Prisma.sql`CROSS JOIN LATERAL jsonb_to_record(r.data) AS x (${Prisma.join(inJson.map((field) => Prisma.sql`${jsonColumn(field.name)} ${columnType(field)}`))})`;
  return Prisma.sql`(SELECT r.id, r.key, r.department_id, r.import_id ${columns.length === 0 ? Prisma.empty : Prisma.join(columns, "")} FROM record AS r ${json}
    WHERE r.record_kind_id = ${kindId} AND r.superseded_by_id IS NULL AND ${where})`;
}

let tables = 0;

/**
 * The facts of a kind for the rest of the transaction. Row-level policies apply: they contain only what `sql` may read. When many KPIs
 * follow from a file, the stored JSON is read once into a temporary table. The web server's role may not create one, and computes one or a
 * few KPIs directly from the records.
 */
export async function materialiseFacts(sql: Sql, kindId: number, names: Iterable<string>): Promise<Facts> {
  const fields = await fieldsOfKind(sql, kindId);
  const used = (wanted: Iterable<string>) => [...new Set(wanted)].flatMap((name) => fields.get(name) ?? []);
  const read = (columns: readonly Field[]) => typedRecords(kindId, columns, Prisma.sql`true`);
  const table = await keptIn(sql, used(names), read);
  const facts = { fields, with: (wanted: Iterable<string>) => table ?? read(used(wanted)) };
  const any = facts.with([]);
  const [row] = await sql.query<{ byDepartment: boolean; lastImportOn: string | null }>(Prisma.sql`
    SELECT EXISTS (SELECT FROM ${any} AS f WHERE f.department_id IS NOT NULL) AS "byDepartment",
      (SELECT max(i.imported_at AT TIME ZONE ${businessZone()})::date::text FROM import i WHERE i.id IN (SELECT f.import_id FROM ${any} AS f)) AS "lastImportOn"`);
  return { ...facts, byDepartment: row?.byDepartment ?? false, lastImportOn: row?.lastImportOn ?? null };
}

/** A temporary table with the result of `read`, until the end of the transaction; null if the role may not create one. */
async function keptIn(sql: Sql, used: readonly Field[], read: (used: readonly Field[]) => Prisma.Sql): Promise<Prisma.Sql | null> {
  const [may] = await sql.query<{ temporary: boolean }>(
    Prisma.sql`SELECT has_database_privilege(current_database(), 'TEMPORARY') AS temporary`,
  );
  if (may?.temporary !== true) return null;
  tables += 1;
  const table = identifier(`facts_${tables}`);
  const columns = used.map((field) => Prisma.sql`, ${column(field.name)} ${columnType(field)}`);
  await sql.query(
    Prisma.sql`CREATE TEMPORARY TABLE ${table} (id bigint, key text, department_id uuid, import_id bigint ${Prisma.join(columns, "")}) ON COMMIT DROP`,
  );
  await sql.query(Prisma.sql`INSERT INTO ${table} SELECT * FROM ${read(used)} AS f`);
  return table;
}

/** First and last day the records cover, by the measure's date: from the department's first record to the last of the whole kind. */
export async function recordDateRange(
  sql: Sql,
  facts: Facts,
  measure: Measure,
  departmentIds: readonly string[] | null,
): Promise<{ first: string; last: string } | null> {
  const date = dateColumn(facts.fields, measure.date);
  const inside = departmentIds === null ? Prisma.empty : Prisma.sql`FILTER (WHERE department_id = ANY (${[...departmentIds]}::uuid[]))`;
  const [span] = await sql.query<{ first: string | null; last: string | null }>(
    Prisma.sql`SELECT (min(${date}) ${inside})::text AS first, max(${date})::text AS last
      FROM ${facts.with([measure.date])} AS f WHERE ${date} BETWEEN '1900-01-01' AND '2199-12-31'`,
  );
  return span && span.first !== null && span.last !== null ? { first: span.first, last: span.last } : null;
}

export type SeriesOptions = {
  /** Only periods that overlap `from` to `to`; without them, the whole span the records cover. */
  from?: string;
  to?: string;
  /** Only records of these departments; by default all of the kind. */
  departmentIds?: readonly string[];
  calendar: FiscalCalendar;
};

/**
 * The periods of a measure inside its records' span and inside `options`. A state at the end of a period continues without new records
 * (people in their positions). So with that basis, and a last day in `options`, the span extends to the last period that ended before the
 * records were last imported. A source that is no longer imported then becomes stale instead of repeating its value forever.
 */
export async function periodsOf(sql: Sql, facts: Facts, measure: Measure, frequency: Frequency, options: SeriesOptions): Promise<Period[]> {
  const span = await recordDateRange(sql, facts, measure, options.departmentIds ?? null);
  if (!span) return [];
  const from = options.from !== undefined && options.from > span.first ? options.from : span.first;
  const stays = measure.basis === "at-period-end" && options.to !== undefined;
  const to = options.to !== undefined && (stays || options.to < span.last) ? options.to : span.last;
  // A period that ended after the last import is not known at its end.
  const isKnown = ({ start, end }: Period) => start <= span.last || facts.lastImportOn === null || end < facts.lastImportOn;
  return periodsBetween(from, to, frequency, options.calendar).filter(isKnown);
}

/**
 * Computes a measure over the current records of a kind, one row per period that has a value, oldest first: any frequency, exact decimals,
 * value = factor x numerator / denominator rounded to 10 decimals. A ratio with denominator 0 is missing: no row. A period without records
 * inside the span is 0 or missing, as the measure defines. Needs a transaction, whose end drops its table.
 */
export async function computeSeries(
  sql: Sql,
  kindId: number,
  measure: Measure,
  frequency: Frequency,
  options: SeriesOptions,
): Promise<SeriesRow[]> {
  const facts = await materialiseFacts(sql, kindId, fieldsOf(measure));
  const periods = await periodsOf(sql, facts, measure, frequency, options);
  if (periods.length === 0) return [];
  const series = seriesSql(facts.with(fieldsOf(measure)), facts.fields, measure, periods, options.departmentIds ?? null);
  return sql.query<SeriesRow>(Prisma.sql`
    SELECT period_start::text AS "periodStart", trim_scale(numerator)::text AS numerator, trim_scale(denominator)::text AS denominator,
      trim_scale(value)::text AS value FROM (${series}) AS s ORDER BY period_start`);
}
