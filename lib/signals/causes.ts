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
