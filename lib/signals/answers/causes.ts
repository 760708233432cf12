/** The kinds of causes, with their stored names and their words on screen. */
export const CAUSES = [
  ["method", "Method"],
  ["machine", "Machine"],
  ["material", "Material"],
  ["people", "People"],
  ["demand", "Demand"],
  ["measurement", "Measurement"],
  ["unknown", "Not known yet"],
] as const;

const WORDS: ReadonlyMap<string, string> = new Map(CAUSES);
/** The word as used within a sentence. */
export const causeWord = (cause: string): string => (WORDS.get(cause) ?? cause).toLowerCase();
