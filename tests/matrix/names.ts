/** Where a row is, from A's point of view. `own`: in A, owned by member A. `carried`: in B, but given to member A by name. */
export const SCOPES = ["A", "own", "B", "B1", "root", "shared", "carried", "archived", "missing"] as const;
export type Scope = (typeof SCOPES)[number];

/** People who are not (or no longer) signed in, and those who are. */
export const STRANGERS = ["anonymous", "forged", "disabled", "revoked", "expired", "left"] as const;
export const SIGNED_IN = [
  "outsider",
  "viewerA",
  "viewerB",
  "viewerCompany",
  "memberA",
  "leadA",
  "leadB",
  "executive",
  "coo",
  "administrator",
] as const;
export type Principal = (typeof STRANGERS)[number] | (typeof SIGNED_IN)[number];

/** Every text of a row contains the canary of its scope, and every figure its digits, so that a leak is recognised anywhere. */
export const canaryOf = (scope: Scope) => `qz${scope}zq`;
/** Titles of positions have a separate one: administrators of people read them, and nothing else of the row. */
export const seatOf = (scope: Scope) => `qs${scope}sq`;
const DIGITS: Record<Scope, string> = {
  A: "4141414",
  own: "3131313",
  B: "5252525",
  B1: "6363636",
  root: "7474747",
  shared: "8585858",
  carried: "2929292",
  archived: "9696969",
  missing: "1717171",
};
export const digitsOf = (scope: Scope) => DIGITS[scope];

/** Everybody's password. */
export const PASSWORD = "plain words for the tests 7";
