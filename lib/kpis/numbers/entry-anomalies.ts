import { stripTrailing } from "@/lib/strip-trailing";

/** Where the values of a measure usually lie, inclusive; null while unknown. */
export type UsualRange = { lower: number | null; upper: number | null };

export type EntryAnomaly = {
  /** The probable value, using exactly the typed digits. */
  guess: string;
  /** What the slip looks like, as the beginning of a question: "Ten times the usual." */
  words: string;
};

const FACTORS = [
  { places: -1, words: "Ten times the usual." },
  { places: 1, words: "A tenth of the usual." },
  { places: -2, words: "A hundred times the usual." },
  { places: 2, words: "A hundredth of the usual." },
  { places: -3, words: "A thousand times the usual." },
  { places: 3, words: "A thousandth of the usual." },
] as const;

/**
 * A probable typing slip to ask about: null inside the usual range, while that is unknown, and if no slip would explain the value. Checked
 * in this order: a percentage typed as a fraction; thousands left out or a misplaced decimal mark (a factor of ten, a hundred or a
 * thousand, only from twice the range or half of it on, since closer values may well be true); the sign; two neighbouring digits swapped,
 * if only one such swap fits.
 * @param typed a plain decimal, "-1234.5".
 */
export function findEntryAnomaly(typed: string, { lower, upper, unit }: UsualRange & { unit: string }): EntryAnomaly | null {
  const value = Number(typed);
  if (lower === null || upper === null || upper <= lower || !Number.isFinite(value) || isUsual(value, { lower, upper })) return null;
  const fits = (text: string) => isUsual(Number(text), { lower, upper });
  if (unit === "%" && Math.abs(value) <= 1 && value !== 0 && fits(shiftDecimal(typed, 2)))
    return { guess: shiftDecimal(typed, 2), words: "This looks like a fraction, and the measure is in percent." };
  const size = Math.abs(value);
  const farOut = size >= 2 * Math.max(Math.abs(lower), Math.abs(upper));
  const farIn = lower * upper > 0 && size <= Math.min(Math.abs(lower), Math.abs(upper)) / 2;
  if (value !== 0 && (farOut || farIn)) {
    const factor = FACTORS.find(({ places }) => places < 0 === farOut && fits(shiftDecimal(typed, places)));
    if (factor) return { guess: shiftDecimal(typed, factor.places), words: factor.words };
  }
  const negated = typed.startsWith("-") ? typed.slice(1) : `-${typed}`;
  if (value !== 0 && fits(negated)) return { guess: negated, words: "Different sign than usual." };
  const swapped = swaps(typed).filter(fits);
  const [only] = swapped;
  return only !== undefined && swapped.length === 1 ? { guess: only, words: "Two digits may have changed places." } : null;
}

/** Whether a typed number is outside the usual range; false while no range is known. */
export const isUnusual = (typed: number, { lower, upper }: UsualRange): boolean =>
  lower !== null && upper !== null && (typed < lower || typed > upper);

const isUsual = (value: number, range: { lower: number; upper: number }) => value >= range.lower && value <= range.upper;

/** Multiplies a plain decimal by a power of ten by moving its point: no digit is rounded. */
export function shiftDecimal(text: string, places: number): string {
  const negative = text.startsWith("-");
  const [whole = "", fraction = ""] = (negative ? text.slice(1) : text).split(".");
  let digits = whole + fraction;
  let point = whole.length + places;
  if (point <= 0) {
    digits = "0".repeat(1 - point) + digits;
    point = 1;
  }
  digits = digits.padEnd(point, "0");
  const before = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  const after = stripTrailing(digits.slice(point), "0");
  return `${negative ? "-" : ""}${before}${after && `.${after}`}`;
}

/** Every number made by swapping two neighbouring digits, without repeats and without a leading zero. */
function swaps(text: string): string[] {
  const found = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) {
    const [a = "", b = ""] = [text[i], text[i + 1]];
    if (!/\d/.test(a) || !/\d/.test(b) || a === b) continue;
    const swapped = text.slice(0, i) + b + a + text.slice(i + 2);
    if (!/^-?0\d/.test(swapped)) found.add(swapped);
  }
  return [...found];
}
