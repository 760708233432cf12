import "server-only";
import { isDate } from "@/lib/calendar/dates";
import type { Period } from "@/lib/calendar/fiscal-year";
import { Prisma } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { RecordField } from "@/lib/imports/mapping";
import type { Amount, Condition, Measure, Term } from "./measure";

/** What the SQL of a measure needs to know of a field: its type decides the casts, its slot the column of `record`. */
export type Field = Pick<RecordField, "name" | "label" | "type" | "unit" | "slot">;
export type Fields = ReadonlyMap<string, Field>;

const SQL_TYPE = { text: Prisma.sql`text`, number: Prisma.sql`numeric`, date: Prisma.sql`date`, boolean: Prisma.sql`boolean` };
const ARRAY_TYPE = { text: Prisma.sql`text[]`, number: Prisma.sql`numeric[]`, date: Prisma.sql`date[]`, boolean: Prisma.sql`boolean[]` };

const invalid = (message: string) => new AppError("INVALID", message, { field: "measure" });

/**
 * The column a field has in the facts of its kind ("f_" before it, so that it meets no column of ours). The only place where a name that comes from data becomes part of a statement,
 * and it checks the form again, whatever the schema did before.
 */
function identifier(prefix: "" | "f_", name: string): Prisma.Sql {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(name)) throw invalid("A field has an impossible name.");
  return Prisma.raw(`"${prefix}${name}"`);
}

export const column = (name: string): Prisma.Sql => identifier("f_", name);

/** The key a field has in the stored JSON, as a column of jsonb_to_record. */
export const jsonColumn = (name: string): Prisma.Sql => identifier("", name);

export const columnType = (field: Field): Prisma.Sql => SQL_TYPE[field.type];

function typed(fields: Fields, name: string, ...types: Field["type"][]): Field {
  const field = fields.get(name);
  if (!field) throw invalid(`The records have no field "${name}".`);
  if (types.length > 0 && !types.includes(field.type)) throw invalid(`"${field.label}" is a ${field.type}, not a ${types.join(" or ")}.`);
  return field;
}

/** The column of a date field. Throws INVALID where the field is none. */
export const dateColumn = (fields: Fields, name: string): Prisma.Sql => column(typed(fields, name, "date").name);

/** Every field a measure reads, without repetition. */
export function fieldsOf(measure: Measure): string[] {
  const { numerator, denominator, highlight = [], rankBy, show } = measure;
  const terms = [numerator, ...(denominator ? [denominator] : [])];
  const conditions = [...measure.where, ...highlight, ...terms.flatMap((term) => term.where ?? [])];
  const amounts = [...terms.flatMap((term) => term.of ?? []), ...(rankBy ? [rankBy] : [])];
  return [...new Set([measure.date, ...show, ...conditions.flatMap(conditionFields), ...amounts.flatMap(amountFields)])];
}

function conditionFields(condition: Condition): string[] {
  return "than" in condition && "field" in condition.than ? [condition.field, condition.than.field] : [condition.field];
}

function amountFields(amount: Amount): string[] {
  if ("field" in amount) return [amount.field];
  if ("days" in amount) return [amount.days.from, amount.days.to];
  if ("product" in amount) return amount.product;
  return "difference" in amount ? amount.difference : amount.differenceTimes;
}

/** A number per record, as numeric; null where a field of it is empty. */
export function amountSql(fields: Fields, amount: Amount): Prisma.Sql {
  const number = (name: string) => column(typed(fields, name, "number").name);
  const date = (name: string) => column(typed(fields, name, "date").name);
  if ("field" in amount) return number(amount.field);
  if ("days" in amount) return Prisma.sql`(${date(amount.days.to)} - ${date(amount.days.from)})::numeric`;
  if ("product" in amount) return Prisma.sql`(${number(amount.product[0])} * ${number(amount.product[1])})`;
  if ("difference" in amount) return Prisma.sql`(${number(amount.difference[0])} - ${number(amount.difference[1])})`;
  const [a, b, c] = amount.differenceTimes;
  return Prisma.sql`((${number(a)} - ${number(b)}) * ${number(c)})`;
}

const OPERATOR = { "=": "=", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;

/**
 * One condition. A comparison with an empty field does not hold, with two exceptions that follow from what empty means: it differs
 * from any constant or other field (<>), and a date that has not come yet lies after the last day of a period (> and >=).
 */
function conditionSql(fields: Fields, condition: Condition, periodEnd: Prisma.Sql): Prisma.Sql {
  const field = typed(fields, condition.field);
  const own = column(field.name);
  if ("empty" in condition) {
    const empty = field.type === "text" ? Prisma.sql`coalesce(${own}, '') = ''` : Prisma.sql`${own} IS NULL`;
    return condition.empty ? Prisma.sql`(${empty})` : Prisma.sql`(NOT (${empty}))`;
  }
  if ("in" in condition)
    return Prisma.sql`(${own} = ANY (${condition.in.map((value) => constant(field, value))}::${ARRAY_TYPE[field.type]}))`;
  const operator = Prisma.raw(OPERATOR[condition.is]);
  if ("periodEnd" in condition.than) {
    typed(fields, field.name, "date");
    const compared = Prisma.sql`${own} ${operator} ${periodEnd}`;
    return condition.is === ">" || condition.is === ">=" ? Prisma.sql`(${own} IS NULL OR ${compared})` : Prisma.sql`(${compared})`;
  }
  const other =
    "field" in condition.than
      ? column(typed(fields, condition.than.field, field.type).name)
      : Prisma.sql`${constant(field, condition.than.value)}::${SQL_TYPE[field.type]}`;
  return condition.is === "<>" ? Prisma.sql`(${own} IS DISTINCT FROM ${other})` : Prisma.sql`(${own} ${operator} ${other})`;
}

/** A constant in the form its field is cast from; refused in words where the database would only refuse it. */
function constant(field: Field, value: string | number | boolean): string {
  const text = String(value).trim();
  const fits =
    field.type === "text" ||
    (field.type === "number" && text !== "" && Number.isFinite(Number(text))) ||
    (field.type === "date" && isDate(text)) ||
    (field.type === "boolean" && (text === "true" || text === "false"));
  if (!fits) throw invalid(`"${text}" cannot be compared with "${field.label}", which is a ${field.type}.`);
  return field.type === "text" ? String(value) : text;
}

/** All conditions together; true without any. */
export function allOf(fields: Fields, conditions: readonly Condition[], periodEnd: Prisma.Sql): Prisma.Sql {
  return conditions.length === 0
    ? Prisma.sql`true`
    : Prisma.join(
        conditions.map((c) => conditionSql(fields, c, periodEnd)),
        " AND ",
      );
}

/** One aggregate over the records of a group, as numeric. The sum over no amount is 0; a smallest or largest of none is null. */
export function termSql(fields: Fields, term: Term, periodEnd: Prisma.Sql): Prisma.Sql {
  const filter = term.where?.length ? Prisma.sql`FILTER (WHERE ${allOf(fields, term.where, periodEnd)})` : Prisma.empty;
  if (term.fn === "count") return Prisma.sql`(count(*) ${filter})::numeric`;
  if (!term.of) throw invalid(`"${term.fn}" needs a field.`);
  if (term.fn === "distinct") {
    if (!("field" in term.of)) throw invalid("Only the values of one field can be counted as distinct.");
    return Prisma.sql`(count(DISTINCT ${column(typed(fields, term.of.field).name)}) ${filter})::numeric`;
  }
  const amount = amountSql(fields, term.of);
  if (term.fn === "sum") return Prisma.sql`coalesce(sum(${amount}) ${filter}, 0)`;
  return term.fn === "min" ? Prisma.sql`(min(${amount}) ${filter})` : Prisma.sql`(max(${amount}) ${filter})`;
}

/**
 * The series of a measure: columns period_start (date), numerator, denominator, value (numeric, 10 decimals), one row per period that
 * has a value. `facts`: anything that can stand after FROM and has the fields as columns and department_id. `periods` tile time.
 * `departmentIds` null: all records.
 */
export function seriesSql(
  facts: Prisma.Sql,
  fields: Fields,
  measure: Measure,
  periods: readonly Period[],
  departmentIds: readonly string[] | null,
): Prisma.Sql {
  const end = Prisma.sql`p.period_end`;
  const date = dateColumn(fields, measure.date);
  const denominator = measure.denominator ? termSql(fields, measure.denominator, end) : Prisma.sql`NULL::numeric`;
  const inside = departmentIds === null ? Prisma.empty : Prisma.sql`AND f.department_id = ANY (${[...departmentIds]}::uuid[])`;
  const placed =
    measure.basis === "in-period"
      ? Prisma.sql`(SELECT period_start, period_end, period_start + n AS day FROM period, generate_series(0, period_end - period_start) AS n) AS p JOIN ${facts} AS f ON f.${date} = p.day`
      : Prisma.sql`period AS p JOIN ${facts} AS f ON f.${date} <= p.period_end`;
  const whole = Prisma.sql`coalesce(g.numerator, CASE WHEN g.period_start IS NULL THEN 0 END)`;
  const factor = Prisma.sql`${String(measure.factor)}::numeric`;
  // A division keeps as many decimals as its operands have: 14 here, so that the tenth is exact.
  const value = measure.denominator
    ? Prisma.sql`${factor} * (${whole} + 0::numeric(24, 14)) / nullif(g.denominator, 0)`
    : Prisma.sql`${factor} * ${whole}`;
  return Prisma.sql`
    WITH period AS MATERIALIZED (
      SELECT * FROM unnest(${periods.map((p) => p.start)}::date[], ${periods.map((p) => p.end)}::date[]) AS p (period_start, period_end)
    ), grouped AS (
      SELECT p.period_start, ${termSql(fields, measure.numerator, end)} AS numerator, ${denominator} AS denominator
      FROM ${placed} WHERE ${allOf(fields, measure.where, end)} ${inside} GROUP BY p.period_start
    ), series AS (
      SELECT p.period_start, round(${whole}, 10) AS numerator, round(g.denominator, 10) AS denominator, round(${value}, 10) AS value
      FROM period AS p ${measure.whenEmpty === "zero" ? Prisma.sql`LEFT JOIN` : Prisma.sql`JOIN`} grouped AS g USING (period_start)
    )
    SELECT period_start, numerator, denominator, value FROM series WHERE value IS NOT NULL`;
}
