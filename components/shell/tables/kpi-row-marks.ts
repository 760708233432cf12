import { layOutSpark } from "@/components/charts/spark";
import type { SparkLayout } from "@/components/charts/spark-drawing";
import type { KpiRow } from "@/lib/charts/view";

/** The direction of the numbers: the latest against the mean. Undefined if either is missing, so that the mark decides. */
export function towardOf({ latest, mean }: Pick<KpiRow, "latest" | "mean">): { toward?: "up" | "down" } {
  if (latest === null || mean === null) return {};
  return { toward: latest >= mean ? "up" : "down" };
}

/** The kind of bound for assurance: "ceiling" for a target with only a ceiling, "floor" for all others. */
export function boundOf({ target }: Pick<KpiRow, "target">): "floor" | "ceiling" {
  return target !== null && target.floor === null && target.ceiling !== null ? "ceiling" : "floor";
}

/** Only the data that a row of the KPI table shows, because all of it goes to the browser, some forty times. */
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

/** A row for the table, with its spark line `width` pixels wide. */
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
