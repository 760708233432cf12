import type { KpiRow } from "@/lib/kpis/view";

/** The way the numbers went: the latest against the mean. Undefined where either is missing, so that the mark decides. */
export function towardOf({ latest, mean }: Pick<KpiRow, "latest" | "mean">): { toward?: "up" | "down" } {
  if (latest === null || mean === null) return {};
  return { toward: latest >= mean ? "up" : "down" };
}

/** Which bound the assurance is about: a target with only a ceiling is one, all others read as a floor. */
export function boundOf({ target }: Pick<KpiRow, "target">): "floor" | "ceiling" {
  return target !== null && target.floor === null && target.ceiling !== null ? "ceiling" : "floor";
}
