import type { SignalTone } from "@/lib/charts/view";
import type { SignalRow } from "@/lib/signals/row";

/** The lists of Today that want something, in the order in which they are read. */
export const SECTIONS = ["signals", "decisions", "overdue"] as const;
export type TodaySection = (typeof SECTIONS)[number];

/** What may be done to a signal from its row; each has its key. */
export type SignalRights = {
  acknowledge: boolean;
  explain: boolean;
  /** ask, assign, accept, ask again, new level */
  decide: boolean;
};

/** What the verbs need to know of a signal. */
export type SignalAnswer = {
  id: string;
  version: number;
  /** the KPI, or the source */
  name: string;
  state: string;
  departmentId: string;
  /** who has it: the person asked, else the holder of the KPI's seat */
  ownerId: string | null;
  /** somebody asked this viewer */
  asked: boolean;
  rights: SignalRights;
};

type Common = {
  /** "signal:<id>": also what a deferral names */
  key: string;
  /** where it is opened */
  href: string;
};

/** One line that needs the viewer. Texts are ready to print. */
export type TodayItem = Common &
  (
    | { kind: "signal"; signal: SignalRow; answer: SignalAnswer }
    | {
        kind: "explanation";
        answer: SignalAnswer;
        /** bold: the KPI and who explained */
        lead: string;
        text: string;
        meta: string;
        dueText: string;
      }
    | { kind: "proposal"; lead: string; text: string; meta: string; dueText: string }
    | {
        kind: "late";
        answer: SignalAnswer;
        lead: string;
        text: string;
        meta: string;
        /** days past due; null where the source itself is quiet */
        lateDays: number | null;
      }
    | {
        kind: "work";
        /** "action" is done in place */
        what: string;
        id: string;
        version: number;
        lead: string;
        text: string;
        meta: string;
        lateDays: number;
      }
    /** `asks`: a question to be answered, not only something to do */
    | { kind: "task"; lead: string; text: string; meta: string; verb: string; asks?: true }
  );

export type TodayList = { items: TodayItem[]; total: number };

/** One line of what happened since the last visit: nothing to do there. */
export type TodayChange = {
  key: string;
  at: string;
  href: string;
  text: string;
  note: string;
  tone: SignalTone;
  toward: "up" | "down" | "level";
};

export type TodaySettled = { key: string; text: string; href: string; at: string };

/** The last step of the viewer that can still be undone. */
export type TodayUndo = { text: string } & ({ signalId: string; version: number } | { item: string });

/** How KPIs stand, each counted under one mark; `area` "" is all of them. */
export type AreaState = {
  area: string;
  offTrack: number;
  watch: number;
  onTrack: number;
  stale: number;
  total: number;
  /** days the oldest late value is past due; null when none is late */
  staleDays: number | null;
  noTarget: number;
  noData: number;
  /** inside the usual range, of those with limits */
  usual: number;
  limited: number;
};
