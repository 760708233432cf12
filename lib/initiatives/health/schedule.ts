import { daysBetween, type IsoDate } from "@/lib/calendar/dates";

/** A milestone, or the end of the whole initiative, with title null. */
export type Due = { title: string | null; baselineDueOn: IsoDate; dueOn: IsoDate };

/**
 * overdue: the date has passed. late: forecast after its baseline; the one that slips most. next: everything is as planned or early (days
 * below zero).
 */
export type Schedule = { state: "overdue" | "late" | "next"; due: Due; days: number };

/** Schedule of open work on a day: the first overdue date, otherwise the one that slips most, otherwise the next. */
export function scheduleOf(
  work: { milestones: readonly (Due & { doneOn: IsoDate | null })[]; baselineDueOn: IsoDate; dueOn: IsoDate },
  today: IsoDate,
): Schedule {
  const whole: Due = { title: null, baselineDueOn: work.baselineDueOn, dueOn: work.dueOn };
  const open: Due[] = [
    ...work.milestones.filter((m) => m.doneOn === null).toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)),
    whole,
  ];
  const overdue = open.find((due) => due.dueOn < today);
  if (overdue !== undefined) return { state: "overdue", due: overdue, days: daysBetween(overdue.dueOn, today) };
  const late = open.reduce((worst, due) => (slip(due) > slip(worst) ? due : worst), whole);
  if (slip(late) > 0) return { state: "late", due: late, days: slip(late) };
  const next = open[0] ?? whole;
  return { state: "next", due: next, days: slip(next) };
}

const slip = (due: Due) => daysBetween(due.baselineDueOn, due.dueOn);
