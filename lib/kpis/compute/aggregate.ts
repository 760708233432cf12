import { Decimal } from "decimal.js";
import type { IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import type { Frequency } from "@/lib/calendar/periods";
import { periodGrid } from "../summary/summary-periods";

export type Aggregation = "sum" | "mean" | "last" | "min" | "max" | "ratio";

/** One period, decimals as plain strings; value null: missing. */
export type ExactPoint = { period: IsoDate; value: string | null; numerator: string | null; denominator: string | null };
/** `complete`: every finer period inside it has a value. */
export type AggregatedPoint = ExactPoint & { complete: boolean };

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
const ORDER: readonly Frequency[] = ["day", "week", "month", "quarter", "half_year", "year"];

/** Whether periods of `from` fill periods of `to` exactly. Weeks fill months only in a calendar of whole weeks that end on Sunday. */
export function canAggregate(from: Frequency, to: Frequency, calendar: FiscalCalendar): boolean {
  if (from === to) return true;
  if (ORDER.indexOf(from) > ORDER.indexOf(to)) return false;
  return from !== "week" || (calendar.pattern !== "months" && (calendar.yearEnd?.weekday ?? 7) === 7);
}

/**
 * A series at a coarser frequency, with one point per coarser period between the first and the last point. A ratio is the sum of numerators
 * over the sum of denominators (times the scale of its values, 100 for percent), never a mean of ratios; without numerators and
 * denominators it has no value. A sum over a period with a missing part is missing: a year of eleven months is no year. The other functions
 * use the known parts. `points` in order. Exact, rounded half up to 10 decimals. Throws RangeError if `canAggregate` is false.
 */
export function aggregate(
  points: readonly ExactPoint[],
  how: Aggregation,
  from: Frequency,
  to: Frequency,
  calendar: FiscalCalendar,
): AggregatedPoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  if (!canAggregate(from, to, calendar)) throw new RangeError(`periods of one ${from} do not fill periods of one ${to}`);
  if (from === to) return points.map((point) => ({ ...point, complete: point.value !== null }));
  const byPeriod = new Map(points.map((point) => [point.period, point]));
  const scale = how === "ratio" ? scaleOf(points) : null;
  return periodGrid(first.period, last.period, to, calendar).map(({ start, end }) => {
    const parts = periodGrid(start, end, from, calendar).map((part) => byPeriod.get(part.start) ?? null);
    const known = parts.filter((part) => part !== null && part.value !== null).filter((part) => part !== null);
    const complete = known.length === parts.length;
    const numerator = how === "sum" || how === "ratio" ? total(known.map((part) => part.numerator)) : null;
    const denominator = how === "ratio" ? total(known.map((part) => part.denominator)) : null;
    const value =
      how === "sum" && !complete
        ? null
        : how === "ratio"
          ? ratio(numerator, denominator, scale)
          : combine(
              known.flatMap((part) => part.value ?? []),
              how,
            );
    return { period: start, value: text(value), numerator: value && text(numerator), denominator: value && text(denominator), complete };
  });
}

function combine(values: readonly string[], how: Exclude<Aggregation, "ratio">): Decimal | null {
  const exact = values.map((value) => new Exact(value));
  const [first, ...rest] = exact;
  if (!first) return null;
  if (how === "last") return exact.at(-1) ?? null;
  if (how === "min" || how === "max") return rest.reduce((best, value) => ((how === "min") === value.lt(best) ? value : best), first);
  const sum = rest.reduce((all, value) => all.plus(value), first);
  return how === "sum" ? sum : sum.dividedBy(exact.length);
}

function total(values: readonly (string | null)[]): Decimal | null {
  if (values.length === 0) return null;
  return values.reduce<Decimal | null>((sum, value) => (sum === null || value === null ? null : sum.plus(value)), new Exact(0));
}

const ratio = (numerator: Decimal | null, denominator: Decimal | null, scale: Decimal | null): Decimal | null =>
  numerator === null || denominator === null || scale === null || denominator.isZero()
    ? null
    : numerator.times(scale).dividedBy(denominator);

/** value x denominator / numerator, computed from the largest numerator, where the value's rounding matters least; 1 while all are 0. */
function scaleOf(points: readonly ExactPoint[]): Decimal {
  let best: { numerator: Decimal; scale: Decimal } | null = null;
  for (const { value, numerator, denominator } of points) {
    if (value === null || numerator === null || denominator === null) continue;
    const own = new Exact(numerator);
    if (own.isZero() || (best && own.abs().lte(best.numerator))) continue;
    best = { numerator: own.abs(), scale: new Exact(value).times(denominator).dividedBy(own).toSignificantDigits(6) };
  }
  return best?.scale ?? new Exact(1);
}

const text = (value: Decimal | null): string | null => (value === null ? null : value.toDecimalPlaces(10).plus(0).toFixed());
