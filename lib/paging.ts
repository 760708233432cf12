/** One page of a longer list, starting at its `from`-th row (counted from 0). */
export type PageOf = { from: number; shown: number; total: number };

/** Far enough for any company; longer lists are exported as a file. */
const FURTHEST = 100_000;

/** "?from=40" of an address: 40. 0 for anything that is not a valid number. */
export function pageOffset(asked: string | string[] | undefined): number {
  if (typeof asked !== "string" || !/^\d{1,6}$/.test(asked)) return 0;
  return Math.min(Number(asked), FURTHEST);
}

/** "41 to 80 of 1,200, by need"; null if everything is listed. */
export function pageText({ from, shown, total }: PageOf): string | null {
  if (shown >= total) return null;
  const count = (n: number) => n.toLocaleString("en-GB");
  return shown === 0
    ? `none from ${count(from + 1)} on, of ${count(total)}`
    : `${count(from + 1)} to ${count(from + shown)} of ${count(total)}, by need`;
}

/** Links to the rows before and after; null if there are none. `path` may have a query. */
export function pageLinks({ from, shown, total }: PageOf, path: string, size: number): { before: string | null; after: string | null } {
  const at = (start: number) => (start === 0 ? path : `${path}${path.includes("?") ? "&" : "?"}from=${start}`);
  return {
    before: from === 0 ? null : at(Math.max(0, Math.min(from, total) - size)),
    after: shown > 0 && from + shown < total ? at(from + shown) : null,
  };
}
