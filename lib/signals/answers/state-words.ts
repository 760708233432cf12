const WORDS: Record<string, string> = { open: "new", acted_on: "acted on" };

/** A state of a signal as it is said. */
export const stateWord = (state: string): string => WORDS[state] ?? state;
