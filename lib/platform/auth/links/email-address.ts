/** As long as an e-mail may be. */
export const EMAIL_MAX = 200;

/**
 * What people sign in by, wherever it comes from: a form, a file, the command line. Only what can be seen of ASCII, so that no two of them
 * look the same and no blank of no width hides in one; a domain of other letters is written as its registry writes it (xn--).
 */
export const EMAIL_FORM = /^[!-?A-~]+@[!-?A-~]+$/;

/** As it is kept and compared: without blanks around it, in lower case. */
export const sameEmail = (typed: string): string => typed.trim().toLowerCase();
