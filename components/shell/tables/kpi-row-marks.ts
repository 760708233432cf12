import { layOutSpark } from "@/components/charts/spark";
import type { SparkLayout } from "@/components/charts/spark-drawing";
import type { KpiRow } from "@/lib/charts/view";

/** The way the numbers went: the latest against the mean. Undefined where either is missing, so that the mark decides. */
export function towardOf({ latest, mean }: Pick<KpiRow, "latest" | "mean">): { toward?: "up" | "down" } {
  if (latest === null || mean === null) return {};
  return { toward: latest >= mean ? "up" : "down" };
}

/** Which bound the assurance is about: a target with only a ceiling is one, all others read as a floor. */
export function boundOf({ target }: Pick<KpiRow, "target">): "floor" | "ceiling" {
  return target !== null && target.floor === null && target.ceiling !== null ? "ceiling" : "floor";
}

/** What a row of the KPI table shows and nothing else: all of it goes to the browser, some forty times. */
export type KpiTableRow = Pick<
  KpiRow,
  | "id"
  | "name"
  | "href"
  | "unit"
  | "departmentName"
  | "latestText"
  | "latestPeriodLabel"
  | "provisional"
  | "targetText"
  | "status"
  | "staleDays"
> &
  Pick<KpiRow, "variation" | "assurance" | "ownerName" | "ageText" | "missingText"> & {
    /** null: nothing to draw */
    spark: SparkLayout | null;
    bound: "floor" | "ceiling";
    toward?: "up" | "down";
  };

/** A row for the table, its line laid out `width` pixels wide. */
export function tableRow(row: KpiRow, width: number): KpiTableRow {
  return {
    id: row.id,
    name: row.name,
    href: row.href,
    unit: row.latest === null ? "" : row.unit,
    departmentName: row.departmentName,
    latestText: row.latestText,
    latestPeriodLabel: row.latestPeriodLabel,
    provisional: row.provisional,
    targetText: row.targetText,
    status: row.status,
    staleDays: row.staleDays,
    variation: row.variation,
    assurance: row.assurance,
    ownerName: row.ownerName,
    ageText: row.ageText,
    ...(row.missingText !== undefined && { missingText: row.missingText }),
    spark: row.points.some((point) => point.value !== null) ? layOutSpark({ ...row, width }) : null,
    bound: boundOf(row),
    ...towardOf(row),
  };
}
