import "server-only";
import { isDate } from "@/lib/calendar/dates";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import type { RecordField } from "@/lib/records/field";
import type { Amount, Condition, Measure, Term } from "./measure";

/** The properties of a field that the SQL of a measure needs: its type decides the casts, its slot the column of `record`. */
export type Field = Pick<RecordField, "name" | "label" | "type" | "unit" | "slot">;
export type Fields = ReadonlyMap<string, Field>;

const SQL_TYPE = { text: Prisma.sql`text`, number: Prisma.sql`numeric`, date: Prisma.sql`date`, boolean: Prisma.sql`boolean` };
const ARRAY_TYPE = { text: Prisma.sql`text[]`, number: Prisma.sql`numeric[]`, date: Prisma.sql`date[]`, boolean: Prisma.sql`boolean[]` };

const invalid = (message: string) => new AppError("INVALID", message, { field: "measure" });

/** A field's column in the facts of its kind: prefixed with "f_", so that it never clashes with our own columns. */
export const column = (name: string): Prisma.Sql => identifier(`f_${checked(name)}`);

/** A field's key in the stored JSON, as a column of jsonb_to_record. */
export const jsonColumn = (name: string): Prisma.Sql => identifier(checked(name));

/** A field's name comes from data, so its format is checked again here, whatever the schema checked before. */
function checked(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(name)) throw invalid("A field has an impossible name.");
  return name;
}

export const columnType = (field: Field): Prisma.Sql => SQL_TYPE[field.type];

export function typed(fields: Fields, name: string, ...types: Field["type"][]): Field {
  const field = fields.get(name);
  if (!field) throw invalid(`The records have no field "${name}".`);
  if (types.length > 0 && !types.includes(field.type)) throw invalid(`"${field.label}" is a ${field.type}, not a ${types.join(" or ")}.`);
  return field;
}

/** The column of a date field. Throws INVALID if the field is not a date. */
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

/** A number per record, as numeric; null if one of its fields is empty. */
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

const OPERATOR = {
  "=": Prisma.sql`=`,
  "<>": Prisma.sql`<>`,
  "<": Prisma.sql`<`,
  "<=": Prisma.sql`<=`,
  ">": Prisma.sql`>`,
  ">=": Prisma.sql`>=`,
};

/**
 * One condition. A comparison with an empty field is false, with two exceptions that follow from the meaning of empty: it differs from any
 * constant or other field (<>), and a date that has not come yet is after the last day of a period (> and >=).
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
  const operator = OPERATOR[condition.is];
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

/** A constant in the format its field is cast from; invalid ones get a readable error instead of the database's. */
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

const filter = (fields: Fields, conditions: readonly Condition[] = [], periodEnd: Prisma.Sql): Prisma.Sql =>
  conditions.length === 0 ? Prisma.empty : Prisma.sql`FILTER (WHERE ${allOf(fields, conditions, periodEnd)})`;

/** One aggregate over records, in SQL: count, sum, smallest, largest; null if there is no amount. `term.fn` is not "distinct". */
export function aggregateSql(fields: Fields, term: Term, conditions: readonly Condition[] | undefined, periodEnd: Prisma.Sql): Prisma.Sql {
  const held = filter(fields, conditions, periodEnd);
  if (term.fn === "count") return Prisma.sql`(count(*) ${held})::numeric`;
  if (!term.of) throw invalid(`"${term.fn}" needs a field.`);
  const amount = amountSql(fields, term.of);
  if (term.fn === "sum") return Prisma.sql`(sum(${amount}) ${held})`;
  return term.fn === "min" ? Prisma.sql`(min(${amount}) ${held})` : Prisma.sql`(max(${amount}) ${held})`;
}

/** A term over all records of a group, as numeric. The sum of no amounts is 0; the smallest or largest of none is null. */
export function termSql(fields: Fields, term: Term, periodEnd: Prisma.Sql): Prisma.Sql {
  if (term.fn === "distinct") {
    if (!term.of || !("field" in term.of)) throw invalid("Only the values of one field can be counted as distinct.");
    return Prisma.sql`(count(DISTINCT ${column(typed(fields, term.of.field).name)}) ${filter(fields, term.where, periodEnd)})::numeric`;
  }
  return zeroForNone(term, aggregateSql(fields, term, term.where, periodEnd));
}

/** The second of two steps: combines the results of `aggregateSql` for parts of a group (`part`), over the parts that meet `conditions`. */
export function combinedSql(
  fields: Fields,
  term: Term,
  part: Prisma.Sql,
  conditions: readonly Condition[],
  periodEnd: Prisma.Sql,
): Prisma.Sql {
  const held = filter(fields, conditions, periodEnd);
  if (term.fn === "min") return Prisma.sql`(min(${part}) ${held})`;
  if (term.fn === "max") return Prisma.sql`(max(${part}) ${held})`;
  return zeroForNone(term, Prisma.sql`(sum(${part}) ${held})`);
}

const zeroForNone = (term: Term, sql: Prisma.Sql): Prisma.Sql =>
  term.fn === "min" || term.fn === "max" ? sql : Prisma.sql`coalesce(${sql}, 0)`;
