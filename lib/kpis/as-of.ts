import { type IsoDate, isDate } from "@/lib/calendar/dates";
import { endOfDay } from "@/lib/calendar/time-zone";

/** A past moment the viewer looks back to: the day, and its last instant (ISO). */
export type AsOf = { day: IsoDate; at: string };

/**
 * Parses "?asOf=2014-05-05" to a moment: the day's last millisecond in the company's time zone. Null, which means now, for a missing or
 * invalid date, today, and any later day.
 */
export function readAsOf(asked: string | null, today: IsoDate, timeZone: string): AsOf | null {
  if (asked === null || !isDate(asked) || asked < "1900-01-01" || asked >= today) return null;
  return { day: asked, at: endOfDay(asked, timeZone) };
}

/** "?asOf=" of a page's address as unparsed text; null unless it occurs exactly once. */
export const singleParam = (asked: string | string[] | undefined): string | null => (typeof asked === "string" ? asked : null);

/** The same page, or another, on the same date: "/kpis/1" becomes "/kpis/1?asOf=2014-05-05". */
export function asOfHref(href: string, asOf: Pick<AsOf, "day"> | null): string {
  if (asOf === null) return href;
  const [path = "", hash] = href.split("#");
  return `${path}${path.includes("?") ? "&" : "?"}asOf=${asOf.day}${hash === undefined ? "" : `#${hash}`}`;
}
