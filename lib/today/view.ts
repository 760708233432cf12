import type { SignalTone } from "@/lib/charts/view";
import type { SignalRow } from "@/lib/signals/row";

/** The lists of Today that need action, in reading order. */
export const SECTIONS = ["signals", "decisions", "overdue"] as const;
export type TodaySection = (typeof SECTIONS)[number];

/** What the viewer may do to a signal from its row; each action has its key. */
export type SignalRights = {
  acknowledge: boolean;
  explain: boolean;
  /** ask, assign, accept, ask again, new level */
  decide: boolean;
};

/** The signal data that the actions need. */
export type SignalAnswer = {
  id: string;
  version: number;
  /** the KPI, or the source */
  name: string;
  state: string;
  departmentId: string;
  /** who has to answer: the person asked, otherwise the holder of the KPI's position */
  ownerId: string | null;
  /** somebody asked this viewer */
  asked: boolean;
  rights: SignalRights;
};

type Common = {
  /** "signal:<id>": also the key used for snoozing */
  key: string;
  /** the page it links to */
  href: string;
};

/** One line that needs the viewer. Texts are ready to print. */
export type TodayItem = Common &
  (
    | { kind: "signal"; signal: SignalRow; answer: SignalAnswer }
    | {
        kind: "explanation";
        answer: SignalAnswer;
        /** bold: the KPI and who explained it */
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
        /** days past due; null if the source itself is quiet */
        lateDays: number | null;
      }
    | {
        kind: "work";
        /** "action" is completed in place */
        what: string;
        id: string;
        version: number;
        lead: string;
        text: string;
        meta: string;
        lateDays: number;
      }
    /** `asks`: a question to answer, not just a task */
    | { kind: "task"; lead: string; text: string; meta: string; verb: string; asks?: true }
  );

export type TodayList = { items: TodayItem[]; total: number };

/** One line about what happened since the last visit; it needs no action. */
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

/** The viewer's last step that can still be undone. */
export type TodayUndo = { text: string } & ({ signalId: string; version: number } | { item: string });

/** State of the KPIs, each counted under one mark; `area` "" is all of them. */
export type AreaState = {
  area: string;
  offTrack: number;
  watch: number;
  onTrack: number;
  stale: number;
  total: number;
  /** days since the oldest late value was due; null if none is late */
  staleDays: number | null;
  noTarget: number;
  noData: number;
  /** number inside the usual range, of those with limits */
  usual: number;
  limited: number;
};
