import type { SignalState } from "./states";

export const UNDO_MINUTES = 10;

type Text = string | null;
/** Values for the text of a step. `who`: a person, or the rules; `due`: ", by 8 May 2014", or empty; `day`: the day the text refers to. */
export type EventWords = { who: string; by: Text; cause: Text; person: Text; department: Text; due: string; day: Text };

type Step = {
  /** As a line of the signal's history. */
  says: (told: EventWords) => string;
  /** Shown form of the stored text; without it, the text is shown as stored. */
  reads?: (text: string) => string;
  /** The state of the signal after it; `follows`: the state the next step found. Null: unchanged. */
  after: ((follows: string) => SignalState) | null;
  /** It can be undone completely. */
  undoable: boolean;
  /** On Today, for what others and the rules did meanwhile, `by` somebody or not, and whether that is good or bad; null: not shown. */
  news: { text: (by: Text) => string; tone?: "better" | "worse" } | null;
  /** On Today, for what the viewer has done; null: not shown. */
  done: string | null;
};

const state = (of: SignalState) => () => of;
const news = (text: string, tone?: "better" | "worse") => ({ text: () => text, ...(tone && { tone }) });
const LEVELS: Record<string, string> = { 1: "low", 2: "medium", 3: "high" };

/** Every step in a signal's history, with everything that depends on the step. The compiler requires each part for a new step. */
export const STEPS = {
  opened: { says: ({ who }) => `${who} opened it`, after: state("open"), undoable: false, news: null, done: null },
  worse: {
    says: ({ who }) => `${who} found it worse`,
    // "Level 1 became 2." is how it is kept.
    reads: (text) =>
      text.replace(
        /^Level ([1-3]) became ([1-3])\.$/,
        (_, from: string, to: string) => `Severity raised from ${LEVELS[from]} to ${LEVELS[to]}.`,
      ),
    ...{ after: null, undoable: false, news: null, done: null },
  },
  acknowledged: {
    says: ({ who }) => `${who} acknowledged it`,
    ...{ after: state("acknowledged"), undoable: true, news: null, done: "Acknowledged" },
  },
  asked: {
    says: ({ who, person, due }) => `${who} asked ${person ?? "somebody"}${due}`,
    ...{ after: state("acknowledged"), undoable: true, news: null, done: "Asked about" },
  },
  "asked-again": {
    says: ({ who, person, due }) => `${who} asked ${person ?? "somebody"} again${due}`,
    ...{ after: state("acknowledged"), undoable: true, news: null, done: "Asked again about" },
  },
  explained: {
    says: ({ who, cause, person }) =>
      `${who} explained it${cause === null ? "" : `: ${cause}`}${person === null ? "" : `; ${person} takes the action`}`,
    ...{ after: state("explained"), undoable: true, news: news("explained"), done: "Explained" },
  },
  accepted: {
    says: ({ who }) => `${who} accepted the explanation`,
    // The signal becomes "acted on" only if there is work; otherwise it stays explained.
    after: (follows) => (follows === "acted_on" ? "acted_on" : "explained"),
    ...{ undoable: true, news: news("explanation accepted"), done: "Accepted the explanation of" },
  },
  assigned: {
    says: ({ who, person, due }) => `${who} assigned an action to ${person ?? "somebody"}${due}`,
    // Work makes the signal "acted on", unless somebody else still has to accept its explanation.
    after: (follows) => (follows === "explained" ? "explained" : "acted_on"),
    ...{ undoable: true, news: news("assigned"), done: "Assigned" },
  },
  "acted-on": {
    says: ({ who }) => `${who} opened an initiative`,
    after: (follows) => (follows === "explained" ? "explained" : "acted_on"),
    ...{ undoable: false, news: news("acted on"), done: "Acted on" },
  },
  left: { says: ({ who }) => `${who} snoozed it`, after: null, undoable: true, news: null, done: "Snoozed" },
  escalated: {
    says: ({ by, department }) =>
      `${by === null ? "Not answered in time: escalated" : `${by} escalated it`}${department === null ? "" : ` to ${department}`}`,
    news: { text: (by) => (by === null ? "escalated, not answered in time" : "escalated"), tone: "worse" },
    ...{ after: null, undoable: true, done: "Escalated" },
  },
  recovered: {
    says: () => "The values are back in their usual range",
    ...{ after: state("verified"), undoable: false, news: news("is back inside its usual range", "better"), done: null },
  },
  returned: { says: () => "It came back", after: null, undoable: false, news: null, done: null },
  "new-level": {
    says: ({ who, day }) => `${who} accepted a new level${day === null ? "" : ` from ${day} on`}`,
    // Not undoable: it is changed by its annotation.
    ...{ after: null, undoable: false, news: news("new level accepted"), done: "Accepted the new level of" },
  },
  verified: {
    says: () => "Verified: the values no longer show it",
    ...{ after: state("verified"), undoable: false, news: news("has recovered", "better"), done: null },
  },
  closed: { says: () => "Closed", after: null, undoable: false, news: news("signal closed"), done: null },
  undone: { says: ({ who }) => `${who} undid the last step`, reads: () => "", after: null, undoable: false, news: null, done: null },
} satisfies Record<string, Step>;

export type SignalStep = keyof typeof STEPS;
const isStep = (name: string): name is SignalStep => Object.hasOwn(STEPS, name);

/** A step by its name; undefined for an unknown name. */
export const stepOf = (name: string): Step | undefined => (isStep(name) ? STEPS[name] : undefined);
/** The names of the steps that pass the test. */
export const stepsThat = (test: (step: Step) => boolean): SignalStep[] =>
  Object.keys(STEPS)
    .filter(isStep)
    .filter((name) => test(STEPS[name]));
