import { type IsoDate, isDate } from "@/lib/calendar/dates";
import { endOfDay } from "@/lib/calendar/time-zone";

/** A moment somebody asks about: the day, and the last instant of it that counts (ISO). */
export type Known = { day: IsoDate; at: string };

/**
 * The day of "?known=2014-05-05" as a moment: its last millisecond in the company's time zone. Null, which is now, for no date, something
 * that is none, today and any later day.
 */
export function readKnown(asked: string | null, today: IsoDate, timeZone: string): Known | null {
  if (asked === null || !isDate(asked) || asked < "1900-01-01" || asked >= today) return null;
  return { day: asked, at: endOfDay(asked, timeZone) };
}

/** "?known=" of a page's address as one text, unread; null when it is not there once. */
export const askedDay = (asked: string | string[] | undefined): string | null => (typeof asked === "string" ? asked : null);

/** The same page, or another, on the same date: "/kpis/1" becomes "/kpis/1?known=2014-05-05". */
export function knownHref(href: string, known: Pick<Known, "day"> | null): string {
  if (known === null) return href;
  const [path = "", hash] = href.split("#");
  return `${path}${path.includes("?") ? "&" : "?"}known=${known.day}${hash === undefined ? "" : `#${hash}`}`;
}
