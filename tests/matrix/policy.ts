import { asked } from "./policy/asked";
import type { ActionRow, Page, Part } from "./policy/cells";
import * as comments from "./policy/comments";
import * as data from "./policy/data";
import * as decisions from "./policy/decisions";
import * as initiatives from "./policy/initiatives";
import * as kpis from "./policy/kpis";
import * as notices from "./policy/notices";
import * as numbers from "./policy/numbers";
import * as organisation from "./policy/organisation";
import * as pages from "./policy/pages";
import * as people from "./policy/people";
import * as settings from "./policy/settings";
import * as signals from "./policy/signals";
import type { World } from "./world";

export { type ActionRow, isSignedIn, mayReceive, mayReceiveSeats } from "./policy/cells";
export { PUBLIC, ROUTES } from "./policy/pages";

/** What is written down, by feature. */
export const PARTS: readonly Part[] = [
  kpis,
  signals,
  initiatives,
  decisions,
  comments,
  notices,
  numbers,
  people,
  organisation,
  settings,
  data,
];

/** Every server action of the application. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = Object.fromEntries(PARTS.flatMap((part) => Object.entries(part.ACTIONS)));
export const PAGES: Readonly<Record<string, Page>> = {
  ...pages.PAGES,
  ...Object.fromEntries(PARTS.flatMap((part) => Object.entries(part.PAGES ?? {}))),
};
/** Other requests of people of A besides the plain pages: searches, looking back, exports, lists behind a field. All GET. */
export const alsoAsked = (world: World): string[] => [...asked(world), ...PARTS.flatMap((part) => part.asked?.(world) ?? [])];
