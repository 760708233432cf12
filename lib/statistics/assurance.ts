/** How the current process relates to its target: always reaches it, reaches it by chance, never reaches it. */
export type Assurance = "will-pass" | "hit-or-miss" | "will-fail";

/** floor: at least `value`; ceiling: at most `value`; band: between both, ends included. In the unit of the KPI. */
export type TargetBound =
  | { kind: "floor"; value: number }
  | { kind: "ceiling"; value: number }
  | { kind: "band"; lower: number; upper: number };

/**
 * Compares natural limits with the target. A floor at or below the lower limit will pass, above the upper limit will fail, otherwise hit or
 * miss; a ceiling works the other way round; a band passes if both limits are inside it and fails if it lies entirely outside them. Null
 * without limits (under 12 points) or without a target: unknown, not failed. Throws RangeError for a band whose bounds are reversed.
 * Source: "Making Data Count" assurance icons; Wheeler.
 */
export function assurance(limits: { lower: number; upper: number } | null, target: TargetBound | null): Assurance | null {
  if (limits === null || target === null) return null;
  const { lower, upper } = limits;
  const floor = target.kind === "ceiling" ? Number.NEGATIVE_INFINITY : target.kind === "floor" ? target.value : target.lower;
  const ceiling = target.kind === "floor" ? Number.POSITIVE_INFINITY : target.kind === "ceiling" ? target.value : target.upper;
  if (!(floor <= ceiling)) throw new RangeError("a band needs its lower end below its upper end");
  if (lower >= floor && upper <= ceiling) return "will-pass";
  if (upper < floor || lower > ceiling) return "will-fail";
  return "hit-or-miss";
}
