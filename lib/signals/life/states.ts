import type { SignalState } from "@/lib/platform/db/generated/enums";

export type { SignalState };

type State = {
  /** As it is said. */
  word: string;
  /** On Today, of a value that wants nothing because somebody has its signal in hand. */
  inHand: string;
  /** Nobody has said why yet: it can be asked about, explained, passed up. */
  unanswered: boolean;
  /** Not over: it can be left until a day, or its level accepted. */
  live: boolean;
};

/** Every state of a signal, in the order of its life: what is added to those of the database is asked for here by the compiler. */
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
