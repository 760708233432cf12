import type { Decimal } from "decimal.js";
import { Precise, shapley, splitProduct } from "@/lib/statistics/decompose";
import { evaluateFormula } from "./formula";
import type { Expression } from "./formula-parse";

/** Plain decimal strings; `contribution` in the unit of the computed KPI. */
export type Contribution = { code: string; contribution: string };
type LookUp = (code: string) => string | null;
type Shares = Map<string, Decimal>;
type Node = { before: Decimal; after: Decimal; shares: Shares };

const DECIMALS = 10;
const ZERO = new Precise(0);

/**
 * How much each KPI in a formula contributed to the change of its value between two periods. Sums are split term by term, products and
 * ratios by log-mean weights, and sign changes, min, max and abs by the Shapley average (lib/statistics/decompose.ts). Rounded to ten
 * decimals by largest remainder: the contributions add up to the change exactly. Null if either value is missing or cannot be split.
 */
export function contributionsOf(expression: Expression, before: LookUp, after: LookUp): { change: string; parts: Contribution[] } | null {
  const [then, now] = [evaluateFormula(expression, before), evaluateFormula(expression, after)];
  if (!then || !now) return null;
  const node = walk(expression, before, after);
  if (!node) return null;
  const change = new Precise(now.value).minus(then.value);
  return { change: change.toFixed(), parts: rounded([...node.shares], change) };
}

/** Each part rounded down to ten decimals; the remaining units go to the parts that lost most. */
function rounded(shares: [string, Decimal][], change: Decimal): Contribution[] {
  const unit = new Precise(10).pow(-DECIMALS);
  const cut = shares.map(([code, exact]) => {
    const floor = exact.toDecimalPlaces(DECIMALS, 3); // ROUND_FLOOR
    return { code, value: floor, lost: exact.minus(floor) };
  });
  const left = change
    .minus(cut.reduce((sum, { value }) => sum.plus(value), ZERO))
    .dividedBy(unit)
    .round()
    .toNumber();
  const order = cut.toSorted((a, b) => b.lost.comparedTo(a.lost));
  for (let i = 0; i < Math.abs(left) && order.length > 0; i += 1) {
    const own = order[i % order.length];
    if (own) own.value = own.value.plus(unit.times(Math.sign(left)));
  }
  return cut.map(({ code, value }) => ({ code, contribution: value.toFixed() }));
}

function walk(node: Expression, before: LookUp, after: LookUp): Node | null {
  if (node.type === "number") return { before: new Precise(node.value), after: new Precise(node.value), shares: new Map() };
  if (node.type === "kpi") {
    const [then, now] = [before(node.code), after(node.code)];
    if (then === null || now === null) return null;
    const own = { before: new Precise(then), after: new Precise(now) };
    return { ...own, shares: new Map([[node.code, own.after.minus(own.before)]]) };
  }
  if (node.type === "negate") {
    const of = walk(node.of, before, after);
    return of && { before: of.before.negated(), after: of.after.negated(), shares: scaled(of.shares, new Precise(-1)) };
  }
  if (node.type === "call") {
    const of = node.of.map((argument) => walk(argument, before, after));
    const known = of.filter((part) => part !== null);
    return known.length < of.length ? null : node.name === "sum" ? sumOf(known) : called(node.name, known);
  }
  const [left, right] = [walk(node.left, before, after), walk(node.right, before, after)];
  if (!left || !right) return null;
  if (node.operator === "+") return sumOf([left, right]);
  if (node.operator === "-")
    return sumOf([left, { before: right.before.negated(), after: right.after.negated(), shares: scaled(right.shares, new Precise(-1)) }]);
  return productOf(node, before, after);
}

function sumOf(parts: readonly Node[]): Node {
  const shares: Shares = new Map();
  for (const part of parts) for (const [code, share] of part.shares) shares.set(code, (shares.get(code) ?? ZERO).plus(share));
  const total = (pick: (part: Node) => Decimal) => parts.reduce((sum, part) => sum.plus(pick(part)), ZERO);
  return { before: total((part) => part.before), after: total((part) => part.after), shares };
}

/** Flattens a chain of products and quotients: three factors in a row are three, whatever the brackets. */
function productOf(node: Expression, before: LookUp, after: LookUp): Node | null {
  const factors: { node: Node; power: 1 | -1 }[] = [];
  const collect = (own: Expression, power: 1 | -1): boolean => {
    if (own.type === "binary" && (own.operator === "*" || own.operator === "/"))
      return collect(own.left, power) && collect(own.right, own.operator === "*" ? power : power === 1 ? -1 : 1);
    const walked = walk(own, before, after);
    if (walked) factors.push({ node: walked, power });
    return walked !== null;
  };
  if (!collect(node, 1)) return null;
  const parts = splitProduct(factors.map(({ node: { before: b, after: a }, power }) => ({ before: b, after: a, power })));
  if (!parts) return null;
  const value = (pick: (own: Node) => Decimal) =>
    factors.reduce(
      (product, { node: own, power }) => (power === 1 ? product.times(pick(own)) : product.dividedBy(pick(own))),
      new Precise(1),
    );
  return combined(
    factors.map((factor) => factor.node),
    parts,
    value((own) => own.before),
    value((own) => own.after),
  );
}

function called(name: "min" | "max" | "abs", arguments_: readonly Node[]): Node | null {
  const value = (values: readonly Decimal[]): Decimal | null => {
    const [first, ...rest] = values;
    if (!first) return null;
    if (name === "abs") return first.abs();
    return rest.reduce((best, own) => ((name === "min") === own.lt(best) ? own : best), first);
  };
  const parts = shapley(
    arguments_.map((own) => [own.before, own.after] as const),
    value,
  );
  const [then, now] = [value(arguments_.map((own) => own.before)), value(arguments_.map((own) => own.after))];
  return parts && then && now && combined(arguments_, parts, then, now);
}

/** Distributes a part's contribution over its own inputs, in proportion to how each moved it. */
function combined(nodes: readonly Node[], parts: readonly Decimal[], before: Decimal, after: Decimal): Node {
  const shares: Shares = new Map();
  for (const [index, own] of nodes.entries()) {
    const moved = own.after.minus(own.before);
    const rate = moved.isZero() ? ZERO : (parts[index] ?? ZERO).dividedBy(moved);
    for (const [code, share] of own.shares) shares.set(code, (shares.get(code) ?? ZERO).plus(share.times(rate)));
  }
  return { before, after, shares };
}

const scaled = (shares: Shares, by: Decimal): Shares => new Map([...shares].map(([code, share]) => [code, share.times(by)]));
