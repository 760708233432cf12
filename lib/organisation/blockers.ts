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

export type DepartmentContents = {
  kpis: number;
  initiatives: number;
  actions: number;
  decisions: number;
  people: number;
  positions: number;
  below: number;
  roles: number;
};

/** What keeps a department open, in words; null when nothing does. */
export const departmentBlockers = (held: DepartmentContents): string | null =>
  countsInWords([
    { count: held.kpis, one: "open KPI", many: "open KPIs" },
    { count: held.initiatives, one: "open initiative", many: "open initiatives" },
    { count: held.actions, one: "open action", many: "open actions" },
    { count: held.decisions, one: "decision without an outcome", many: "decisions without an outcome" },
    { count: held.people, one: "person", many: "people" },
    { count: held.positions, one: "open position", many: "open positions" },
    { count: held.below, one: "department below it", many: "departments below it" },
    { count: held.roles, one: "role on it", many: "roles on it" },
  ]);

export type PositionContents = { kpis: number; reports: number };

/** What keeps a position open, in words; null when nothing does. */
export const positionBlockers = (held: PositionContents): string | null =>
  countsInWords([
    { count: held.kpis, one: "open KPI", many: "open KPIs" },
    { count: held.reports, one: "position that reports to it", many: "positions that report to it" },
  ]);
