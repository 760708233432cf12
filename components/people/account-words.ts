import type { AccountState } from "@/lib/people/queries";

/** Account states as screens say them. */
export const ACCOUNT_WORDS: Record<AccountState, string> = {
  none: "no account",
  invited: "invited, no password yet",
  active: "can sign in",
  disabled: "disabled",
  left: "left the company",
};
