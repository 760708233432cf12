import { Temporal } from "temporal-polyfill";
import { dueOn } from "@/lib/calendar/due-dates";
import { wallClock } from "@/lib/calendar/time-zone";

/** 1 low, 2 medium, 3 high. */
export type SignalLevel = 1 | 2 | 3;

/** How long people have to answer a signal, by its level. */
export type ClockTerms = {
  /** Working days (Monday to Friday) after the day it was opened; 0: the same day. */
  workingDays: Readonly<Record<SignalLevel, number>>;
  /** Hour of that day, in the company's time zone. */
  hour: number;
};

export const CLOCK_TERMS: ClockTerms = { workingDays: { 1: 3, 2: 1, 3: 0 }, hour: 16 };

/**
 * The instant (ISO, UTC) by which a signal of that level must be answered if its clock starts at `from`: the hour of `terms` on the n-th
 * working day after it. If it starts after that hour, or on a day that is not a working day, it has until that hour of the next working
 * day.
 */
export function answerBy(from: Date | string, level: SignalLevel, timeZone: string, terms: ClockTerms = CLOCK_TERMS): string {
  const { day } = wallClock(from, timeZone);
  const start = new Date(from).getTime();
  for (let days = terms.workingDays[level]; ; days += 1) {
    const due = Temporal.PlainDate.from(dueOn(day, { days, kind: "working" })).toZonedDateTime({
      timeZone,
      plainTime: { hour: terms.hour },
    });
    if (due.epochMilliseconds > start) return new Date(due.epochMilliseconds).toISOString();
  }
}
