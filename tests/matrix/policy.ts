import type { ActionRow } from "./policy/cells";
import { COMMENT_ACTIONS } from "./policy/comments";
import { DATA_ACTIONS } from "./policy/data";
import { DECISION_ACTIONS } from "./policy/decisions";
import { INITIATIVE_ACTIONS } from "./policy/initiatives";
import { KPI_ACTIONS } from "./policy/kpis";
import { NOTICE_ACTIONS } from "./policy/notices";
import { NUMBER_ACTIONS } from "./policy/numbers";
import { ORGANISATION_ACTIONS } from "./policy/organisation";
import { PEOPLE_ACTIONS } from "./policy/people";
import { SETTINGS_ACTIONS } from "./policy/settings";
import { SIGNAL_ACTIONS } from "./policy/signals";

export { type ActionRow, isSignedIn, mayReceive, mayReceiveSeats } from "./policy/cells";
export { PAGES, PUBLIC, ROUTES } from "./policy/pages";

/** Every server action of the application, by feature. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  ...KPI_ACTIONS,
  ...SIGNAL_ACTIONS,
  ...INITIATIVE_ACTIONS,
  ...DECISION_ACTIONS,
  ...COMMENT_ACTIONS,
  ...NOTICE_ACTIONS,
  ...NUMBER_ACTIONS,
  ...PEOPLE_ACTIONS,
  ...ORGANISATION_ACTIONS,
  ...SETTINGS_ACTIONS,
  ...DATA_ACTIONS,
};
