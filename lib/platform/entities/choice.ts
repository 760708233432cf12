/**
 * One line of the list. `free`: it can be chosen. `note` tells it from similar lines, or says why it cannot be chosen. `unit`: of a KPI.
 */
export type Choice = { value: string; label: string; note: string; free: boolean; unit?: string };

/** Number offered at a time; typing more finds the others. */
export const OFFERED = 20;

/** A choice already made, shown as selectable whether or not it would be offered. */
export const freeChoice = (value: string, label: string): Choice => ({ value, label, note: "", free: true });

/** The first few choices of a field without script, including the chosen one. */
export const withChosen = (few: readonly Choice[], chosen: Choice | null): Choice[] =>
  chosen === null || few.some(({ value }) => value === chosen.value) ? [...few] : [chosen, ...few];
