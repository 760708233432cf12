import { isSignalRule, type Judged, RUN_RULES, type RunRule, type RunRuleOptions, ruleOf, type Side } from "./rules";

/**
 * One point of a chart. `value` null: missing or excluded. `lower`, `centre`, `upper`: the natural limits at this point, not cut at a floor
 * or ceiling, because thirds are measured on them; null without limits. `segment`: rules never look from one segment (baseline) into
 * another.
 */
export type RulePoint = { value: number | null; lower: number | null; centre: number | null; upper: number | null; segment: number };
export type RuleMarks = {
  /** Rules this point breaks, strongest first. */
  rules: RunRule[];
  /** Rules first broken at this point: they open a signal. */
  opens: RunRule[];
  /** Side (trend: direction) of the strongest rule; null without a rule and for hugging alone. */
  side: Side | null;
};

type Found = { rule: RunRule; side: Side | null; members: number[]; opensAt: number | null };

/**
 * Applies the rules of a process behaviour chart: "outside" a limit; "two-of-three" neighbouring points beyond two thirds of the way to the
 * same limit, all three on that side; "run" of 8 on one side; "trend" of 7 rising or falling; "hugging": 15 inside the middle third
 * (information, no signal). A value equal to the centre is on neither side and ends a run; an equal neighbour ends a trend. Missing points
 * are skipped: they neither count nor end anything. Points without limits are not judged. Returns one result per point, in the order of
 * `points`, marking every point involved.
 */
export function applyRunRules(points: readonly RulePoint[], options: RunRuleOptions = {}): RuleMarks[] {
  const found = segmentsOf(points).flatMap((segment) => RUN_RULES.flatMap((rule) => windows(segment, rule, options)));
  return mark(points.length, found);
}

function segmentsOf(points: readonly RulePoint[]): Judged[][] {
  const segments = new Map<number, Judged[]>();
  for (const [index, point] of points.entries()) {
    const judged = judge(index, point);
    if (judged === null) continue;
    const segment = segments.get(point.segment);
    if (segment) segment.push(judged);
    else segments.set(point.segment, [judged]);
  }
  return [...segments.values()];
}

function judge(index: number, { value, lower, centre, upper }: RulePoint): Judged | null {
  if (value === null || lower === null || centre === null || upper === null) return null;
  if (![value, lower, centre, upper].every(Number.isFinite)) throw new RangeError("points must be finite numbers or null");
  // The rounding of a constant series' mean must not put its points outside zero-width limits.
  const rounding = 1e-9 * Math.max(Math.abs(value), Math.abs(centre), upper - lower);
  const distance = value - centre;
  const reach = distance > 0 ? upper - centre : centre - lower;
  const side = Math.abs(distance) <= rounding ? 0 : distance > 0 ? 1 : -1;
  return {
    index,
    value,
    side,
    outside: Math.abs(distance) > reach + rounding,
    far: Math.abs(distance) > (2 * reach) / 3 + rounding,
    hugging: reach > rounding && Math.abs(distance) < reach / 3,
  };
}

function windows(segment: readonly Judged[], rule: RunRule, options: RunRuleOptions): Found[] {
  const { test, ...of } = ruleOf(rule);
  const length = of.length(options);
  const found: Found[] = [];
  let previous = 0;
  for (let end = length; end <= segment.length; end += 1) {
    const window = segment.slice(end - length, end);
    const hit = test(window);
    if (hit !== 0) {
      const side = !isSignalRule(rule) ? null : hit > 0 ? "above" : "below";
      // A window that continues what the one before it already showed opens nothing new.
      const opensAt = hit === previous ? null : (window.at(-1)?.index ?? null);
      found.push({ rule, side, members: window.map((point) => point.index), opensAt });
    }
    previous = hit;
  }
  return found;
}

function mark(length: number, found: readonly Found[]): RuleMarks[] {
  const sides = Array.from({ length }, () => new Map<RunRule, Side | null>());
  const opened = Array.from({ length }, () => new Set<RunRule>());
  for (const { rule, side, members, opensAt } of found) {
    for (const member of members) sides[member]?.set(rule, side);
    if (opensAt !== null) opened[opensAt]?.add(rule);
  }
  return sides.map((own, index) => {
    const rules = RUN_RULES.filter((rule) => own.has(rule));
    return {
      rules,
      opens: rules.filter((rule) => opened[index]?.has(rule)),
      side: rules.map((rule) => own.get(rule) ?? null).find((side) => side !== null) ?? null,
    };
  });
}
