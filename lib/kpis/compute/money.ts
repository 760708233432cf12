import type { Expression } from "../formula/formula-parse";
import type { Fields } from "./compute-sql";
import type { Amount, Measure, Term } from "./measure";

/**
 * Which currencies occur in a unit, a formula or a measure, and where they would be mixed. There are no dated rates to convert them, so
 * different currencies are never added up. A KPI that is itself a rate (unit "EUR/USD") converts one into the other like any other factor.
 */

/** Currencies with their powers: USD per hour is USD 1, a rate EUR/USD is EUR 1 and USD -1, pieces have none. */
type Money = ReadonlyMap<string, number>;
const PLAIN: Money = new Map();

const CODES = new Set(Intl.supportedValuesOf("currency"));
/** Recognised in any unit that names them. The other codes are also words (ALL, TOP) and count only if they stand alone. */
const COMMON = new Set("USD EUR GBP CHF JPY CNY CAD AUD NZD SEK NOK DKK ISK PLN CZK HUF RON INR BRL MXN ZAR KRW SGD HKD".split(" "));
const SIGNS = new Map(
  Object.entries({
    ...{ $: "USD", US$: "USD", C$: "CAD", CA$: "CAD", A$: "AUD", AU$: "AUD", NZ$: "NZD", HK$: "HKD", S$: "SGD", SG$: "SGD", R$: "BRL" },
    ...{ "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₫": "VND", "₪": "ILS", "₴": "UAH" },
    ...{ euro: "EUR", euros: "EUR", dollar: "USD", dollars: "USD", usd: "USD", eur: "EUR", gbp: "GBP", chf: "CHF", jpy: "JPY" },
  }),
);
const TOKEN = /(?:US|CA|C|AU|A|NZ|HK|SG|S|R)?\$|[€£¥₹₩₺₽₫₪₴]|\p{L}+/gu;
const SCALE = /^(?:k|t|m|mm|mn|mio|mrd|mln|bn|b|tsd|thousand|thousands|million|millions|billion|billions)$/i;

function currencyOf(part: string): string | null {
  const tokens = part.match(TOKEN) ?? [];
  const alone = tokens.filter((token) => !SCALE.test(token)).length === 1;
  for (const token of tokens) {
    const sign = SIGNS.get(token) ?? SIGNS.get(token.toLowerCase());
    if (sign !== undefined) return sign;
    const code = /^[kKTmM][A-Z]{3}$/.test(token) ? token.slice(1) : token;
    if (COMMON.has(code) || (alone && CODES.has(code))) return code;
  }
  return null;
}

function moneyOf(unit: string): Money {
  const [over = "", ...under] = unit.slice(0, 80).split(/\/|\bper\b/i);
  const powers = new Map<string, number>();
  const count = (part: string, power: number) => {
    const currency = currencyOf(part);
    if (currency !== null) powers.set(currency, (powers.get(currency) ?? 0) + power);
  };
  count(over, 1);
  for (const part of under) count(part, -1);
  return tidied(powers);
}

const tidied = (powers: Map<string, number>): Money => new Map([...powers].filter(([, power]) => power !== 0).sort());
const equal = (a: Money, b: Money) => a.size === b.size && [...a].every(([currency, power]) => b.get(currency) === power);

function said(money: Money): string {
  const list = (sign: 1 | -1) => [...money].filter(([, power]) => power * sign > 0).map(([currency]) => currency);
  const [over, under] = [list(1), list(-1)];
  return [...over, ...(under.length > 0 ? ["per", ...under] : [])].join(" ");
}

/** The currency in a unit: "USD" for "k$/h", "per EUR" for "pieces/EUR", "" for none. */
export const moneyIn = (unit: string): string => said(moneyOf(unit));

/** Whether amounts in both units are of the same currency, or of none. */
export const sameMoney = (a: string, b: string): boolean => equal(moneyOf(a), moneyOf(b));

/** An operand: its currencies, null for a bare number, and its name in a sentence. */
type Side = { money: Money | null; name: string };
type Combined = Side | string;

const NO_RATE = "there is no dated exchange rate";

/** Adds, subtracts or compares two operands; a sentence if that mixes currencies. A bare number goes with anything. */
function together(a: Side, b: Side, how: string): Combined {
  if (a.money === null) return { money: b.money, name: b.name };
  if (b.money === null || equal(a.money, b.money)) return a;
  const both = a.money.size > 0 && b.money.size > 0;
  return `${a.name} and ${b.name} are ${how}, and ${both ? NO_RATE : "money can only be combined with the same currency"}.`;
}

function times(a: Side, b: Side, power: 1 | -1): Combined {
  if (a.money === null && b.money === null) return a;
  const powers = new Map(a.money ?? PLAIN);
  for (const [currency, own] of b.money ?? PLAIN) powers.set(currency, (powers.get(currency) ?? 0) + own * power);
  const money = tidied(powers);
  const sum = (sign: 1 | -1) => [...money.values()].reduce((total, own) => total + Math.max(own * sign, 0), 0);
  if (sum(1) > 1 || sum(-1) > 1)
    return `${a.name} and ${b.name} are ${power === 1 ? "multiplied" : "divided"}: the result is not an amount of money.`;
  const of = a.money !== null && (a.money.size > 0 || b.money === null || b.money.size === 0) ? a : b;
  return {
    money,
    name: of.money !== null && equal(of.money, money) ? of.name : `${said(money) || "a plain number"}${of.name.replace(/^.*(?= \()/, "")}`,
  };
}

/** Compares the result with the unit it is declared in. */
function against(result: Combined, unit: string): string | null {
  if (typeof result === "string") return result;
  const { money } = result;
  // A result without a currency fits any unit: pieces times a price written as a number are money.
  if (money === null || ![...money.values()].some((power) => power > 0) || equal(money, moneyOf(unit))) return null;
  return `It comes out in ${said(money)}, but its unit is '${unit}'${money.size > 1 ? `, and ${NO_RATE}` : ". Name that currency in the unit"}.`;
}

const HOW = { "+": "added", "-": "subtracted", sum: "added", min: "compared", max: "compared" } as const;

/**
 * Why a formula mixes currencies, as a sentence; null if it does not. Sums, differences, min and max need one currency, or none; a ratio
 * cancels a currency; and the result must be in the currency of `unit`.
 * @param unitOf the unit of a KPI by its code
 */
export function formulaMoneyProblem(expression: Expression, unitOf: (code: string) => string, unit: string): string | null {
  const visit = (node: Expression): Combined => {
    if (node.type === "number") return { money: null, name: node.value };
    if (node.type === "kpi") {
      const own = unitOf(node.code);
      return { money: moneyOf(own), name: `${moneyIn(own) || own.trim() || "no unit"} ([${node.code}])` };
    }
    if (node.type === "negate") return visit(node.of);
    if (node.type === "binary") {
      const [a, b] = [visit(node.left), visit(node.right)];
      if (typeof a === "string" || typeof b === "string") return typeof a === "string" ? a : b;
      return node.operator === "*" || node.operator === "/"
        ? times(a, b, node.operator === "*" ? 1 : -1)
        : together(a, b, HOW[node.operator]);
    }
    const [first = { money: null, name: "" }, ...rest] = node.of.map(visit);
    const how = node.name === "abs" ? HOW.sum : HOW[node.name];
    return rest.reduce((all, own) => (typeof all === "string" ? all : typeof own === "string" ? own : together(all, own, how)), first);
  };
  return against(visit(expression), unit);
}

/** The same for a measure over records, by the units of their number fields. A field without a unit fits any currency. */
export function measureMoneyProblem(measure: Measure, fields: Fields, unit: string): string | null {
  const field = (name: string): Side => {
    const { label = name, unit: own } = fields.get(name) ?? {};
    return { money: own === undefined ? null : moneyOf(own), name: `${moneyIn(own ?? "") || own?.trim() || "no unit"} ('${label}')` };
  };
  const then = (a: Combined, b: Side, join: (x: Side, y: Side) => Combined) => (typeof a === "string" ? a : join(a, b));
  const amount = (of: Amount): Combined => {
    if ("field" in of) return field(of.field);
    if ("days" in of) return { money: PLAIN, name: "days" };
    if ("product" in of) return times(field(of.product[0]), field(of.product[1]), 1);
    const [a, b] = "difference" in of ? of.difference : of.differenceTimes;
    const difference = together(field(a), field(b), HOW["-"]);
    return "difference" in of ? difference : then(difference, field(of.differenceTimes[2]), (x, y) => times(x, y, 1));
  };
  const term = ({ fn, of }: Term): Combined =>
    of === undefined || fn === "count" || fn === "distinct" ? { money: PLAIN, name: "a number" } : amount(of);
  const numerator = term(measure.numerator);
  if (measure.denominator === undefined) return against(numerator, unit);
  const denominator = term(measure.denominator);
  if (typeof denominator === "string") return typeof numerator === "string" ? numerator : denominator;
  return against(
    then(numerator, denominator, (x, y) => times(x, y, -1)),
    unit,
  );
}
