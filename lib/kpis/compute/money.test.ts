import { describe, expect, it } from "vitest";
import { parseFormula } from "../formula/formula-parse";
import type { Field } from "./compute-sql";

import { Measure } from "./measure";
import { formulaMoneyProblem, measureMoneyProblem, moneyIn, sameMoney } from "./money";

describe("the currency of a unit", () => {
  it.each<[string, string]>([
    ["USD", "USD"],
    ["usd", "USD"],
    ["$", "USD"],
    ["US$", "USD"],
    ["€", "EUR"],
    ["euro", "EUR"],
    ["k€", "EUR"],
    ["kEUR", "EUR"],
    ["TEUR", "EUR"],
    ["Mio. EUR", "EUR"],
    ["EUR m", "EUR"],
    ["£m", "GBP"],
    ["CHF", "CHF"],
    ["JPY", "JPY"],
    ["USD/h", "USD"],
    ["EUR per piece", "EUR"],
    ["$/unit", "USD"],
    ["pieces/EUR", "per EUR"],
    ["USD/EUR", "USD per EUR"],
    ["EUR/USD", "EUR per USD"],
    ["", ""],
    ["%", ""],
    ["pieces", ""],
    ["kg", ""],
    ["pcs", ""],
    ["PCS", ""],
    ["FTE", ""],
    ["days", ""],
    ["customers", ""],
    ["euros of debt", "EUR"],
    ["constructor", ""],
  ])("%j is %j", (unit, money) => {
    expect(moneyIn(unit)).toBe(money);
  });
});

describe("currencies by name", () => {
  it.each(
    Object.entries({
      ...{ $: "USD", US$: "USD", C$: "CAD", CA$: "CAD", A$: "AUD", AU$: "AUD", NZ$: "NZD", HK$: "HKD", S$: "SGD", SG$: "SGD", R$: "BRL" },
      ...{ "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₫": "VND", "₪": "ILS", "₴": "UAH" },
      ...{ euro: "EUR", euros: "EUR", dollar: "USD", dollars: "USD", usd: "USD", eur: "EUR", gbp: "GBP", chf: "CHF", jpy: "JPY" },
      ...{ Euro: "EUR", Dollars: "USD" },
    }),
  )("%s is %s, also among other words", (sign, code) => expect([moneyIn(sign), moneyIn(`net value ${sign}`)]).toEqual([code, code]));

  it.each("USD EUR GBP CHF JPY CNY CAD AUD NZD SEK NOK DKK ISK PLN CZK HUF RON INR BRL MXN ZAR KRW SGD HKD".split(" "))(
    "%s is recognised among other words, and with a letter for thousands or millions",
    (code) => {
      expect([moneyIn(`net ${code} value`), moneyIn(`k${code}`), moneyIn(`T${code}`)]).toEqual([code, code, code]);
      expect([moneyIn(`K${code}`), moneyIn(`m${code}`), moneyIn(`M${code}`)]).toEqual([code, code, code]);
      expect(moneyIn(`net k${code} value`)).toBe(code);
    },
  );

  it("a rarer code counts if it is alone or next to a size; among words it may be a word", () => {
    expect([moneyIn("ALL"), moneyIn("TOP"), moneyIn("ALL orders"), moneyIn("TRY net")]).toEqual(["ALL", "TOP", "", ""]);
    for (const size of "k t m mm mn mio mrd mln bn b tsd thousand thousands million millions billion billions Mio BN".split(" "))
      expect([moneyIn(`TRY ${size}`), moneyIn(`${size} TRY`)], size).toEqual(["TRY", "TRY"]);
  });

  it("a unit after a slash or 'per' divides, and a currency divided by itself is none", () => {
    expect(["USD/EUR/h", "pieces PER usd", "USD per USD", "EUR/USD per GBP", "USD / paper"].map(moneyIn)).toEqual([
      "USD per EUR",
      "per USD",
      "",
      "EUR per GBP USD",
      "USD",
    ]);
    expect([moneyIn(`${"x ".repeat(40)}USD`), moneyIn(`${"x ".repeat(38)}USD`)], "only its beginning is read").toEqual(["", "USD"]);
    const ending = (n: number) => `${"x".repeat(n - 4)} USD`;
    expect([moneyIn(ending(80)), moneyIn(ending(81))], "80 characters of it").toEqual(["USD", ""]);
    expect([sameMoney("USD/EUR", "EUR/USD"), sameMoney("USD/EUR", "USD"), sameMoney("USD", "USD/EUR")]).toEqual([false, false, false]);
  });
});

const UNITS = new Map(
  Object.entries({ U1: "USD", U2: "$", E1: "EUR", E2: "k€", G1: "GBP", P: "pieces", H: "h", PC: "%", R: "EUR/USD", UH: "USD/h", N: "" }),
);
const problem = (formula: string, unit: string) => {
  const { expression } = parseFormula(formula);
  if (!expression) throw new Error("not a formula");
  return formulaMoneyProblem(expression, (code) => UNITS.get(code) ?? "", unit);
};

describe("a formula over money", () => {
  it.each<[string, string]>([
    ["[U1] + [U2]", "USD"],
    ["[U1] - [U2]", "$"],
    ["sum([U1], [U2], 5)", "USD"],
    ["max([U1], 0)", "USD"],
    ["[U1] + 1000", "USD"],
    ["-[U1] + abs([U2])", "USD"],
    ["[E1] + [E2]", "EUR"],
    ["[U1] / [U2] * 100", "%"],
    ["([U1] - [U2]) / [U2] * 100", "%"],
    ["[U1] / [P]", "USD"],
    ["[U1] / [H]", "USD/h"],
    ["[UH] * [H]", "USD"],
    ["[P] * 3.5", "EUR"],
    ["[P] / [H]", "pieces/h"],
    ["[U1] * [PC] / 100", "USD"],
    ["[U1] * [R]", "EUR"],
    ["[U1] * [R] + [E1]", "EUR"],
    ["[E1] / [R] + [U2]", "USD"],
    ["[E1] / [U1]", "EUR/USD"],
    ["[P] / [E1]", "pieces/EUR"],
    ["[P] / [E1]", "pieces"],
    ["[P] + [H]", "things"],
    ["100 / [U1] * [U2]", "%"],
    ["([U1] + [U2]) * (1 + [PC] / 100)", "USD"],
    ["3 * 4 + [U1]", "USD"],
  ])("%s in %j is accepted", (formula, unit) => {
    expect(problem(formula, unit)).toBeNull();
  });

  it.each<[string, string, RegExp]>([
    ["[U1] + [E1]", "USD", /USD \(\[U1\]\).*EUR \(\[E1\]\).*rate/],
    ["[E1] + [U1]", "EUR", /EUR \(\[E1\]\).*USD \(\[U1\]\)/],
    ["[U1] - [E1]", "USD", /USD.*EUR/],
    ["[U2] - [E2]", "USD", /USD.*EUR/],
    ["sum([U1], [U2], [G1])", "USD", /USD.*GBP/],
    ["min([U1], [E1])", "USD", /USD.*EUR/],
    ["max([U1] * 2, -[E1])", "USD", /USD.*EUR/],
    ["([U1] + [E1]) / [P]", "USD", /USD.*EUR/],
    ["[P] * ([U1] - 5) + [E1]", "USD", /USD.*EUR/],
    ["[U1] / [P] + [E1] / [P]", "USD", /USD.*EUR/],
    ["[U1] + [P]", "USD", /USD \(\[U1\]\).*pieces \(\[P\]\)/],
    ["[PC] - [E1]", "EUR", /% \(\[PC\]\).*EUR \(\[E1\]\)/],
    ["[U1] + [N]", "USD", /no unit \(\[N\]\)/],
    ["[U1] * [E1]", "USD", /USD.*EUR/],
    ["[U1] * [U2]", "USD", /multipl/],
    ["[U1] / [E1]", "%", /USD per EUR/],
    ["[U1] / [E1] * 100", "%", /USD per EUR/],
    ["[U1] / [E1]", "USD", /USD per EUR/],
    ["[U1] / ([E1] / [U2])", "USD", /USD/],
    ["[U1]", "EUR", /comes out in USD.*'EUR'/],
    ["[U1] + [U2]", "€", /comes out in USD/],
    ["[U1] / [P]", "per piece", /comes out in USD.*'per piece'/],
    ["[U1] * [R]", "USD", /comes out in EUR/],
    ["[E1] * [R]", "EUR", /multipl|EUR/],
  ])("%s in %j is refused", (formula, unit, sentence) => {
    expect(problem(formula, unit)).toMatch(sentence);
  });
});

describe("the sentences of a refusal", () => {
  const NO_RATE = "there is no dated exchange rate";
  it.each<[string, string, string]>([
    ["[U1] + [E1]", "USD", `USD ([U1]) and EUR ([E1]) are added, and ${NO_RATE}.`],
    ["[U1] - [E1]", "USD", `USD ([U1]) and EUR ([E1]) are subtracted, and ${NO_RATE}.`],
    ["sum([U1], [E1])", "USD", `USD ([U1]) and EUR ([E1]) are added, and ${NO_RATE}.`],
    ["min([U1], [E1])", "USD", `USD ([U1]) and EUR ([E1]) are compared, and ${NO_RATE}.`],
    ["max([U1], [E1])", "USD", `USD ([U1]) and EUR ([E1]) are compared, and ${NO_RATE}.`],
    ["[U1] + [P]", "USD", "USD ([U1]) and pieces ([P]) are added, and money can only be combined with the same currency."],
    ["[P] + [U1]", "USD", "pieces ([P]) and USD ([U1]) are added, and money can only be combined with the same currency."],
    ["[N] + [U1]", "USD", "no unit ([N]) and USD ([U1]) are added, and money can only be combined with the same currency."],
    ["[U1] * [U2]", "USD", "USD ([U1]) and USD ([U2]) are multiplied: the result is not an amount of money."],
    ["[U1] / [R]", "USD", "USD ([U1]) and EUR per USD ([R]) are divided: the result is not an amount of money."],
    ["[U1]", "EUR", "It comes out in USD, but its unit is 'EUR'. Name that currency in the unit."],
    ["[U1] / [E1]", "%", `It comes out in USD per EUR, but its unit is '%', and ${NO_RATE}.`],
    ["5 * [U1] + [E1]", "USD", `USD ([U1]) and EUR ([E1]) are added, and ${NO_RATE}.`],
    ["[U1] * [P] + [E1]", "USD", `USD ([U1]) and EUR ([E1]) are added, and ${NO_RATE}.`],
    ["[P] * [U1] + [E1]", "USD", `USD ([U1]) and EUR ([E1]) are added, and ${NO_RATE}.`],
    ["[U1] / [U2] + [E1]", "USD", "a plain number ([U1]) and EUR ([E1]) are added, and money can only be combined with the same currency."],
    ["[U1] * [R] + [G1]", "EUR", `EUR ([U1]) and GBP ([G1]) are added, and ${NO_RATE}.`],
    ["[P] / [E1] / [U1]", "x", "per EUR ([E1]) and USD ([U1]) are divided: the result is not an amount of money."],
    ["[P] * [H] + [E1]", "EUR", "pieces ([P]) and EUR ([E1]) are added, and money can only be combined with the same currency."],
    ["[P] * 2 + [E1]", "EUR", "pieces ([P]) and EUR ([E1]) are added, and money can only be combined with the same currency."],
    ["sum([U1] * [U2], [U1])", "USD", "USD ([U1]) and USD ([U2]) are multiplied: the result is not an amount of money."],
    ["sum([U1], [U1] * [U2])", "USD", "USD ([U1]) and USD ([U2]) are multiplied: the result is not an amount of money."],
    ["3 + [U1] + [E1]", "USD", `USD ([U1]) and EUR ([E1]) are added, and ${NO_RATE}.`],
    ["([U1] + [E1]) + ([G1] + [U1])", "USD", `USD ([U1]) and EUR ([E1]) are added, and ${NO_RATE}.`],
    ["[P] + ([G1] + [U1])", "USD", `GBP ([G1]) and USD ([U1]) are added, and ${NO_RATE}.`],
  ])("%s in %j: %s", (formula, unit, sentence) => expect(problem(formula, unit)).toBe(sentence));
});

describe("a measure over records with money", () => {
  const fields = new Map(
    Object.entries({ usd: "USD", usd2: "$", eur: "EUR", n: undefined, qty: "pieces", qty2: "pieces" }).map(
      ([name, unit]): [string, Field] => [name, { name, label: name.toUpperCase(), type: "number", ...(unit !== undefined && { unit }) }],
    ),
  );
  const measure = (numerator: unknown, denominator?: unknown) =>
    Measure.parse({
      basis: "in-period",
      date: "on",
      whenEmpty: "zero",
      show: ["n"],
      numerator,
      ...(denominator !== undefined && { denominator }),
    });
  const sum = (of: unknown) => ({ fn: "sum", of });

  it.each<[unknown, unknown, string]>([
    [sum({ field: "usd" }), undefined, "USD"],
    [sum({ field: "usd" }), { fn: "count" }, "$"],
    [sum({ difference: ["usd", "usd2"] }), undefined, "USD"],
    [sum({ product: ["usd", "qty"] }), undefined, "USD"],
    [sum({ differenceTimes: ["usd", "usd2", "n"] }), undefined, "USD"],
    [sum({ field: "usd" }), sum({ field: "usd2" }), "%"],
    [sum({ field: "eur" }), sum({ field: "usd" }), "EUR/USD"],
    [sum({ field: "n" }), undefined, "EUR"],
    [sum({ difference: ["usd", "n"] }), undefined, "USD"],
    [{ fn: "count" }, undefined, "EUR"],
    [{ fn: "distinct", of: { field: "usd" } }, undefined, "prices"],
    [{ fn: "count", of: { field: "usd" } }, undefined, "orders"],
    [sum({ days: { from: "on", to: "done" } }), undefined, "days"],
    [sum({ differenceTimes: ["qty", "qty2", "eur"] }), undefined, "EUR"],
  ])("%j over %j in %s is accepted", (numerator, denominator, unit) => {
    expect(measureMoneyProblem(measure(numerator, denominator), fields, unit)).toBeNull();
  });

  it.each<[unknown, unknown, string, RegExp]>([
    [sum({ field: "usd" }), undefined, "EUR", /comes out in USD/],
    [{ fn: "max", of: { field: "usd" } }, undefined, "EUR", /comes out in USD/],
    [sum({ difference: ["usd", "eur"] }), undefined, "USD", /USD \('USD'\).*EUR \('EUR'\)/],
    [sum({ product: ["usd", "eur"] }), undefined, "USD", /multipl/],
    [sum({ differenceTimes: ["usd", "eur", "n"] }), undefined, "USD", /USD.*EUR/],
    [sum({ field: "eur" }), sum({ field: "usd" }), "%", /EUR per USD/],
    [sum({ product: ["usd", "qty"] }), undefined, "€", /comes out in USD/],
    [sum({ differenceTimes: ["qty", "qty2", "eur"] }), undefined, "USD", /comes out in EUR/],
  ])("%j over %j in %s is refused", (numerator, denominator, unit, sentence) => {
    expect(measureMoneyProblem(measure(numerator, denominator), fields, unit)).toMatch(sentence);
  });
});

it("the sentences about a measure name its fields", () => {
  const own = new Map(
    Object.entries({ usd: "USD", eur: "EUR", qty: "pieces", bare: "" }).map(([name, unit]): [string, Field] => [
      name,
      { name, label: name.toUpperCase(), type: "number", unit },
    ]),
  );
  const said = (numerator: unknown, denominator?: unknown, unit = "USD") => {
    const more = denominator === undefined ? {} : { denominator };
    return measureMoneyProblem(
      Measure.parse({ basis: "in-period", date: "on", whenEmpty: "zero", show: ["qty"], numerator, ...more }),
      own,
      unit,
    );
  };
  const mixed = { fn: "sum", of: { difference: ["usd", "eur"] } };
  const rate = "USD ('USD') and EUR ('EUR') are subtracted, and there is no dated exchange rate.";
  expect(said({ fn: "sum", of: { difference: ["usd", "qty"] } })).toBe(
    "USD ('USD') and pieces ('QTY') are subtracted, and money can only be combined with the same currency.",
  );
  expect(said(mixed)).toBe(rate);
  expect(said({ fn: "sum", of: { difference: ["bare", "usd"] } })).toBe(
    "no unit ('BARE') and USD ('USD') are subtracted, and money can only be combined with the same currency.",
  );
  expect([said(mixed, { fn: "count" }), said({ fn: "count" }, mixed), said(mixed, mixed)]).toEqual([rate, rate, rate]);
  // Of two faults the first is named.
  expect(said(mixed, { fn: "sum", of: { difference: ["qty", "eur"] } })).toBe(rate);
  expect(said({ fn: "count" }, undefined, "EUR")).toBeNull();
});

it("says whether two units are the same money", () => {
  expect(sameMoney("k€", "EUR")).toBe(true);
  expect(sameMoney("pieces", "%")).toBe(true);
  expect(sameMoney("USD", "EUR")).toBe(false);
  expect(sameMoney("USD", "pieces")).toBe(false);
});
