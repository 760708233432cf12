const steps = [1, 2, 2.5, 5, 10];

/**
 * Round axis ticks that cover [low, high]: a step of 1, 2, 2.5 or 5 times a power of ten, four to six intervals or fewer. Bars pass
 * `fromZero`; lines do not. A flat range is widened by one step each way; ticks never go below zero if every value is zero or more. Rounded
 * to the step's decimals, so that 0.1 + 0.2 never shows.
 */
export function niceTicks(low: number, high: number, options: { intervals?: number; fromZero?: boolean } = {}): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) throw new RangeError("niceTicks needs finite numbers");
  const { intervals = 5, fromZero = false } = options;
  let from = fromZero ? Math.min(0, low) : low;
  let to = fromZero ? Math.max(0, high) : high;
  if (from > to) [from, to] = [to, from];
  // A mean of equal values differs from them in the last floating-point digits: that is not a range to draw.
  if (to - from <= Math.max(Math.abs(from), Math.abs(to)) * 1e-9) {
    const half = from === 0 ? 0.5 : Math.abs(from) * 0.05;
    from = low >= 0 ? Math.max(0, from - half) : from - half;
    to += half;
  }
  const step = niceStep((to - from) / intervals);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  const decimals = stepDecimals(step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(decimals)));
}

/** The smallest round step that is at least `raw`. */
function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  return (steps.find((step) => step * power >= raw * (1 - 1e-9)) ?? 10) * power;
}

/** Decimals that write a step of niceTicks exactly: 0.25 needs 2, 20 needs 0. */
export function stepDecimals(step: number): number {
  for (let decimals = 0; decimals < 12; decimals += 1) if (Math.abs(Number(step.toFixed(decimals)) - step) < step * 1e-9) return decimals;
  return 12;
}

/** By number of decimals. Creating a format costs more than a hundred uses of it, and a chart prints hundreds of numbers. */
const fixed = new Map<number, Intl.NumberFormat>();

function fixedOf(decimals: number): Intl.NumberFormat {
  const held = fixed.get(decimals);
  if (held !== undefined) return held;
  const made = new Intl.NumberFormat("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  fixed.set(decimals, made);
  return made;
}

/** A number with thousands separators and fixed decimals, minus as a true minus sign; null is an en dash. */
export function plainNumber(value: number | null, decimals: number): string {
  if (value === null) return "–";
  const text = fixedOf(decimals).format(Math.abs(value));
  return value < 0 && Number(value.toFixed(decimals)) !== 0 ? `−${text}` : text;
}

/** A target is shown as it was chosen, whatever the precision of the values: 80, 95.5. At most four decimals. */
export const targetNumber = (value: number): string => plainNumber(value, Math.min(4, (String(value).split(".")[1] ?? "").length));
