/** Scored decisions made with one confidence: `held` of `count`. */
export type Scored = {
  /** percent, 50 to 100 */
  sure: number;
  held: number;
  count: number;
};

/** `held` of `scored`; shares from 0 to 1. `brier`: mean squared distance between how sure and what came, 0 best; a coin has 0.25. */
export type Calibration = {
  scored: number;
  held: number;
  meanSure: number;
  brier: number;
  /** 95 % interval of the share that holds */
  interval: { low: number; high: number };
  /** the chance of so few or fewer that held, had each held with the odds that were said; null where there are not few */
  byChance: number | null;
};

/** Fewer say nothing about anybody. */
export const LEAST_SCORED = 3;
/** From so many on, the interval says it better than the chance. */
export const NOT_FEW = 10;

const sumOf = (levels: readonly Scored[], of: (level: Scored) => number) => levels.reduce((sum, level) => sum + of(level), 0);

/**
 * How sure people were beside how often they were right, from counts per confidence. Null below three scored decisions.
 *
 * Sources: Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950); Clopper and Pearson, "The use
 * of confidence or fiducial limits", Biometrika 26 (1934); the chance is the exact sum over independent decisions (Poisson binomial).
 */
export function calibrationOf(levels: readonly Scored[]): Calibration | null {
  const scored = sumOf(levels, ({ count }) => count);
  if (scored < LEAST_SCORED) return null;
  const held = sumOf(levels, (level) => level.held);
  return {
    scored,
    held,
    meanSure: sumOf(levels, ({ sure, count }) => sure * count) / 100 / scored,
    brier:
      sumOf(levels, (level) => level.held * (1 - level.sure / 100) ** 2 + (level.count - level.held) * (level.sure / 100) ** 2) / scored,
    interval: clopperPearson(held, scored),
    byChance: scored < NOT_FEW ? chanceOfSoFew(levels, held) : null,
  };
}

/** The chance that `held` or fewer hold, each with its own odds. For few: it takes time by their square. */
function chanceOfSoFew(levels: readonly Scored[], held: number): number {
  let chances = [1];
  for (const p of levels.flatMap(({ sure, count }) => Array.from({ length: count }, () => sure / 100)))
    chances = [...chances, 0].map((chance, n) => chance * (1 - p) + (chances[n - 1] ?? 0) * p);
  return chances.slice(0, held + 1).reduce((sum, chance) => sum + chance, 0);
}

/** Beside the likeliest, terms below this change no digit of a sum. */
const NOTHING = 1e-18;

/**
 * The chance of `most` or fewer of `n`, each with the odds `p` (between 0 and 1). Terms are reckoned from the likeliest outwards, as shares of it, until they
 * no longer count: some ten standard deviations, so that the time grows with the root of `n`.
 */
function chanceOfAtMost(most: number, n: number, p: number): number {
  const likeliest = Math.min(n, Math.floor((n + 1) * p));
  let [within, all] = [0, 0];
  const add = (k: number, term: number) => {
    all += term;
    if (k <= most) within += term;
  };
  for (let k = likeliest, term = 1; k >= 0 && term > NOTHING; k -= 1) {
    add(k, term);
    term *= (k * (1 - p)) / ((n - k + 1) * p);
  }
  for (let k = likeliest, term = 1; k < n && term > NOTHING; k += 1) {
    term *= ((n - k) * p) / ((k + 1) * (1 - p));
    add(k + 1, term);
  }
  return within / all;
}

/** The exact 95 % interval of a share of which `k` of `n` were seen: where the chance of so many or more, or so few or fewer, is 2.5 %. */
export function clopperPearson(k: number, n: number): { low: number; high: number } {
  const where = (rises: (p: number) => number) => {
    let [low, high] = [0, 1];
    for (let i = 0; i < 60; i += 1) {
      const middle = (low + high) / 2;
      if (rises(middle) < 0) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return {
    low: k === 0 ? 0 : where((p) => 1 - chanceOfAtMost(k - 1, n, p) - 0.025),
    high: k === n ? 1 : where((p) => 0.025 - chanceOfAtMost(k, n, p)),
  };
}
