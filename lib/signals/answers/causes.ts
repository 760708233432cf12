/** What kinds of causes there are, as they are stored and as they are said. */
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
/** As it stands within a sentence. */
export const causeWord = (cause: string): string => (WORDS.get(cause) ?? cause).toLowerCase();
