import type { SignalTone } from "@/lib/charts/view";
import type { SignalLevel } from "./clock";

/** Amount from which money raises the level, in the KPI's own currency. */
export type SeverityTerms = { money: number };
export const SEVERITY_TERMS: SeverityTerms = { money: 100_000 };

/** Number of dependent KPIs from which a signal counts as far-reaching. */
export const FAR_REACH = 3;

export type SignalSize = {
  tone: SignalTone;
  /** Distance beyond the limit, in half widths of the limits; 0 inside them (a run, a trend). */
  severity: number;
  /** Distance from the mean in money; null if the KPI is not money. */
  money: number | null;
  /** KPIs computed from it, directly or through others. */
  reach: number;
};

/**
 * 1 low, 2 medium, 3 high. Outside the limits adds one, twice as far from the mean as the limit adds two; 100,000 or more in money adds
 * one; three or more KPIs computed from it add one. An improvement stays low; a change that is neither good nor bad is at most medium.
 */
export function levelOf({ tone, severity, money, reach }: SignalSize, terms: SeverityTerms = SEVERITY_TERMS): SignalLevel {
  if (tone === "better") return 1;
  const size = severity >= 1 ? 2 : severity > 0 ? 1 : 0;
  const worth = money !== null && money >= terms.money ? 1 : 0;
  const level = 1 + size + worth + (reach >= FAR_REACH ? 1 : 0);
  const highest = tone === "worse" ? 3 : 2;
  return level >= highest ? highest : level === 2 ? 2 : 1;
}

/**
 * The distance from the mean in money, as a decimal of two places, with its currency. Null if the unit is not a currency code, if there is
 * no mean, and for averages and ratios: revenue per employee is money, but its distance from the mean is no loss.
 */
export function moneyOf(
  kpi: { unit: string; aggregation: string },
  value: number | null,
  mean: number | null,
): { amount: string; unit: string } | null {
  if (value === null || mean === null || !/^[A-Z]{3}$/.test(kpi.unit)) return null;
  if (kpi.aggregation !== "sum" && kpi.aggregation !== "last") return null;
  return { amount: Math.abs(value - mean).toFixed(2), unit: kpi.unit };
}
