export type Side = "above" | "below";

/** Neighbouring points on one side of the centre that make a "run". */
export const DEFAULT_RUN_LENGTH = 8;
/** Points in a row, each above (or each below) the one before, that make a "trend". */
export const DEFAULT_TREND_LENGTH = 7;
export type RunRuleOptions = { runLength?: number; trendLength?: number };

/**
 * A point's data for the rules. `side`: of the centre; `far`: beyond two thirds of the way to its limit; `hugging`: within the middle
 * third.
 */
export type Judged = { index: number; value: number; side: -1 | 0 | 1; outside: boolean; far: boolean; hugging: boolean };
type Verdict = -1 | 0 | 1;

/** Values for the sentence about a chart's latest point, figures as text. `lasts`: "in May 2014", "since March 2014". */
export type Latest = { above: boolean; mean: string; lower: string; upper: string; lasts: string };

type Rule = {
  /** Number of neighbouring points it looks at. */
  length: (options: RunRuleOptions) => number;
  /** 1: the rule is broken above the centre, or rising; -1: below, or falling; 0: not broken. */
  test: (window: readonly Judged[]) => Verdict;
  /** Text in a list of signals, in words that need no statistics. */
  found: string;
  /** Texts of its signal; null: it is information, opens no signal and has no side. */
  signal: {
    /** Short text next to a point. */
    short: (above: boolean) => string;
    /** Title of a chart. */
    title: (latest: Latest) => string;
    /** Its title is used before that of a stronger rule, because it tells more. */
    tellsMore: boolean;
    /** Whether the simulated rates of false signals include it (lib/statistics/false-alarms.ts). */
    inRates: boolean;
    /** Example for the help page: a series around a mean of 50 with limits at 40 and 60, and the marked values. */
    example: { name: string; means: string; values: readonly number[]; marked: readonly number[] };
  } | null;
};

const side = (above: boolean, up: string, down: string) => (above ? up : down);

function commonSide(window: readonly Judged[]): Verdict {
  const first = window[0]?.side ?? 0;
  return window.every((point) => point.side === first) ? first : 0;
}

function direction(window: readonly Judged[]): Verdict {
  const steps = window.slice(1).map((point, i) => Math.sign(point.value - (window[i]?.value ?? Number.NaN)));
  if (steps.every((step) => step === 1)) return 1;
  return steps.every((step) => step === -1) ? -1 : 0;
}

/**
 * Every rule, strongest first, with all its texts. The compiler requires every part for a new rule, and no other place needs a change.
 *
 * Source: Wheeler, "Understanding Variation"; Western Electric, "Statistical Quality Control Handbook" (1956); the side condition of
 * two-of-three as in the National Health Service's "Making Data Count".
 */
export const RULES = {
  outside: {
    length: () => 1,
    test: ([point]) => (point?.outside ? point.side : 0),
    found: "outside its usual range",
    signal: {
      short: (above) => side(above, "above the upper limit", "below the lower limit"),
      title: ({ above, lower, upper, lasts }) => `${side(above, "Above", "Below")} its usual range of ${lower} to ${upper} ${lasts}`,
      tellsMore: false,
      inRates: true,
      example: {
        name: "Outside",
        means: "One value outside its limits.",
        values: [51, 48, 52, 49, 53, 47, 50, 52, 48, 51, 36, 49],
        marked: [10],
      },
    },
  },
  "two-of-three": {
    length: () => 3,
    test: (window) => (window.filter((point) => point.far).length >= 2 ? commonSide(window) : 0),
    found: "two of three close to the same limit",
    signal: {
      short: (above) => `2 of 3 near the ${side(above, "upper", "lower")} limit`,
      title: ({ above, lower, upper, lasts }) =>
        `Two of three values near the ${side(above, `upper limit of ${upper}`, `lower limit of ${lower}`)}, ${lasts}`,
      tellsMore: false,
      inRates: true,
      example: {
        name: "Two of three",
        means: "Two of three neighbouring values in the outer third, on the same side.",
        values: [51, 48, 52, 49, 53, 47, 50, 52, 49, 42, 48, 41.5],
        marked: [11],
      },
    },
  },
  run: {
    length: ({ runLength = DEFAULT_RUN_LENGTH }) => runLength,
    test: commonSide,
    found: "eight or more in a row on one side of the mean",
    signal: {
      short: (above) => `${DEFAULT_RUN_LENGTH}+ ${side(above, "above", "below")} mean`,
      title: ({ above, mean, lasts }) => `${side(above, "Above", "Below")} its mean of ${mean} ${lasts}`,
      tellsMore: true,
      inRates: true,
      example: {
        name: "Run of eight",
        means: "Eight or more in a row on one side of the mean. The level has moved.",
        values: [51, 49, 52, 50.5, 48, 47, 49, 46, 48.5, 47, 49, 47.5],
        marked: [11],
      },
    },
  },
  trend: {
    length: ({ trendLength = DEFAULT_TREND_LENGTH }) => trendLength,
    test: direction,
    found: "seven or more in a row in one direction",
    signal: {
      short: (above) => `${DEFAULT_TREND_LENGTH}+ ${side(above, "rising", "falling")}`,
      title: ({ above, lasts }) => `${side(above, "Rising", "Falling")} without a break ${lasts}`,
      tellsMore: false,
      inRates: false,
      example: {
        name: "Trend of seven",
        means: "Seven or more in a row in one direction, each beyond the one before.",
        values: [50, 52, 49, 51, 53, 54, 52.5, 51.5, 50, 48.5, 47.5, 46],
        marked: [11],
      },
    },
  },
  hugging: {
    length: () => 15,
    test: (window) => (window.every((point) => point.hugging) ? 1 : 0),
    found: "fifteen in a row close to the mean",
    signal: null,
  },
} satisfies Record<string, Rule>;

export type RunRule = keyof typeof RULES;
export const isRunRule = (name: string): name is RunRule => Object.hasOwn(RULES, name);

/** A rule by its name. */
export const ruleOf = (name: RunRule): Rule => RULES[name];
/** All rules, strongest first. */
export const RUN_RULES: readonly RunRule[] = Object.keys(RULES).filter(isRunRule);
/** Whether the rule opens a signal; otherwise it is information. */
export const isSignalRule = (name: RunRule): boolean => RULES[name].signal !== null;
/** Its text for a list; for a rule that no longer exists, the name itself. */
export const foundBy = (name: string): string => (isRunRule(name) ? RULES[name].found : name);
