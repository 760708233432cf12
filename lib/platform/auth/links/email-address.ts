/** Longest e-mail address, in characters. */
export const EMAIL_MAX = 200;

/**
 * E-mail addresses from every source: form, file, command line. Visible ASCII only, so that no two addresses look alike and no zero-width
 * character can hide; international domains are written in their registry form (xn--).
 */
export const EMAIL_FORM = /^[!-?A-~]+@[!-?A-~]+$/;

/** The form in which an address is stored and compared: trimmed and lower case. */
export const sameEmail = (typed: string): string => typed.trim().toLowerCase();
