/** KPI data for screens: plain strings and numbers, computed before a component sees them. */

/** Latest value against the target of its period. */
export type StatusMark = "on-track" | "watch" | "off-track" | "no-target" | "no-data";

/** Has the process changed? "changed" is a signal on a measure without a better direction; "not-judged" has too few values for limits. */
export type Variation = "improving" | "common-cause" | "worsening" | "changed" | "not-judged";

/** Can the process reach its target? Null without a target or without limits. */
export type Assurance = "will-pass" | "hit-or-miss" | "will-fail" | null;

/** Whether a signal is good or bad for the business; neutral if neither direction is better. */
export type SignalTone = "better" | "worse" | "neutral";

/** One period of a spark line, oldest first. A null value is a gap, never zero. */
export type SparkPoint = {
  /** first day of the period, YYYY-MM-DD */
  period: string;
  value: number | null;
  signal?: SignalTone | null;
  provisional?: boolean;
  /** limits of this period if they vary (p chart); absent: the row's limits apply */
  lower?: number | null;
  upper?: number | null;
};

/** The valid target; one bound for a floor or a ceiling, both for a band. */
export type TargetBounds = { floor: number | null; ceiling: number | null };

/** One row of a KPI table. Texts are ready to print; numbers are for drawing only. */
export type KpiRow = {
  id: string;
  code: string;
  name: string;
  href: string;
  /** unit next to a figure: empty for a currency, whose sign is in the text */
  unit: string;
  /** the full unit, for sentences with other figures of the KPI; absent: the same as `unit` */
  fullUnit?: string;
  departmentName: string;
  frequency: string;
  /** oldest first */
  points: SparkPoint[];
  mean: number | null;
  lower: number | null;
  upper: number | null;
  target: TargetBounds | null;
  latest: number | null;
  /** "66.5", without the unit; "–" if there is none */
  latestText: string;
  /** "May 2014" */
  latestPeriodLabel: string;
  provisional: boolean;
  /** "≥ 80", or "–" */
  targetText: string;
  status: StatusMark;
  /** days past the due date; null if not late */
  staleDays: number | null;
  variation: Variation;
  assurance: Assurance;
  ownerName: string | null;
  /** "1 d" */
  ageText: string;
  areas: string[];
  /** why nothing was ever measured, as a sentence */
  missingText?: string;
};
