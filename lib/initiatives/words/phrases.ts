import type { IsoDate } from "@/lib/calendar/dates";
import { formatDate, formatNumber } from "@/lib/format";

/** "15 June"; with the year if it is not the year of `today`. */
export const dayOf = (date: IsoDate, today: IsoDate): string => yearless(formatDate(date, "long").replace(/^\w+ /, ""), date, today);

/** "Fri 30 May"; with the year if it is not the year of `today`. */
export const weekdayOf = (date: IsoDate, today: IsoDate): string => yearless(formatDate(date, "long"), date, today);

const yearless = (text: string, date: IsoDate, today: IsoDate) =>
  date.slice(0, 4) === today.slice(0, 4) ? text.replace(/ \d{4}$/, "") : text;

export const daysText = (days: number): string => `${days} ${days === 1 ? "day" : "days"}`;

/** A claimed change, signed and without its unit: "+8", "−0.5". */
export const signed = (change: number): string => `${change > 0 ? "+" : ""}${formatNumber(change)}`;
