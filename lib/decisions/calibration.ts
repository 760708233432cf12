export type Scored = {
  /** percent, 50 to 100 */
  sure: number;
  held: boolean;
};

/** `held` of `scored`; shares from 0 to 1. `brier`: mean squared distance between how sure and what came, 0 best; a coin has 0.25. */
export type Calibration = {
  scored: number;
  held: number;
  meanSure: number;
  brier: number;
  /** 95 % interval of the share that holds */
  interval: { low: number; high: number };
  /** the chance of so few or fewer that held, had each held with the odds that were said */
  byChance: number;
};

/** Fewer say nothing about anybody. */
export const LEAST_SCORED = 3;

/**
 * How sure people were beside how often they were right. Null below three scored decisions.
 *
 * Sources: Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950); Clopper and Pearson, "The use
 * of confidence or fiducial limits", Biometrika 26 (1934); the chance is the exact sum over independent decisions (Poisson binomial).
 */
export function calibrationOf(decisions: readonly Scored[]): Calibration | null {
  const scored = decisions.length;
  if (scored < LEAST_SCORED) return null;
  const held = decisions.filter((decision) => decision.held).length;
  const odds = decisions.map(({ sure }) => sure / 100);
  return {
    scored,
    held,
    meanSure: odds.reduce((sum, p) => sum + p, 0) / scored,
    brier: decisions.reduce((sum, { sure, held }) => sum + (sure / 100 - (held ? 1 : 0)) ** 2, 0) / scored,
    interval: clopperPearson(held, scored),
    byChance: distributionOf(odds)
      .slice(0, held + 1)
      .reduce((sum, p) => sum + p, 0),
  };
}

/** Chances of 0, 1, ... of independent events with these odds. */
function distributionOf(odds: readonly number[]): number[] {
  let chances = [1];
  for (const p of odds) chances = [...chances, 0].map((chance, n) => chance * (1 - p) + (chances[n - 1] ?? 0) * p);
  return chances;
}

/** The exact 95 % interval of a share of which `k` of `n` were seen: where the chance of so many or more, or so few or fewer, is 2.5 %. */
export function clopperPearson(k: number, n: number): { low: number; high: number } {
  const fewer = (p: number, most: number) =>
    distributionOf(Array.from({ length: n }, () => p))
      .slice(0, most + 1)
      .reduce((sum, c) => sum + c, 0);
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
    low: k === 0 ? 0 : where((p) => 1 - fewer(p, k - 1) - 0.025),
    high: k === n ? 1 : where((p) => 0.025 - fewer(p, k)),
  };
}
