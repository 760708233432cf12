import { type IsoDate, parseDate } from "@/lib/calendar/dates";
import { MONTH_NAMES } from "@/lib/calendar/period-labels";

/** Shown if there is no value: never a zero. */
export const NO_VALUE = "–";
const MINUS = "−";
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const SUFFIXES = ["", "k", "M", "bn", "tn"] as const;

const FULL = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 10 });
const THREE_FIGURES = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });

/** Caches one value per key: creating an Intl format costs more than a hundred uses of it, and a page has hundreds. */
function memoize<T>(make: (key: string) => T): (key: string) => T {
  const held = new Map<string, T>();
  return (key) => {
    const known = held.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    held.set(key, made);
    return made;
  };
}

const clockOf = memoize(
  (timeZone) =>
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
);

const symbolOf = memoize((currency) => {
  const parts = new Intl.NumberFormat("en-GB", { style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(1);
  return parts.find(({ type }) => type === "currency")?.value ?? currency;
});

export type Precision = "tile" | "full";
export type Formatted = { text: string; unit: string };

/**
 * A number in British form with a typographic minus. "tile": at most three significant figures with k, M, bn, tn (48.2k, 1.24M, 66.3);
 * "full": all its digits, grouped (48,234.5). Null is an en dash; throws RangeError for NaN or Infinity, which must never be shown.
 */
export function formatNumber(value: number | null, precision: Precision = "tile"): string {
  if (value === null) return NO_VALUE;
  if (!Number.isFinite(value)) throw new RangeError("cannot show a number that is not finite");
  const size = Math.abs(value);
  const text = precision === "full" ? FULL.format(size) : shorten(size);
  return isZero(text) ? text : sign(value) + text;
}

/**
 * A value with its unit separate, for a muted unit: 66.3 and "%"; 48.2k and "orders"; 1 and "day" for "days". A currency code as unit
 * (three capitals) goes before the number as a symbol: "$358k" and "". Null is an en dash without unit.
 */
export function formatValue(value: number | null, unit: string, precision: Precision = "tile"): Formatted {
  if (value === null) return { text: NO_VALUE, unit: "" };
  const number = formatNumber(value, precision);
  if (isCurrency(unit)) return { text: withSymbol(number, unit), unit: "" };
  return { text: number, unit: number === "1" || number === `${MINUS}1` ? singular(unit) : unit };
}

/** `formatValue` as one string: "66.3%", "$358k", "48.2k orders", "–". */
export function formatValueText(value: number | null, unit: string, precision: Precision = "tile"): string {
  return join(formatValue(value, unit, precision));
}

/**
 * A change with its sign: "+3.1 points" for percentages, "−$12k", "+4 orders", "0 days". Null is an en dash. Both original values must be
 * in `unit`.
 */
export function formatDelta(change: number | null, unit: string, precision: Precision = "tile"): string {
  if (change === null) return NO_VALUE;
  const text = formatValueText(change, unit === "%" ? "points" : unit, precision);
  return change > 0 && !isZero(formatNumber(change, precision)) ? `+${text}` : text;
}

export type DateStyle = "long" | "medium" | "short";

/** "2014-06-02" as "Mon 2 June 2014" (long), "2 Jun 2014" (medium) or "2 Jun" (short). Throws RangeError for an invalid date. */
export function formatDate(date: IsoDate, style: DateStyle = "long"): string {
  const day = parseDate(date);
  const month = MONTH_NAMES[day.month - 1] ?? "";
  if (style === "long") return `${WEEKDAYS[day.dayOfWeek - 1]} ${day.day} ${month} ${day.year}`;
  return `${day.day} ${month.slice(0, 3)}${style === "medium" ? ` ${day.year}` : ""}`;
}

/** An ISO instant in the local time of `timeZone`: "Mon 2 June 2014, 08:00". Throws RangeError for an invalid instant. */
export function formatInstant(instant: string, timeZone = "UTC", style: DateStyle = "long"): string {
  // Without an offset the text would mean a different instant on every machine.
  if (!instant.includes("T") || !/(?:Z|[+-]\d{2}:?\d{2})$/.test(instant))
    throw new RangeError(`not an instant with its offset: ${instant}`);
  const parts = clockOf(timeZone).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((own) => own.type === type)?.value ?? "";
  return `${formatDate(`${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`, style)}, ${part("hour")}:${part("minute")}`;
}

/** Time from one ISO instant to a later one, rounded down: "now" under a minute, then "5 min", "3 h", "1 d". */
export function formatAge(from: string, now: string): string {
  const minutes = Math.floor((Date.parse(now) - Date.parse(from)) / 60_000);
  if (Number.isNaN(minutes)) throw new RangeError("an age needs two instants");
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  return minutes < 1440 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

/** The same as an addition to an event: "just now", "5 min ago". */
export function formatAgo(at: string, now: string): string {
  const age = formatAge(at, now);
  return age === "now" ? "just now" : `${age} ago`;
}

function shorten(size: number): string {
  // Rounded first: 999,600 is 1M, not 1,000k.
  const rounded = Number(size.toPrecision(3));
  const step = rounded < 1000 ? 0 : Math.min(Math.floor(Math.log10(rounded) / 3 + 1e-9), SUFFIXES.length - 1);
  return THREE_FIGURES.format(rounded / 1000 ** step) + (SUFFIXES[step] ?? "");
}

const isZero = (text: string) => !/[1-9]/.test(text);
const sign = (value: number) => (value < 0 ? MINUS : "");
const isCurrency = (unit: string) => /^[A-Z]{3}$/.test(unit);

function withSymbol(number: string, currency: string): string {
  const symbol = symbolOf(currency);
  const negative = number.startsWith(MINUS);
  // A code or a word needs a space, a sign does not: "CHF 5", "kr 5", "$5".
  return `${negative ? MINUS : ""}${symbol}${/[A-Za-z]$/.test(symbol) ? " " : ""}${negative ? number.slice(1) : number}`;
}

function join({ text, unit }: Formatted): string {
  if (unit === "") return text;
  return unit === "%" ? `${text}%` : `${text} ${unit}`;
}

function singular(unit: string): string {
  if (/ies$/.test(unit)) return unit.replace(/ies$/, "y");
  return /[^siu]s$/.test(unit) ? unit.slice(0, -1) : unit;
}
