import { Decimal } from "decimal.js";
import type { Expression } from "./formula-parse";

/** Decimals kept of a computed value, and digits before the point that can be stored. */
const DECIMALS = 10;
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
const LIMIT = new Exact(10).pow(20);

/** Plain decimal strings. numerator and denominator: set if the formula is a ratio, so that coarser periods divide sums. */
export type FormulaValue = { value: string; numerator: string | null; denominator: string | null };

/**
 * Computes a formula for one period. `lookUp` returns the value of a KPI in that period as a decimal string, null if missing. Exact
 * decimals, the result rounded half up to 10. Null (missing, never zero) if any KPI it refers to is missing, if it divides by zero, and if
 * the result has more than 20 digits before the point. A formula whose outermost operation is a division, optionally negated or multiplied
 * or divided by a constant, keeps numerator and denominator, with the constant folded into the numerator.
 */
export function evaluateFormula(expression: Expression, lookUp: (code: string) => string | null): FormulaValue | null {
  const ratio = ratioOf(expression, lookUp);
  const value = ratio ? divide(ratio.numerator, ratio.denominator) : evaluate(expression, lookUp);
  const [shown, numerator, denominator] = [store(value), store(ratio?.numerator ?? null), store(ratio?.denominator ?? null)];
  if (shown === null) return null;
  return numerator === null || denominator === null
    ? { value: shown, numerator: null, denominator: null }
    : { value: shown, numerator, denominator };
}

type Ratio = { numerator: Decimal | null; denominator: Decimal | null };

function ratioOf(node: Expression, lookUp: (code: string) => string | null): Ratio | null {
  if (node.type === "negate") return scaled(ratioOf(node.of, lookUp), (n) => n.negated());
  if (node.type !== "binary") return null;
  if (node.operator === "*" || (node.operator === "/" && isConstant(node.right))) {
    const [ratioSide, constantSide] = isConstant(node.right) ? [node.left, node.right] : [node.right, node.left];
    if (!isConstant(constantSide)) return null;
    const constant = evaluate(constantSide, lookUp);
    return scaled(ratioOf(ratioSide, lookUp), (n) =>
      constant === null ? null : node.operator === "*" ? n.times(constant) : divide(n, constant),
    );
  }
  return node.operator === "/" ? { numerator: evaluate(node.left, lookUp), denominator: evaluate(node.right, lookUp) } : null;
}

const scaled = (ratio: Ratio | null, by: (n: Decimal) => Decimal | null): Ratio | null =>
  ratio && { numerator: ratio.numerator && by(ratio.numerator), denominator: ratio.denominator };

function isConstant(node: Expression): boolean {
  if (node.type === "kpi") return false;
  if (node.type === "number") return true;
  if (node.type === "negate") return isConstant(node.of);
  return node.type === "binary" ? isConstant(node.left) && isConstant(node.right) : node.of.every(isConstant);
}

function evaluate(node: Expression, lookUp: (code: string) => string | null): Decimal | null {
  if (node.type === "number") return new Exact(node.value);
  if (node.type === "kpi") {
    const value = lookUp(node.code);
    return value === null ? null : new Exact(value);
  }
  if (node.type === "negate") return evaluate(node.of, lookUp)?.negated() ?? null;
  if (node.type === "call") {
    const values = node.of.map((argument) => evaluate(argument, lookUp));
    const known = values.filter((value) => value !== null);
    const [first, ...rest] = known;
    if (!first || known.length < values.length) return null;
    if (node.name === "abs") return first.abs();
    if (node.name === "sum") return rest.reduce((sum, value) => sum.plus(value), first);
    return rest.reduce((best, value) => ((node.name === "min") === value.lt(best) ? value : best), first);
  }
  const [left, right] = [evaluate(node.left, lookUp), evaluate(node.right, lookUp)];
  if (left === null || right === null) return null;
  if (node.operator === "+") return left.plus(right);
  if (node.operator === "-") return left.minus(right);
  return node.operator === "*" ? left.times(right) : divide(left, right);
}

const divide = (left: Decimal | null, right: Decimal | null): Decimal | null =>
  left === null || right === null || right.isZero() ? null : left.dividedBy(right);

function store(value: Decimal | null): string | null {
  if (value === null) return null;
  const rounded = value.toDecimalPlaces(DECIMALS);
  return rounded.isFinite() && rounded.abs().lt(LIMIT) ? rounded.plus(0).toFixed() : null;
}
