import {
  acceptExplanationAction,
  acknowledgeSignalAction,
  askAboutSignalAction,
  askAgainAction,
  assignSignalAction,
  deferSignalAction,
  escalateSignalAction,
  explainSignalAction,
  undoStepAction,
} from "./actions";

/** What can be done to a signal, on every page that shows one. */
export const SIGNAL_ACTIONS = {
  acknowledge: acknowledgeSignalAction,
  ask: askAboutSignalAction,
  assign: assignSignalAction,
  explain: explainSignalAction,
  accept: acceptExplanationAction,
  askAgain: askAgainAction,
  defer: deferSignalAction,
  escalate: escalateSignalAction,
  undo: undoStepAction,
};

/** What the forms propose: working days for an answer, days until something comes back. */
export const ANSWER_DAYS = 2;
export const DEFERRAL_DAYS = 7;
