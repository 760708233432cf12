import { stripTrailing } from "@/lib/strip-trailing";
import { CellError, quoted, type Read, readText } from "./cells";

/** Digits that numeric(30,10) keeps. */
const INTEGER_DIGITS = 20;
const DECIMALS = 10;
/** Longest accepted number, in characters. */
const LONGEST = 120;

const PLAIN = /^-?(?:0|[1-9]\d{0,18})(?:\.\d{1,10})?$/;
const BODY = /^([+-]?)(?=[.,'\u2019 ]*\d)([\d.,'\u2019 ]+)(?:e([+-]?\d{1,3}))?$/i;
const SPACES = /[\u00a0\u2007\u2009\u202f]/g;
const BEFORE = /^[^\d\s.,'+\-()][^\d.,()+-]{0,9}$/u;
const DIGITS = /^[.,]?\d[\d.,'\u2019 ]*(?:e[+-]?\d{1,3}(?!\w))?/iu;
const UNIT_WORD = /^[^\d\s.,'+\-()][^\d()]{0,39}$/;

/** One spelling for each unit, so that "$" in a cell agrees with "USD" in a mapping. */
const SAME_UNIT = new Map<string, string>(
  Object.entries({
    "%": ["percent", "pct", "per cent"],
    USD: ["$", "us$", "usd"],
    EUR: ["€", "eur", "euro"],
    GBP: ["£", "gbp"],
    JPY: ["¥", "jpy"],
    d: ["day", "days", "d"],
    h: ["hour", "hours", "hr", "hrs", "h"],
    min: ["minute", "minutes", "min"],
  }).flatMap(([unit, names]) => [unit, ...names].map((name): [string, string] => [name.toLowerCase(), unit])),
);

export const canonicalUnit = (unit: string): string => SAME_UNIT.get(unit.trim().toLowerCase()) ?? unit.trim();

/** "$1,200" is "1,200" and "$"; "12.5 %" is "12.5" and "%"; "(3.10)" is "-3.10". Null if it does not contain exactly one number. */
export function splitUnit(cell: string): { number: string; unit: string | null } | null {
  if (cell.length > LONGEST || !/\d/.test(cell)) return null;
  let text = cell
    .trim()
    .replace(SPACES, " ")
    .replace(/\u2212/g, "-");
  const accounting = /^\((.*)\)$/.exec(text);
  if (accounting) text = `-${(accounting[1] ?? "").trim()}`;
  if (BODY.test(text)) return { number: text, unit: null };
  const at = text.search(/[.,]?\d/);
  if (at < 0) return null;
  // Before the digits: a sign, a unit, a sign, each of them optional.
  const head = text.slice(0, at);
  const outer = /^[+-]/.exec(head)?.[0] ?? "";
  const rest = head.slice(outer.length);
  const inner = /[+-]$/.exec(rest)?.[0] ?? "";
  const before = rest.slice(0, rest.length - inner.length).trim();
  const digits = DIGITS.exec(text.slice(at))?.[0] ?? "";
  const after = text.slice(at + digits.length).trim();
  if ((before !== "" && !BEFORE.test(before)) || /[\r\n\u2028\u2029]/.test(after)) return null;
  if ((outer !== "" && inner !== "") || (before !== "" && after !== "") || (before === "" && after === "")) return null;
  const unit = before || after;
  if (!UNIT_WORD.test(unit)) return null;
  return { number: (outer || inner) + digits.trim(), unit };
}

/**
 * An exact decimal, "-1234.5": no grouping, no exponent, no leading zeros, never rounded. `decimal` is the decimal mark; the other mark,
 * spaces and apostrophes group thousands and must do so in threes. `unit` is the unit of the column: a cell in another unit is a CellError,
 * a cell without one is taken to be in it; null: no unit is allowed, but a percent sign is not dropped silently. More than 20 digits before
 * or 10 after the point is a CellError: the database would have to cut them.
 * @param told whether a reason may name `unit`; not if it is the unit of a KPI that the reader may not see
 */
export function readNumber(cell: string, decimal: "." | ",", unit: string | null, told = true): Read {
  if (decimal === "." && PLAIN.test(cell)) return cell === "-0" ? "0" : cell;
  const text = readText(cell);
  if (text === null || text instanceof CellError) return text;
  const split = splitUnit(text);
  if (split === null) return new CellError(`${quoted(text)} is not a number`);
  if (split.unit !== null && (unit === null || canonicalUnit(split.unit) !== canonicalUnit(unit)))
    return new CellError(
      unit === null
        ? `${quoted(text)} is not a number`
        : `${quoted(text)} is in ${quoted(split.unit)}, ${told ? `the column is in ${quoted(unit)}` : "which is not the unit here"}`,
    );
  return readDigits(split.number, decimal, text);
}

function readDigits(number: string, decimal: "." | ",", cell: string): Read {
  const [, sign = "", body = "", exponent = "0"] = BODY.exec(number) ?? [];
  const at = body.indexOf(decimal);
  const whole = (at < 0 ? body : body.slice(0, at)).trim();
  const fraction = at < 0 ? "" : body.slice(at + 1).trim();
  if (!/^\d*$/.test(fraction)) return new CellError(notGrouped(cell, decimal));
  const group = /[^\d]/.exec(whole)?.[0];
  if (group !== undefined && !inThrees(whole.split(group))) return new CellError(notGrouped(cell, decimal));
  return place(sign === "-", whole.replace(/\D/g, ""), fraction, Number(exponent), cell);
}

const inThrees = ([first = "", ...others]: string[]) => /^\d{1,3}$/.test(first) && others.every((part) => /^\d{3}$/.test(part));

const notGrouped = (cell: string, decimal: string) =>
  `${quoted(cell)} is not a number with decimal ${decimal === "." ? "point" : "comma"} and thousands in threes`;

function place(negative: boolean, whole: string, fraction: string, exponent: number, cell: string): Read {
  let digits = whole + fraction;
  let point = whole.length + exponent;
  if (point < 0) {
    digits = "0".repeat(Math.min(-point, 400)) + digits;
    point = 0;
  }
  if (point > digits.length) digits += "0".repeat(Math.min(point - digits.length, 400));
  const before = digits.slice(0, point).replace(/^0+/, "");
  let after = digits.slice(point);
  if (after.length > DECIMALS) after = stripTrailing(after, "0");
  if (before.length > INTEGER_DIGITS)
    return new CellError(`${quoted(cell)} has ${before.length} digits before the decimal mark; at most ${INTEGER_DIGITS} are kept`);
  if (after.length > DECIMALS) return new CellError(`${quoted(cell)} has ${after.length} decimals; at most ${DECIMALS} are kept`);
  const value = (before === "" ? "0" : before) + (after === "" ? "" : `.${after}`);
  return negative && /[1-9]/.test(value) ? `-${value}` : value;
}
