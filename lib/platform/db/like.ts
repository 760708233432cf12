/** Text to stand in a pattern of LIKE as it is, its own wildcards taken literally. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** The pattern that finds the text anywhere. */
export const containsPattern = (text: string): string => `%${escapeLike(text)}%`;
