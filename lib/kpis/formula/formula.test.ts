import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateFormula } from "./formula";
import { cycleIn, inOrder } from "./formula-graph";
import { parseFormula, referencesOf } from "./formula-parse";

const run = (formula: string, values: Record<string, string | null> = {}) => {
  const { expression, problem } = parseFormula(formula);
  if (problem) throw new Error(problem.message);
  return evaluateFormula(expression, (code) => values[code] ?? null);
};
const value = (formula: string, values: Record<string, string | null> = { A: "1" }) => run(formula, values)?.value ?? null;
const problem = (formula: string) => parseFormula(formula).problem?.message;

describe("evaluateFormula", () => {
  it("precedence: 2 + 3 x 4 - 10 / 4 = 11.5 and (2 + 3) x 4 = 20, minus twice is plus", () => {
    expect(value("[A] * (2 + 3 * 4 - 10 / 4)")).toBe("11.5");
    expect(value("[A] * (2 + 3) * 4")).toBe("20");
    expect(value("2 - -[A] - 3")).toBe("0");
    expect(value("8 / 4 / 2 * [A]")).toBe("1");
  });

  it("is exact: 0.1 + 0.2 = 0.3; 1/3 rounds to ten decimals; 2/3 rounds up", () => {
    expect(value("[A] + [B]", { A: "0.1", B: "0.2" })).toBe("0.3");
    expect(value("[A] / 3")).toBe("0.3333333333");
    expect(value("2 / (3 * [A])")).toBe("0.6666666667");
  });

  it("sum(1, 2, 3) = 6, min 1, max 3, abs(-4) = 4", () => {
    const all = { A: "1", B: "2", C: "3", D: "-4" };
    expect(value("sum([A], [B], [C])", all)).toBe("6");
    expect(value("min([C], [A], [B])", all)).toBe("1");
    expect(value("MAX([A], [C], [B])", all)).toBe("3");
    expect(value("abs([D])", all)).toBe("4");
  });

  it("keeps the ratio: 30 of 40 is 0.75 from 30 and 40; times 100 it is 75 from 3000 and 40; negated from -30", () => {
    const all = { A: "30", B: "40" };
    expect(run("[A] / [B]", all)).toEqual({ value: "0.75", numerator: "30", denominator: "40" });
    expect(run("100 * [A] / [B]", all)).toEqual({ value: "75", numerator: "3000", denominator: "40" });
    expect(run("[A] / [B] * 100", all)).toEqual({ value: "75", numerator: "3000", denominator: "40" });
    expect(run("-([A] / [B])", all)).toEqual({ value: "-0.75", numerator: "-30", denominator: "40" });
    expect(run("[A] / [B] / 2", all)).toEqual({ value: "0.375", numerator: "15", denominator: "40" });
    expect(run("[A] / [B] + 1", all)).toEqual({ value: "1.75", numerator: null, denominator: null });
  });

  it("missing is not zero: any missing KPI, or a division by zero, makes the period missing", () => {
    expect(run("[A] + [B]", { A: "1", B: null })).toBeNull();
    expect(run("sum([A], [B])", { A: "1" })).toBeNull();
    expect(run("0 * [B]", {})).toBeNull();
    expect(run("[A] / [B]", { A: "1", B: "0" })).toBeNull();
    expect(run("[A] / ([B] - 2) * 100", { A: "1", B: "2" })).toBeNull();
    expect(run("[A] * [A]", { A: "99999999999" })).toBeNull();
  });

  it("agrees with plain arithmetic on any small whole numbers", () => {
    const whole = fc.integer({ min: -999, max: 999 });
    fc.assert(
      fc.property(whole, whole, whole, (a, b, c) => {
        expect(Number(value("([A] - [B]) * [C] + max([A], [B])", { A: `${a}`, B: `${b}`, C: `${c}` }))).toBe(
          (a - b) * c + Math.max(a, b) + 0,
        );
      }),
    );
  });
});

describe("parseFormula", () => {
  it("names the KPIs once each, in order", () => {
    expect(referencesOf(parseFormula("[SAL-02] / ([SAL-01] + [SAL-02])").expression ?? { type: "number", value: "0", at: 0 })).toEqual([
      "SAL-02",
      "SAL-01",
    ]);
  });

  it.each([
    ["", "A KPI, a number or a parenthesis is expected at the end."],
    ["1 + 2", "The formula has no KPI. Write its code in brackets, such as [SAL-01]."],
    ["[A] +", "A KPI, a number or a parenthesis is expected at the end."],
    ["[A] [B]", "An operator is expected before [B] at 5."],
    ["[A] + * 2", 'A KPI, a number or a parenthesis is expected instead of "*" at 7.'],
    ["([A] + 1", "The parenthesis at 1 is not closed."],
    ["[A] + 1)", 'An operator is expected before ")" at 8.'],
    ["[A", "The bracket at 1 is not closed."],
    ["[A] % 2", '"%" at 5 is not allowed in a formula.'],
    ["[1A]", '"1A" at 1 is not a KPI code.'],
    ["sqrt([A])", '"sqrt" at 1 is not a function; there are sum, min, max and abs. KPI codes are written in brackets.'],
    ["constructor([A])", '"constructor" at 1 is not a function; there are sum, min, max and abs. KPI codes are written in brackets.'],
    ["sum [A]", '"sum" at 1 needs its values in parentheses.'],
    ["abs([A], 2)", '"abs" at 1 takes one value, not 2.'],
    ["sum()", 'A KPI, a number or a parenthesis is expected instead of ")" at 5.'],
  ])("refuses %j in a sentence that says where", (formula, message) => {
    expect(problem(formula)).toBe(message);
  });

  it("refuses 1,001 characters and 41 levels, takes 39", () => {
    expect(problem("1".repeat(1001))).toBe("A formula has at most 1000 characters; this one has 1001.");
    expect(problem(`${"(".repeat(41)}[A]${")".repeat(41)}`)).toBe("The formula is nested deeper than 40 levels at 41.");
    expect(value(`${"(".repeat(39)}[A]${")".repeat(39)}`)).toBe("1");
  });

  it("never throws, whatever is typed", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."[]()+-*/,.19 ABsum") }), (text) => void parseFormula(text)));
  });
});

describe("the graph of formulas", () => {
  const graph = new Map([
    ["C", ["B", "X"]],
    ["B", ["A"]],
    ["D", ["C", "B"]],
  ]);
  it("puts inputs first: B before C before D", () => {
    expect(inOrder(graph)).toEqual(["B", "C", "D"]);
    expect(cycleIn(graph)).toBeNull();
  });

  it("gives the path of a cycle, also of a KPI that uses itself, and survives a chain of 20,000", () => {
    expect(cycleIn(new Map([...graph, ["A", ["D"]]]))).toEqual(["C", "B", "A", "D", "C"]);
    expect(cycleIn(new Map([["A", ["A"]]]))).toEqual(["A", "A"]);
    expect(() =>
      inOrder(
        new Map([
          ["A", ["B"]],
          ["B", ["A"]],
        ]),
      ),
    ).toThrow("Circular formulas: A from B from A.");
    expect(cycleIn(new Map(Array.from({ length: 20_000 }, (_, i) => [`${i}`, [`${i + 1}`]])))).toBeNull();
  });
});
