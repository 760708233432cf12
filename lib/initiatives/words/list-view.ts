import type { HealthMark } from "../health/health";

type Listed = { ownerId: string; health: { mark: HealthMark; staleDays: number | null } };

/** The list in the order it is read: the viewer's own, then by what needs somebody. Rows keep their order; empty groups are left out. */
export function groupInitiatives<R extends Listed>(rows: readonly R[], personId: string): { title: string; rows: R[] }[] {
  const mine = rows.filter((r) => r.ownerId === personId);
  const others = rows.filter((r) => r.ownerId !== personId);
  const of = (...marks: HealthMark[]) => others.filter((r) => marks.includes(r.health.mark));
  return [
    { title: "Mine", rows: mine },
    { title: "No check-in when it was due", rows: of("stale") },
    { title: "Off track or to be watched", rows: of("off-track", "watch") },
    { title: "On track", rows: of("on-track") },
    { title: "Not known yet", rows: of("no-data") },
    { title: "Closed", rows: of("closed") },
  ].filter((group) => group.rows.length > 0);
}

/** The sentence over the list, by rule. Undefined when there is nothing to say. */
export function listSentence(rows: readonly Listed[]): string | undefined {
  const open = rows.filter((r) => r.health.mark !== "closed");
  if (open.length === 0) return undefined;
  const count = (mark: HealthMark) => open.filter((r) => r.health.mark === mark).length;
  const longest = Math.max(0, ...open.map((r) => r.health.staleDays ?? 0));
  const parts = [
    ...(count("stale") > 0
      ? [`${count("stale")} without the check-in that was due, the oldest ${longest} ${longest === 1 ? "day" : "days"} late`]
      : []),
    ...(count("off-track") > 0 ? [`${count("off-track")} off track`] : []),
    ...(count("watch") > 0 ? [`${count("watch")} to be watched`] : []),
    ...(count("on-track") > 0 ? [`${count("on-track")} on track`] : []),
    ...(count("no-data") > 0 ? [`${count("no-data")} not known yet`] : []),
  ];
  return `${open.length} open: ${parts.join("; ")}.`;
}
