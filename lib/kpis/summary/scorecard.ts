import type { StatusMark } from "@/lib/charts/view";
import { formatValue } from "@/lib/format";
import { type KpiSummaryRow, staleDaysOf } from "./row";

/** The column groups of the scorecard, in order. */
export const PERSPECTIVES = ["delivery", "quality", "cost", "volume", "customer", "people"] as const;

export type ScorecardCell = { id: string; href: string; status: StatusMark; staleDays: number | null; valueText: string; label: string };
export type ScorecardRow = {
  id: string;
  name: string;
  href: string;
  status: StatusMark;
  staleDays: number | null;
  soText: string;
  cells: Record<string, ScorecardCell[]>;
  people: number | null;
};

const RANK: Record<StatusMark, number> = { "off-track": 4, watch: 3, "on-track": 2, "no-target": 1, "no-data": 0 };

/**
 * One row per department that has a KPI, worst first, as its sentence says it: the most measures worsening, then the most targets missed,
 * then by the worst status and by name. Per group one KPI: a worsening one, else the first; rows arrive sorted by priority.
 */
export function prepareScorecard(rows: readonly KpiSummaryRow[], people: ReadonlyMap<string, number>, today: string): ScorecardRow[] {
  const departments = Map.groupBy(rows, (row) => row.departmentId);
  const lines = [...departments].map(([id, kpis]) => {
    const late = kpis.map((kpi) => staleDaysOf(kpi.lateFrom, today)).filter((days) => days !== null);
    const inTime = kpis.filter((kpi) => staleDaysOf(kpi.lateFrom, today) === null).map((kpi) => kpi.status ?? "no-data");
    const status = inTime.reduce((worst, mark) => (RANK[mark] > RANK[worst] ? mark : worst), "no-data" as StatusMark);
    const cells = Object.fromEntries(
      PERSPECTIVES.map((group) => [
        group,
        kpis
          .filter((kpi) => kpi.perspective === group)
          .toSorted((a, b) => Number(isWorsening(b)) - Number(isWorsening(a)))
          .slice(0, 1)
          .map((kpi) => cellOf(kpi, today)),
      ]),
    );
    return {
      id,
      name: kpis[0]?.departmentName ?? "",
      href: `/departments/${id}`,
      status,
      staleDays: late.length > 0 && status !== "off-track" ? Math.max(...late) : null,
      soText: soText(kpis, late.length),
      cells,
      people: people.get(id) ?? null,
      order: [kpis.filter(isWorsening).length, kpis.filter(isOff).length, RANK[status]] as const,
    };
  });
  return lines
    .sort((a, b) => b.order[0] - a.order[0] || b.order[1] - a.order[1] || b.order[2] - a.order[2] || a.name.localeCompare(b.name))
    .map(({ order: _, ...line }) => line);
}

const isWorsening = (kpi: KpiSummaryRow) => kpi.variation === "worsening";
const isOff = (kpi: KpiSummaryRow) => kpi.status === "off-track";

function cellOf(kpi: KpiSummaryRow, today: string): ScorecardCell {
  const value = formatValue(kpi.latestValue === null ? null : Number(kpi.latestValue), kpi.unit);
  return {
    id: kpi.id,
    href: `/kpis/${kpi.id}`,
    status: kpi.status ?? "no-data",
    staleDays: staleDaysOf(kpi.lateFrom, today),
    valueText: `${value.text} ${value.unit}`.trim(),
    label: kpi.name,
  };
}

const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const count = (n: number, noun: string) => `${COUNTS[n] ?? n} ${noun}${n === 1 ? "" : "s"}`;

/** A summary of its measures, from signals and targets only. */
function soText(kpis: readonly KpiSummaryRow[], late: number): string {
  const worsening = kpis.filter(isWorsening).length;
  const off = kpis.filter(isOff).length;
  if (late === kpis.length) return "Cannot be judged: every value is late";
  const lateText = late > 0 ? `; ${count(late, "value")} late` : "";
  if (worsening > 0) return `Needs help: ${count(worsening, "measure")} worsening${lateText}`;
  if (off > 0) return `Misses ${count(off, "target")}, unchanged${lateText}`;
  const improving = kpis.filter((kpi) => kpi.variation === "improving").length;
  if (improving > 0) return `Steady, ${count(improving, "measure")} improving${lateText}`;
  if (kpis.every((kpi) => kpi.status === "no-target")) return `No target set${lateText}`;
  if (kpis.every((kpi) => kpi.status === "no-data")) return "No value yet";
  return `Steady${lateText}`;
}
