import { wallClock } from "@/lib/calendar/time-zone";
import type { Company } from "@/lib/company/queries";
import { canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type ExpectedFalseSignals, falseSignalsText } from "@/lib/signals/rates/false-signals";
import type { SignalRow } from "@/lib/signals/row";
import type { EventRow, MovementRow } from "./items/changed";
import { toEvent, toMovement, toSettled, toWorkItem, undoOf } from "./items/lines";
import type { SettledRow } from "./items/settled";
import { type SignalItemRow, toSignalItem } from "./items/signal-row";
import type { WorkItemRow } from "./items/work-items";
import { type Counter, counterOf, type Totals } from "./standing/counter";
import type { WorstRow } from "./standing/state";
import { todayVerdict } from "./verdict";
import type { AreaState, TodayChange, TodayItem, TodayList, TodaySection, TodaySettled, TodayUndo } from "./view";
import { sinceText } from "./words";

export type TodayPage = {
  verdict: string;
  counter: Counter;
  sections: Record<TodaySection, TodayList>;
  /** may act on some signal: decides which keys work */
  acts: boolean;
  /** open signals for somebody who can read but not act; null for everybody else */
  readable: { rows: SignalRow[]; total: number } | null;
  changes: { items: TodayChange[]; total: number; sinceText: string };
  settled: TodaySettled[];
  undo: TodayUndo | null;
  /** by area; empty for somebody who may not read figures */
  states: (AreaState & { worst: string | null })[];
  company: AreaState | null;
  singleKeys: boolean;
  /** number of signals that chance alone raises; null if none of the viewer's KPIs has limits */
  falseSignalsText: string | null;
};

type Given = {
  viewer: Viewer;
  /** ISO instant */
  now: string;
  company: Pick<Company, "timeZone" | "calendar">;
  signals: readonly SignalItemRow[];
  work: readonly WorkItemRow[];
  jobs: readonly TodayItem[];
  readable: TodayPage["readable"];
  movements: readonly MovementRow[];
  events: readonly EventRow[];
  settled: readonly SettledRow[];
  expectedFalse: ExpectedFalseSignals | null;
  states: readonly AreaState[];
  worst: readonly WorstRow[];
  numbersDue: number;
  /** ISO instant of the last visit */
  since: string;
  singleKeys: boolean;
};

const SHOWN_CHANGES = 8;

/** Builds the page from the query results. Overdue: late values and sources first, then work, the longest first, then values to enter. */
export function compose(given: Given): TodayPage {
  const { viewer, now, signals, work } = given;
  const { timeZone, calendar } = given.company;
  const { day } = wallClock(now, timeZone);
  const totalOf = (section: TodaySection) =>
    (signals.find((row) => row.section === section)?.total ?? 0) + (work.find((row) => row.section === section)?.total ?? 0);
  const itemsOf = (section: TodaySection): TodayItem[] => [
    ...signals.filter((row) => row.section === section).map((row) => toSignalItem(viewer, row, now, given.company)),
    ...work.filter((row) => row.section === section).map((row) => toWorkItem(row, viewer.personId, day)),
  ];
  const tasks = [...numbersItem(given.numbersDue), ...given.jobs];
  const sections: Record<TodaySection, TodayList> = {
    signals: { items: itemsOf("signals"), total: totalOf("signals") },
    decisions: { items: itemsOf("decisions"), total: totalOf("decisions") },
    overdue: { items: [...tasks, ...itemsOf("overdue")], total: totalOf("overdue") + tasks.length },
  };
  const left: Totals = { signals: sections.signals.total, decisions: sections.decisions.total, overdue: sections.overdue.total };
  const open = new Set(Object.values(sections).flatMap(({ items }) => items.map(({ key }) => key)));
  const settled = given.settled.filter((row) => !open.has(row.key));
  const company = given.states.find(({ area }) => area === "") ?? null;
  // Items in a list above are not repeated.
  const places = new Set(Object.values(sections).flatMap(({ items }) => items.map(({ href }) => href)));
  const moved = given.movements.map((row) => toMovement(row, calendar)).filter(({ href }) => !places.has(href));
  const done = given.events.map(toEvent);
  return {
    verdict: todayVerdict({
      business: viewer.business,
      administrator: viewer.administrator,
      ...headOf(sections.signals, given.readable),
      left,
      company,
    }),
    counter: counterOf(left, settled.length),
    sections,
    acts: canSomewhere(viewer, "signal.acknowledge"),
    readable: given.readable,
    changes: {
      // Half each if there are many of both: values that moved, and what people did.
      items: balanced(moved, done),
      total: (given.movements[0]?.total ?? 0) - (given.movements.length - moved.length) + (given.events[0]?.total ?? 0),
      sinceText: sinceText(given.since, now, timeZone),
    },
    settled: settled.map(toSettled),
    undo: undoOf(given.settled),
    states: given.states
      .filter(({ area }) => area !== "")
      .map((state) => ({ ...state, worst: given.worst.find(({ areas }) => areas.includes(state.area))?.name ?? null })),
    company,
    singleKeys: given.singleKeys,
    falseSignalsText: given.expectedFalse === null ? null : falseSignalsText(given.expectedFalse),
  };
}

/** The first part of the verdict. */
function headOf(signals: TodayList, readable: TodayPage["readable"]) {
  if (readable !== null && signals.total === 0) return { first: readable.rows[0] ?? null, signals: readable.total, word: "open" as const };
  const head = signals.items.find((item) => item.kind === "signal");
  return { first: head?.kind === "signal" ? head.signal : null, signals: signals.total, word: "new" as const };
}

function balanced(moved: TodayChange[], done: TodayChange[]): TodayChange[] {
  const events = done.slice(0, Math.max(SHOWN_CHANGES / 2, SHOWN_CHANGES - moved.length));
  return [...moved.slice(0, SHOWN_CHANGES - events.length), ...events];
}

const numbersItem = (due: number): TodayItem[] =>
  due === 0
    ? []
    : [
        {
          kind: "task",
          key: "numbers:due",
          href: "/my-numbers",
          lead: `Your numbers: ${due === 1 ? "1 value needs" : `${due} values need`}`,
          text: "to be entered.",
          meta: "My numbers",
          verb: "Enter",
        },
      ];
