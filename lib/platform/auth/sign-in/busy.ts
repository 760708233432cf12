/** Message while too many people are signing in or redeeming links. */
export const BUSY = "Too many people are doing this right now. Try again in a few seconds.";
