/** So many of something, by its word for one and for several. */
export type Counted = { count: number; one: string; many: string };

const said = ({ count, one, many }: Counted) => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** "2 open KPIs, 1 person and 3 positions"; null where every count is nought. */
export function countsInWords(counts: readonly Counted[]): string | null {
  const parts = counts.filter(({ count }) => count > 0).map(said);
  if (parts.length === 0) return null;
  const last = parts.at(-1) ?? "";
  return parts.length === 1 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}
