import { describe, expect, it } from "vitest";
import { parseFormula } from "../formula/formula-parse";
import type { Field } from "./compute-sql";

import { Measure } from "./measure";
import { formulaMoneyProblem, measureMoneyProblem, moneyIn, sameMoney } from "./money";

describe("the currency a unit is in", () => {
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
  ])("%s in %j is taken", (formula, unit) => {
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

describe("a measure over records with money", () => {
  const fields = new Map(
    Object.entries({ usd: "USD", usd2: "$", eur: "EUR", n: undefined, qty: "pieces" }).map(([name, unit]): [string, Field] => [
      name,
      { name, label: name.toUpperCase(), type: "number", ...(unit !== undefined && { unit }) },
    ]),
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
  ])("%j over %j in %s is taken", (numerator, denominator, unit) => {
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
  ])("%j over %j in %s is refused", (numerator, denominator, unit, sentence) => {
    expect(measureMoneyProblem(measure(numerator, denominator), fields, unit)).toMatch(sentence);
  });
});

it("says whether two units are the same money", () => {
  expect(sameMoney("k€", "EUR")).toBe(true);
  expect(sameMoney("pieces", "%")).toBe(true);
  expect(sameMoney("USD", "EUR")).toBe(false);
  expect(sameMoney("USD", "pieces")).toBe(false);
});
