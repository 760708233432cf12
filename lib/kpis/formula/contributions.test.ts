import { Decimal } from "decimal.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { contributionsOf } from "./contributions";
import { parseFormula } from "./formula-parse";

function split(formula: string, values: Record<string, [number, number]>) {
  const { expression } = parseFormula(formula);
  if (!expression) throw new Error("not a formula");
  const at = (index: 0 | 1) => (code: string) => values[code]?.[index].toString() ?? null;
  return contributionsOf(expression, at(0), at(1));
}
const figures = (result: ReturnType<typeof split>, digits = 1) =>
  Object.fromEntries(result?.parts.map(({ code, contribution }) => [code, Number(Number(contribution).toFixed(digits))]) ?? []);
const total = (result: ReturnType<typeof split>) =>
  result?.parts.reduce((sum, part) => sum.plus(part.contribution), new Decimal(0)).toFixed();

it("gives the worked example, and adds up to the last digit", () => {
  const result = split("[A] * [B] * [C]", { A: [10, 7], B: [5, 7], C: [5, 6] });
  expect(figures(result)).toEqual({ A: -96.8, B: 91.3, C: 49.5 });
  expect(result?.change).toBe("44");
  expect(total(result)).toBe("44");
  expect(split("[A] * ([B] * [C])", { A: [10, 7], B: [5, 7], C: [5, 6] })).toEqual(result);
});

it("sums are split term by term", () => {
  expect(figures(split("[A] + [B] - 2 * [C]", { A: [1, 4], B: [2, 1], C: [3, 5] }))).toEqual({ A: 3, B: -1, C: -4 });
});

it("a share of a sum: cost of 60 of 100 sold becomes 66 of 120, and the margin rises by 5 points", () => {
  const result = split("([S] - [C]) / [S] * 100", { S: [100, 120], C: [60, 66] });
  expect(result?.change).toBe("5");
  expect(total(result)).toBe("5");
  const { S = 0, C = 0 } = figures(result, 6);
  expect(S).toBeGreaterThan(0);
  expect(C).toBeLessThan(0);
});

it("a missing input or a division by zero cannot be split", () => {
  expect(split("[A] / [B]", { A: [1, 2] })).toBeNull();
  expect(split("[A] / [B]", { A: [1, 2], B: [0, 2] })).toBeNull();
});

it("an unchanged input contributes nothing; min and max go to the inputs that moved them", () => {
  expect(figures(split("max([A], [B])", { A: [1, 9], B: [5, 5] }))).toEqual({ A: 4, B: 0 });
  expect(figures(split("[A] * [B]", { A: [3, 3], B: [2, 4] }))).toEqual({ A: 0, B: 6 });
});

it("adds up exactly, whatever the values and signs", () => {
  const value = fc.integer({ min: -50, max: 50 }).map((n) => n / 4);
  const pair = fc.tuple(value, value);
  const formula = fc.constantFrom(
    "[A] * [B] / [C]",
    "([A] - [B]) / [C] * 100",
    "[A] * ([B] + [C])",
    "min([A], [B]) * [C]",
    "-[A] / ([B] * [C])",
  );
  fc.assert(
    fc.property(formula, pair, pair, pair, (text, A, B, C) => {
      const result = split(text, { A, B, C });
      if (result) expect(total(result)).toBe(result.change);
    }),
    { numRuns: 300 },
  );
});
