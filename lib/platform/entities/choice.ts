/**
 * Kinds of choices for fields with suggestions. A field requests one by name at /api/choices as the viewer types; the page itself contains
 * none.
 */
export const KINDS = [
  /** people who may be given work on initiatives */
  "owners",
  /** people who may be given an action of `department` */
  "action-owners",
  /** people who can answer a signal of `department` */
  "answerers",
  /** people who may deputise for the viewer */
  "deputies",
  /** KPIs the viewer may read */
  "kpis",
  /** departments where the viewer may assign initiatives */
  "assignable",
  /** departments where the viewer may see who has access; give roles; manage people; create departments and positions */
  "access-read",
  "access-change",
  "people-manage",
  "organisation-change",
  /** people who can hold a position; positions it can report to */
  "holders",
  "superiors",
  /** owners and departments of initiatives the viewer may read */
  "initiative-owners",
  "initiative-departments",
  /** people who can be asked to decide; owners of decisions and departments to ask for one in */
  "deciders",
  "decision-owners",
  "decision-departments",
] as const;
export type ChoiceKind = (typeof KINDS)[number];

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
