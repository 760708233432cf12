/** The words screens use for what is stored. */
export const OUTCOMES = [
  ["as-expected", "As expected"],
  ["better", "Better"],
  ["worse", "Worse"],
] as const;
export type Outcome = (typeof OUTCOMES)[number][0];

export const SIDES = [
  ["at-most", "at most"],
  ["at-least", "at least"],
] as const;
export type Side = (typeof SIDES)[number][0];

/** Possible confidence, in percent; 50 is a coin toss. */
export const SURE = [50, 60, 70, 80, 90, 95] as const;

export const STATES = [
  ["open", "Open"],
  ["running", "Awaiting outcome"],
  ["scored", "Scored"],
] as const;
export type State = (typeof STATES)[number][0];

/** What a list can be narrowed to: a state, or a part of one. */
export const NARROWED = [
  ["open", "Open"],
  ["late", "Open, late"],
  ["in-time", "Open, not late"],
  ["running", "Awaiting outcome"],
  ["scored", "Scored"],
  ["held", "Scored, held"],
  ["not-held", "Scored, did not hold"],
] as const;
export type Narrowed = (typeof NARROWED)[number][0];

/** An outcome as expected or better counts as a success. */
export const outcomeHeld = (outcome: Outcome): boolean => outcome !== "worse";

/** The options that can be compared. */
export const OPTIONS = [1, 2, 3, 4] as const;
