import type { HealthMark } from "../health/health";

type Listed = { ownerId: string; health: { mark: HealthMark } };

/** The groups of the list in order: the viewer's own, then by need. The order matches GROUP in rows/status-sql.ts. */
const GROUPS: readonly (readonly [title: string, marks: readonly HealthMark[]])[] = [
  ["Mine", []],
  ["Check-in overdue", ["stale"]],
  ["Off track or on watch", ["off-track", "watch"]],
  ["On track", ["on-track"]],
  ["Not known yet", ["no-data"]],
  ["Closed", ["closed"]],
];

/**
 * The rows of a page by group; rows keep their order, groups without a row on the page are left out. `counts`: rows of each group on all
 * pages.
 */
export function groupInitiatives<R extends Listed>(
  rows: readonly R[],
  personId: string,
  counts: readonly number[],
): { title: string; rows: R[]; total: number }[] {
  const others = rows.filter((r) => r.ownerId !== personId);
  return GROUPS.map(([title, marks], place) => ({
    title,
    rows: place === 0 ? rows.filter((r) => r.ownerId === personId) : others.filter((r) => marks.includes(r.health.mark)),
    total: counts[place] ?? 0,
  })).filter((group) => group.rows.length > 0);
}

/** The sentence above the list, by rule, over all its pages. Undefined if there is nothing to say. */
export function listSentence({
  marks,
  longestStale: longest,
}: {
  marks: Partial<Record<HealthMark, number>>;
  longestStale: number;
}): string | undefined {
  const count = (mark: HealthMark) => marks[mark] ?? 0;
  const open = (["stale", "off-track", "watch", "on-track", "no-data"] as const).reduce((sum, mark) => sum + count(mark), 0);
  if (open === 0) return undefined;
  const parts = [
    ...(count("stale") > 0
      ? [`${count("stale")} with an overdue check-in, the oldest ${longest} ${longest === 1 ? "day" : "days"} late`]
      : []),
    ...(count("off-track") > 0 ? [`${count("off-track")} off track`] : []),
    ...(count("watch") > 0 ? [`${count("watch")} on watch`] : []),
    ...(count("on-track") > 0 ? [`${count("on-track")} on track`] : []),
    ...(count("no-data") > 0 ? [`${count("no-data")} not known yet`] : []),
  ];
  return `${open} open: ${parts.join("; ")}.`;
}
