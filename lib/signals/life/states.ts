import type { SignalState } from "@/lib/platform/db/generated/enums";

export type { SignalState };

type State = {
  /** The word on screens. */
  word: string;
  /** Shown on Today for a value that needs nothing because somebody is working on its signal. */
  inHand: string;
  /** Not explained yet: it can be asked about, explained, escalated. */
  unanswered: boolean;
  /** Not closed: it can be snoozed, or its level accepted. */
  live: boolean;
};

/** Every state of a signal, in order of its life. The compiler requires an entry for each state of the database. */
export const STATES: Readonly<Record<SignalState, State>> = {
  open: { word: "new", inHand: "new", unanswered: true, live: true },
  acknowledged: { word: "acknowledged", inHand: "acknowledged, not explained yet", unanswered: true, live: true },
  explained: { word: "explained", inHand: "explained", unanswered: false, live: true },
  acted_on: { word: "acted on", inHand: "acted on", unanswered: false, live: true },
  verified: { word: "verified", inHand: "recovered, under watch", unanswered: false, live: true },
  closed: { word: "closed", inHand: "closed", unanswered: false, live: false },
};

const isState = (name: string): name is SignalState => Object.hasOwn(STATES, name);
const statesThat = (test: (state: State) => boolean): SignalState[] =>
  Object.keys(STATES)
    .filter(isState)
    .filter((name) => test(STATES[name]));
export const UNANSWERED: readonly SignalState[] = statesThat((state) => state.unanswered);
export const LIVE: readonly SignalState[] = statesThat((state) => state.live);
