import type { Assurance, KpiRow, Variation } from "@/lib/charts/view";

export const variationColumns = ["worsening", "common-cause", "improving"] as const;
export const assuranceRows = ["will-fail", "hit-or-miss", "will-pass"] as const;
type Column = (typeof variationColumns)[number];
type Line = (typeof assuranceRows)[number];

/** Advice for each cell: the response depends on whether the process changed and whether it can reach its target. */
export const cellAdvice: Record<Line, Record<Column, string>> = {
  "will-fail": { worsening: "Act now", "common-cause": "Change the process", improving: "Keep going" },
  "hit-or-miss": { worsening: "Find the cause", "common-cause": "Reduce the spread", improving: "Wait for the shift" },
  "will-pass": { worsening: "Look early", "common-cause": "Leave alone", improving: "Raise the target?" },
};

export type NotPlaced = { reason: "stale" | "no-target" | "no-data" | "not-judged" | "changed"; rows: KpiRow[] };
export type WhereToLook = { cell: (assurance: Line, variation: Column) => KpiRow[]; placed: number; notPlaced: NotPlaced[] };

/**
 * Places every measure in its cell of variation by assurance, or under the first reason why it has none: stale first, then no data, no
 * target, too few values for limits, and a change without a better direction.
 */
export function placeMeasures(rows: KpiRow[]): WhereToLook {
  const cells = new Map<string, KpiRow[]>();
  const left = new Map<NotPlaced["reason"], KpiRow[]>();
  for (const row of rows) {
    const reason = reasonNot(row);
    if (reason === null) add(cells, `${row.assurance} ${row.variation}`, row);
    else add(left, reason, row);
  }
  const notPlaced = (["stale", "no-data", "no-target", "not-judged", "changed"] as const).flatMap((reason) => {
    const list = left.get(reason);
    return list === undefined ? [] : [{ reason, rows: list }];
  });
  return {
    cell: (assurance, variation) => cells.get(`${assurance} ${variation}`) ?? [],
    placed: rows.length - notPlaced.reduce((sum, group) => sum + group.rows.length, 0),
    notPlaced,
  };
}

function reasonNot(row: {
  staleDays: number | null;
  status: KpiRow["status"];
  variation: Variation;
  assurance: Assurance;
}): NotPlaced["reason"] | null {
  if (row.staleDays !== null) return "stale";
  if (row.status === "no-data") return "no-data";
  if (row.status === "no-target") return "no-target";
  if (row.variation === "not-judged" || row.assurance === null) return "not-judged";
  return row.variation === "changed" ? "changed" : null;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V) {
  map.set(key, [...(map.get(key) ?? []), value]);
}
