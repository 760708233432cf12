import { addMonths, daysBetween, type IsoDate } from "@/lib/calendar/dates";
import { MONTH_NAMES } from "@/lib/calendar/period-labels";
import { formatDate } from "@/lib/format";
import { dayOf, daysText } from "./words/phrases";

export type TimelineMilestone = {
  id: string;
  title: string;
  ownerName: string | null;
  baselineDueOn: IsoDate;
  dueOn: IsoDate;
  doneOn: IsoDate | null;
};

export type TimelineRow = {
  id: string;
  title: string;
  ownerName: string;
  y: number;
  /** x of the baseline, if it differs from the mark; null otherwise */
  baselineX: number | null;
  x: number;
  done: boolean;
  /** "done 18 April", "15 June, 9 days late", "1 December" */
  text: string;
  textX: number;
  anchor: "start" | "end";
};

/** Everything the picture of milestones draws, in its own pixels. */
export type Timeline = {
  width: number;
  height: number;
  ticks: { x: number; label: string }[];
  rows: TimelineRow[];
  todayX: number;
  todayAnchor: "start" | "end";
  /** one sentence for screen readers */
  summary: string;
};

const WIDTH = 1168;
const LEFT = 250;
const RIGHT = WIDTH - 24;
const TOP = 20;
const ROW = 36;
/** width of a label's character in pixels, rounded up */
const CHARACTER = 6.5;
const GAP = 12;

/**
 * Lays out milestones over whole months that include the start, the finish, every milestone and today. Rows by forecast date. Months are
 * named if there is room: every month up to 14, then every third, then every year.
 */
export function prepareTimeline(
  milestones: readonly TimelineMilestone[],
  { startsOn, dueOn, today }: { startsOn: IsoDate; dueOn: IsoDate; today: IsoDate },
): Timeline {
  const dates = [startsOn, dueOn, today, ...milestones.flatMap((m) => [m.baselineDueOn, m.doneOn ?? m.dueOn])].toSorted();
  const from = firstOfMonth(dates[0] ?? today);
  const to = addMonths(firstOfMonth(dates.at(-1) ?? today), 1);
  const x = (date: IsoDate) => Math.round((LEFT + (daysBetween(from, date) / daysBetween(from, to)) * (RIGHT - LEFT)) * 10) / 10;
  const ordered = milestones.toSorted((a, b) => compare(a.doneOn ?? a.dueOn, b.doneOn ?? b.dueOn) || compare(a.title, b.title));
  return {
    width: WIDTH,
    height: TOP + ordered.length * ROW + 16,
    ticks: ticksOf(from, to).map(({ date, label }) => ({ x: x(date), label })),
    rows: ordered.map((m, i) => rowOf(m, TOP + i * ROW + 20, x, today)),
    todayX: x(today),
    todayAnchor: x(today) > RIGHT - 40 ? "end" : "start",
    summary: summaryOf(ordered, today),
  };
}

function rowOf(m: TimelineMilestone, y: number, x: (date: IsoDate) => number, today: IsoDate): TimelineRow {
  const at = x(m.doneOn ?? m.dueOn);
  const baseline = x(m.baselineDueOn);
  const [left, right] = [Math.min(at, baseline), Math.max(at, baseline)];
  const text = milestoneText(m, today);
  const room = text.length * CHARACTER + GAP;
  // Finished milestones are labelled on their left, away from what is still to come, if there is room.
  const leftwards = (m.doneOn !== null && left - room > LEFT) || right + room > RIGHT;
  return {
    id: m.id,
    title: m.title,
    ownerName: m.ownerName ?? "no owner",
    y,
    baselineX: baseline === at ? null : baseline,
    x: at,
    done: m.doneOn !== null,
    text,
    textX: leftwards ? left - GAP : right + GAP,
    anchor: leftwards ? "end" : "start",
  };
}

/** "done 18 April", "15 June, 9 days late", "6 June, 3 days overdue", "1 December". */
export function milestoneText(m: Pick<TimelineMilestone, "baselineDueOn" | "dueOn" | "doneOn">, today: IsoDate): string {
  if (m.doneOn !== null) return `done ${dayOf(m.doneOn, today)}`;
  if (m.dueOn < today) return `${dayOf(m.dueOn, today)}, ${daysText(daysBetween(m.dueOn, today))} overdue`;
  const slip = daysBetween(m.baselineDueOn, m.dueOn);
  if (slip === 0) return dayOf(m.dueOn, today);
  return `${dayOf(m.dueOn, today)}, ${daysText(Math.abs(slip))} ${slip > 0 ? "late" : "early"}`;
}

function ticksOf(from: IsoDate, to: IsoDate): { date: IsoDate; label: string }[] {
  const firsts: IsoDate[] = [];
  for (let date = from; date < to; date = addMonths(date, 1)) firsts.push(date);
  const every = firsts.length <= 14 ? 1 : firsts.length <= 42 ? 3 : 12;
  const month = (date: IsoDate) => Number(date.slice(5, 7)) - 1;
  const shown = firsts.filter((date) => month(date) % every === 0);
  return shown.map((date, i) => {
    const year = i === 0 ? every > 1 : month(date) === 0;
    return { date, label: year || every === 12 ? `${short(month(date))} ${date.slice(0, 4)}` : short(month(date)) };
  });
}

const short = (month: number) => (MONTH_NAMES[month] ?? "").slice(0, 3);
const firstOfMonth = (date: IsoDate): IsoDate => `${date.slice(0, 8)}01`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function summaryOf(milestones: readonly TimelineMilestone[], today: IsoDate): string {
  const first = milestones[0];
  if (first === undefined) return "No milestones.";
  const done = milestones.filter((m) => m.doneOn !== null).length;
  const late = milestones.filter((m) => m.doneOn === null && (m.dueOn > m.baselineDueOn || m.dueOn < today)).length;
  const last = milestones.at(-1) ?? first;
  const span = `${formatDate(first.doneOn ?? first.dueOn, "medium")} to ${formatDate(last.doneOn ?? last.dueOn, "medium")}`;
  return `${milestones.length} ${milestones.length === 1 ? "milestone" : "milestones"}, ${span}; ${done} done, ${late} late.`;
}
