import { Decimal } from "decimal.js";

/** One factor of a product at two moments. `power` -1: a divisor. */
export type Factor = { before: Decimal; after: Decimal; power: 1 | -1 };

/** Sixty digits: results are rounded to ten, so that no internal rounding shows. */
export const Precise = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
const ZERO = new Precise(0);

/**
 * The logarithmic mean of two positive numbers, (x - y) / (ln x - ln y); x itself if they are equal. For two negative numbers, the negative
 * of the mean of their magnitudes. Only for two of the same sign.
 */
export function logMean(x: Decimal, y: Decimal): Decimal {
  if (x.isNegative()) return logMean(x.negated(), y.negated()).negated();
  return x.eq(y) ? x : x.minus(y).dividedBy(x.ln().minus(y.ln()));
}

/**
 * How much each factor contributed to the change of their product, after - before; the parts add up to it. Uses log-mean weights (LMDI: d_i
 * = L(V1, V0) ln(x_i1 / x_i0); Ang 2005), which leave no remainder and do not depend on the order of the factors. If factors are zero at
 * one end, the analytical limit (Ang and Liu 2007): the whole value of the other end, shared by the factors that are zero. If a factor
 * changes its sign, the Shapley average over all orders. Null if a divisor is zero.
 */
export function splitProduct(factors: readonly Factor[]): Decimal[] | null {
  if (factors.some(({ before, after, power }) => power === -1 && (before.isZero() || after.isZero()))) return null;
  if (factors.some(({ before, after }) => before.times(after).isNegative() && !before.isZero() && !after.isZero()))
    return shapley(
      factors.map(({ before, after }) => [before, after] as const),
      (values) => productOf(factors, values),
    );
  const [v0, v1] = [
    productOf(
      factors,
      factors.map((f) => f.before),
    ),
    productOf(
      factors,
      factors.map((f) => f.after),
    ),
  ];
  if (!v0 || !v1) return null;
  if (v0.isZero() && v1.isZero()) return factors.map(() => ZERO);
  if (v0.isZero() || v1.isZero()) {
    const gone = factors.map(({ before, after }) => (v0.isZero() ? before : after).isZero());
    const share = v1.minus(v0).dividedBy(gone.filter(Boolean).length);
    return gone.map((own) => (own ? share : ZERO));
  }
  const weight = logMean(v1, v0);
  return factors.map(({ before, after, power }) => weight.times(after.dividedBy(before).ln()).times(power));
}

function productOf(factors: readonly Factor[], values: readonly Decimal[]): Decimal | null {
  let product: Decimal = new Precise(1);
  for (const [index, { power }] of factors.entries()) {
    const value = values[index] ?? ZERO;
    if (power === -1 && value.isZero()) return null;
    product = power === 1 ? product.times(value) : product.dividedBy(value);
  }
  return product;
}

/** With more parts there are too many orders to go through. */
export const SHAPLEY_PARTS = 10;

/**
 * The Shapley average: the change in value when each part moves from before to after, averaged over all orders in which they could move.
 * Adds up to the whole change. Null if the value is unknown for some mixture, or there are more than ten parts.
 */
export function shapley(
  parts: readonly (readonly [Decimal, Decimal])[],
  value: (values: readonly Decimal[]) => Decimal | null,
): Decimal[] | null {
  const n = parts.length;
  if (n > SHAPLEY_PARTS) return null;
  const at: Decimal[] = [];
  for (let moved = 0; moved < 2 ** n; moved += 1) {
    const mixed = value(parts.map(([before, after], i) => ((moved >> i) & 1 ? after : before)));
    if (mixed === null) return null;
    at.push(mixed);
  }
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  return parts.map((_, i) => {
    let sum: Decimal = ZERO;
    for (let moved = 0; moved < 2 ** n; moved += 1) {
      if ((moved >> i) & 1) continue;
      const size = bits(moved);
      const gain = (at[moved | (1 << i)] ?? ZERO).minus(at[moved] ?? ZERO);
      sum = sum.plus(gain.times(factorial(size) * factorial(n - size - 1)));
    }
    return sum.dividedBy(factorial(n));
  });
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
