import type { RecordField } from "@/lib/records/field";
import type { Condition, Measure, Term } from "../compute/measure";

/** What can be asked of records, in the order of the menu. */
export const WHATS = {
  count: "count",
  share: "share that meets a condition",
  sum: "the sum of a number",
  mean: "the mean of a number",
  ratio: "one sum divided by another",
  days: "mean days between two dates",
  distinct: "number of different values",
  min: "the smallest number",
  max: "the largest number",
} as const;
export type What = keyof typeof WHATS;

export const COMPARISONS = {
  "=": "is",
  "<>": "is not",
  "<": "is less than / before",
  "<=": "is at most / by",
  ">": "is more than / after",
  ">=": "is at least / from",
  filled: "is filled",
  empty: "is empty",
} as const;
export type Comparison = keyof typeof COMPARISONS;

/** One line of a filter in the form: compares with a typed value or with another field. */
export type Line = { field: string; is: Comparison; with: "value" | "field"; value: string };

/** A question about records of one kind, with the form's terms. Empty string: not chosen. */
export type Question = {
  what: What;
  /** sum, mean, distinct, min, max: the field; ratio: the numerator's field. */
  field: string;
  /** ratio: the denominator's field. */
  over: string;
  /** days: from the date `from` to the date `to`. */
  from: string;
  to: string;
  /** Only records that meet all of these. */
  where: Line[];
  /** share: those that meet these. */
  which: Line[];
  basis: "in-period" | "at-period-end";
  /** The date that decides in which period a record counts, or from when it is open. */
  date: string;
  /** at-period-end: open until this date. */
  until: string;
};

export type QuestionField = Pick<RecordField, "name" | "label" | "type"> & { unit?: string | undefined; slot?: number | undefined };

export const emptyQuestion = (fields: readonly QuestionField[]): Question => ({
  what: "count",
  field: "",
  over: "",
  from: "",
  to: "",
  where: [],
  which: [],
  basis: "in-period",
  date: fields.find((f) => f.slot === 1)?.name ?? fields.find((f) => f.slot !== undefined)?.name ?? "",
  until: "",
});

const NEGATED = { "=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;
const NEEDS_FIELD: readonly What[] = ["sum", "mean", "distinct", "min", "max", "ratio"];

function conditionOf(line: Line, fields: readonly QuestionField[]): Condition {
  if (line.is === "filled" || line.is === "empty") return { field: line.field, empty: line.is === "empty" };
  if (line.with === "field") return { field: line.field, is: line.is, than: { field: line.value } };
  const type = fields.find((f) => f.name === line.field)?.type;
  const text = line.value.trim();
  const value =
    type === "number" && text !== "" && Number.isFinite(Number(text)) ? Number(text) : type === "boolean" ? text === "true" : text;
  return { field: line.field, is: line.is, than: { value } };
}

/** What is still missing, one sentence each; a question with problems has no measure. */
export function questionProblems(question: Question, fields: readonly QuestionField[]): string[] {
  const problems: string[] = [];
  const typeOf = (name: string) => fields.find((f) => f.name === name)?.type;
  if (NEEDS_FIELD.includes(question.what) && typeOf(question.field) === undefined) problems.push("Choose a field.");
  if (question.what === "ratio" && typeOf(question.over) === undefined) problems.push("Choose the field to divide by.");
  if (question.what === "days" && (typeOf(question.from) !== "date" || typeOf(question.to) !== "date"))
    problems.push("Choose the two dates.");
  if (typeOf(question.date) !== "date") problems.push("Choose the date that decides in which period a record counts.");
  if (question.what === "share" && question.which.length === 0) problems.push("Enter which records count for the share.");
  if (question.basis === "at-period-end" && question.until === "") problems.push("Choose the date until which a record is open.");
  for (const line of [...question.where, ...(question.what === "share" ? question.which : [])]) {
    if (typeOf(line.field) === undefined) problems.push("A condition has no field yet.");
    else if (line.is !== "filled" && line.is !== "empty" && line.value.trim() === "")
      problems.push("A condition has no value to compare with yet.");
    else if (
      line.with === "value" &&
      line.is !== "filled" &&
      line.is !== "empty" &&
      typeOf(line.field) === "number" &&
      !Number.isFinite(Number(line.value))
    )
      problems.push(`'${line.value}' is not a number.`);
  }
  return [...new Set(problems)];
}

/** The measure for a question. A mean is a sum over a count, so that a quarter is never a mean of means. */
export function measureOf(question: Question, fields: readonly QuestionField[]): Measure {
  const { what, field, over, from, to } = question;
  const which = question.which.map((line) => conditionOf(line, fields));
  const open: Condition[] = question.basis === "at-period-end" ? [{ field: question.until, is: ">", than: { periodEnd: true } }] : [];
  const filled = (name: string): Condition => ({ field: name, empty: false });
  const parts: Record<What, { numerator: Term; denominator?: Term; factor?: number }> = {
    count: { numerator: { fn: "count" } },
    share: { numerator: { fn: "count", where: which }, denominator: { fn: "count" }, factor: 100 },
    sum: { numerator: { fn: "sum", of: { field } } },
    mean: { numerator: { fn: "sum", of: { field } }, denominator: { fn: "count", where: [filled(field)] } },
    ratio: { numerator: { fn: "sum", of: { field } }, denominator: { fn: "sum", of: { field: over } } },
    days: { numerator: { fn: "sum", of: { days: { from, to } } }, denominator: { fn: "count", where: [filled(from), filled(to)] } },
    distinct: { numerator: { fn: "distinct", of: { field } } },
    min: { numerator: { fn: "min", of: { field } } },
    max: { numerator: { fn: "max", of: { field } } },
  };
  const { numerator, denominator, factor = 1 } = parts[what];
  const not = what === "share" && which.length === 1 && which[0] ? negated(which[0]) : null;
  const named = [
    fields.find((f) => f.type === "text")?.name,
    question.date,
    field,
    over,
    from,
    to,
    question.until,
    ...[...question.where, ...question.which].flatMap((l) => (l.with === "field" ? [l.field, l.value] : [l.field])),
  ];
  const show = [...new Set(named)].filter((name): name is string => name !== undefined && fields.some((f) => f.name === name)).slice(0, 8);
  return {
    basis: question.basis,
    date: question.date,
    where: [...question.where.map((line) => conditionOf(line, fields)), ...open],
    numerator,
    ...(denominator && { denominator }),
    factor,
    whenEmpty: what === "count" || what === "sum" || what === "distinct" ? "zero" : "missing",
    show: show.length > 0 ? show : [question.date],
    ...(not && { highlight: [not] }),
  };
}

function negated(condition: Condition): Condition | null {
  if ("empty" in condition) return { field: condition.field, empty: !condition.empty };
  return "is" in condition ? { ...condition, is: NEGATED[condition.is] } : null;
}

function lineOf(condition: Condition): Line | null {
  if ("empty" in condition) return { field: condition.field, is: condition.empty ? "empty" : "filled", with: "value", value: "" };
  if ("in" in condition || "periodEnd" in condition.than) return null;
  return "field" in condition.than
    ? { field: condition.field, is: condition.is, with: "field", value: condition.than.field }
    : { field: condition.field, is: condition.is, with: "value", value: String(condition.than.value) };
}

/** The question that a measure answers; null if the form cannot express it. */
export function questionOf(measure: Measure, fields: readonly QuestionField[]): Question | null {
  const until =
    measure.basis === "at-period-end" ? measure.where.find((c) => "is" in c && c.is === ">" && "periodEnd" in c.than) : undefined;
  const where = measure.where.filter((c) => c !== until).map(lineOf);
  const which = (measure.numerator.where ?? []).map(lineOf);
  if (where.includes(null) || which.includes(null)) return null;
  const amount = (term: Term | undefined) => (term?.of && "field" in term.of ? term.of.field : "");
  const { numerator, denominator } = measure;
  const days = numerator.of && "days" in numerator.of ? numerator.of.days : null;
  const what: What = days
    ? "days"
    : denominator === undefined
      ? numerator.fn
      : numerator.fn === "count"
        ? "share"
        : denominator.fn === "count"
          ? "mean"
          : "ratio";
  const lines = (list: (Line | null)[]) => list.filter((l): l is Line => l !== null);
  const question: Question = {
    what,
    field: amount(numerator),
    over: amount(denominator),
    from: days?.from ?? "",
    to: days?.to ?? "",
    where: lines(where),
    which: lines(which),
    basis: measure.basis,
    date: measure.date,
    until: until?.field ?? "",
  };
  if (questionProblems(question, fields).length > 0) return null;
  const essence = ({ show: _s, highlight: _h, rankBy: _r, ...rest }: Measure) => JSON.stringify(sortedKeys(rest));
  return essence(measureOf(question, fields)) === essence(measure) ? question : null;
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sortedKeys(v)]),
  );
}

/**
 * How finer periods are combined into longer ones, for each question; open records at the end of a period are those at the end of its last
 * part.
 */
export function aggregationFor({ what, basis }: Pick<Question, "what" | "basis">): "sum" | "ratio" | "last" | "mean" | "min" | "max" {
  if (what === "share" || what === "mean" || what === "ratio" || what === "days") return "ratio";
  if (basis === "at-period-end") return "last";
  if (what === "min" || what === "max") return what;
  return what === "distinct" ? "mean" : "sum";
}

/** The unit of the answer, as far as the fields determine it. */
export function unitFor(question: Question, fields: readonly QuestionField[], kindName: string): string {
  const unit = (name: string) => fields.find((f) => f.name === name)?.unit ?? "";
  if (question.what === "share") return "%";
  if (question.what === "days") return "d";
  if (question.what === "count") return kindName.toLowerCase().slice(0, 40);
  if (question.what === "distinct") return "different";
  if (question.what === "ratio") return [unit(question.field), unit(question.over)].filter((u) => u !== "").join("/");
  return unit(question.field);
}
