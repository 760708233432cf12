import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import type { Frequency } from "@/lib/calendar/periods";
import { formatValueText } from "@/lib/format";
import type { EffectPoint } from "../effect/effect-test";
import { dayOf, weekdayOf } from "../words/phrases";

export type SinceInput = {
  lastUpdateOn: string | null;
  timeText: string;
  milestones: readonly { title: string; doneOn: string | null }[];
  actions: readonly { title: string; doneOn: string | null }[];
  effects: readonly { kpiName: string; unit: string; frequency: Frequency; points: readonly EffectPoint[] }[];
};

/** What happened since the last check-in according to the records: finished work, time, the latest value of each KPI. */
export function sinceLastCheckIn(
  { lastUpdateOn, timeText, milestones, actions, effects }: SinceInput,
  today: string,
  calendar: FiscalCalendar,
): string[] {
  const fresh = (item: { doneOn: string | null }) => item.doneOn !== null && (lastUpdateOn === null || item.doneOn >= lastUpdateOn);
  const done = [...milestones, ...actions].filter(fresh).map((item) => item.title);
  return [
    lastUpdateOn === null ? "This is the first check-in." : `Last check-in ${weekdayOf(lastUpdateOn, today)}.`,
    ...(done.length === 0 ? [] : [`Done since: ${done.slice(0, 5).join("; ")}${done.length > 5 ? ` and ${done.length - 5} more` : ""}.`]),
    `${timeText}.`,
    ...effects.map(({ kpiName, unit, frequency, points }) => {
      const latest = points.findLast((p) => p.value !== null);
      if (latest === undefined) return `${kpiName}: no value yet.`;
      const period = frequency === "day" ? dayOf(latest.period, today) : periodLabel(latest.period, frequency, calendar);
      return `${kpiName}: ${formatValueText(latest.value, unit)} in ${period}${latest.provisional ? ", provisional" : ""}.`;
    }),
  ];
}
