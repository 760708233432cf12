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

/** Actions on a signal, for every page that shows one. */
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

/** Defaults in the forms: working days for an answer, days until a snoozed item comes back. */
export const ANSWER_DAYS = 2;
export const DEFERRAL_DAYS = 7;
