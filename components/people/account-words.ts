import type { AccountState } from "@/lib/people/queries";

/** Account states on screen. */
export const ACCOUNT_WORDS: Record<AccountState, string> = {
  none: "no account",
  invited: "invited, no password yet",
  active: "can sign in",
  disabled: "disabled",
  left: "left the company",
};
