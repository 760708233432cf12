/** Where a row stands, from the point of view of A. `own`: in A, kept by member A. `carried`: in B, but given to member A by name. */
export const SCOPES = ["A", "own", "B", "B1", "root", "shared", "carried", "archived", "missing"] as const;
export type Scope = (typeof SCOPES)[number];

/** Those who are not (or no longer) signed in, and those who are. */
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

/** Every text of a row carries the canary of its scope, and every figure its digits: what leaks is recognised wherever it turns up. */
export const canaryOf = (scope: Scope) => `qz${scope}zq`;
/** The titles of positions have one of their own: whoever administers people reads them, and nothing else of the row. */
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
