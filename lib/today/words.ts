import { Temporal } from "temporal-polyfill";
import { addDays, daysBetween, type IsoDate } from "@/lib/calendar/dates";
import { formatDate, formatInstant } from "@/lib/format";

const dayOf = (instant: string, timeZone: string): IsoDate =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
const timeOf = (instant: string, timeZone: string) => formatInstant(instant, timeZone).slice(-5);

/** "Tue 3 June"; with the year if it is not this year. */
export function weekdayText(date: IsoDate, today: IsoDate): string {
  const text = formatDate(date, "long");
  return date.slice(0, 4) === today.slice(0, 4) ? text.replace(/ \d{4}$/, "") : text;
}

/** When an answer is due: "answer by 12:00 today", "answer by Tue 3 June", "answer was due Fri 30 May", in the time zone. Instants, ISO. */
export function answerByText(answerBy: string, now: string, timeZone = "UTC"): string {
  const [day, today] = [dayOf(answerBy, timeZone), dayOf(now, timeZone)];
  if (answerBy < now) return `answer was due ${day === today ? `${timeOf(answerBy, timeZone)} today` : weekdayText(day, today)}`;
  return `answer by ${day === today ? `${timeOf(answerBy, timeZone)} today` : weekdayText(day, today)}`;
}

/** "by Tue 3 June", or "" without a date. */
export const byText = (date: IsoDate | null, today: IsoDate): string => (date === null ? "" : `by ${weekdayText(date, today)}`);

/** How long ago something began: "today", "1 day old", "12 days old". */
export function ageText(from: string, now: string): string {
  const hours = Math.floor((Date.parse(now) - Date.parse(from)) / 3_600_000);
  if (hours < 1) return "opened just now";
  if (hours < 24) return `${hours} ${hours === 1 ? "hour" : "hours"} old`;
  const days = Math.floor(hours / 24);
  return `${days} ${days === 1 ? "day" : "days"} old`;
}

/** Start of the list of changes: "since 07:41 today", "since yesterday 17:20", "since Friday 17:20", "since 12 May, 17:20". */
export function sinceText(since: string, now: string, timeZone = "UTC"): string {
  const [day, today] = [dayOf(since, timeZone), dayOf(now, timeZone)];
  if (day === today) return `since ${timeOf(since, timeZone)} today`;
  if (day === addDays(today, -1)) return `since yesterday ${timeOf(since, timeZone)}`;
  if (daysBetween(day, today) < 7) return `since ${WEEKDAYS[formatDate(day, "long").slice(0, 3)] ?? ""} ${timeOf(since, timeZone)}`;
  return `since ${weekdayText(day, today)}, ${timeOf(since, timeZone)}`;
}

const WEEKDAYS: Record<string, string> = {
  Mon: "Monday",
  Tue: "Tuesday",
  Wed: "Wednesday",
  Thu: "Thursday",
  Fri: "Friday",
  Sat: "Saturday",
  Sun: "Sunday",
};

/** Days before today that a first visit looks back. */
export const FIRST_LOOK_DAYS = 3;
/** After a longer absence, the next look is a new visit. */
export const VISIT_MINUTES = 30;

/** A look is stored at most once in this many minutes. */
const NOTED_MINUTES = 1;

/** `noted`: this look need not be stored, because the last one was just now. */
export type Visit = { since: string; seenAt: string; beforeAt: string | null; noted: boolean };

/**
 * When the viewer's last visit ended, and what to store about this one. Looks within 30 minutes of each other are one visit. Setting the
 * clock back (a demonstration restarts its day) does not start a new visit.
 */
export function visitOf(seenAt: string | null, beforeAt: string | null, now: string): Visit {
  const first = `${addDays(now.slice(0, 10), -FIRST_LOOK_DAYS)}T08:00:00.000Z`;
  if (seenAt === null) return { since: first, seenAt: now, beforeAt: null, noted: false };
  const away = (Date.parse(now) - Date.parse(seenAt)) / 60_000;
  const before = away > VISIT_MINUTES ? seenAt : beforeAt;
  const noted = away >= 0 && away <= NOTED_MINUTES;
  return { since: before === null || before > now ? first : before, seenAt: now, beforeAt: before, noted };
}
