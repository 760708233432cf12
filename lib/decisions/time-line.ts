import { addDays, daysBetween, type IsoDate } from "@/lib/calendar/dates";

/** What a row of a list draws: from when to when. */
export type Span = { from: IsoDate; to: IsoDate };

/** One scale for all rows of a list, at most `most` days to each side of today: what lies beyond is drawn at the edge. */
export function scaleOf(spans: readonly Span[], today: IsoDate, most: number): Span {
  const from = [today, ...spans.map((span) => span.from)].toSorted()[0] ?? today;
  const to = [today, ...spans.map((span) => span.to)].toSorted().at(-1) ?? today;
  const [first, last] = [addDays(today, -most), addDays(today, most)];
  return { from: from < first ? first : from, to: to > last ? last : to };
}

/** Where a day lies on the scale, in per cent from the left. */
export function placeOf({ from, to }: Span, day: IsoDate): number {
  const days = daysBetween(from, to);
  if (days === 0) return 50;
  return Math.round(Math.min(1, Math.max(0, daysBetween(from, day) / days)) * 1_000) / 10;
}
