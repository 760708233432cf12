/** What a field can offer while one types. Each is asked for by name at /api/choices; nothing is sent with a page. */
export const KINDS = [
  /** who may be given work on initiatives */
  "owners",
  /** who may be given an action of `department` */
  "action-owners",
  /** who can answer for a signal of `department` */
  "answerers",
  /** who may stand in for the viewer */
  "deputies",
  /** KPIs the viewer may read */
  "kpis",
  /** where the viewer assigns initiatives */
  "assignable",
  /** where the viewer reads who has access; gives roles; manages people; makes departments and positions */
  "access-read",
  "access-change",
  "people-manage",
  "organisation-change",
  /** who can hold a position; which one it can report to */
  "holders",
  "superiors",
  /** owners and departments of initiatives the viewer may read */
  "initiative-owners",
  "initiative-departments",
] as const;
export type ChoiceKind = (typeof KINDS)[number];

/**
 * One line of the list. `note` tells it from its like, or says why it cannot be chosen, which `free` says it can be. `unit`: of a KPI.
 */
export type Choice = { value: string; label: string; note: string; free: boolean; unit?: string };

/** As many as are offered at a time; typing on finds the others. */
export const OFFERED = 20;

/** Somebody or something that is chosen already, whether or not it would be offered. */
export const freeChoice = (value: string, label: string): Choice => ({ value, label, note: "", free: true });

/** The first few a field offers without script, the chosen one among them. */
export const withChosen = (few: readonly Choice[], chosen: Choice | null): Choice[] =>
  chosen === null || few.some(({ value }) => value === chosen.value) ? [...few] : [chosen, ...few];
