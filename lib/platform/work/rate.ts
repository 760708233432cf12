/** How often something may be done: `burst` times at once, and then this many a second. */
export type Rate = { burst: number; perSecond: number };

/**
 * Counts by key, in the memory of one process: each key has `burst` tokens; each `take` uses one and `perSecond` come back. Keys with all
 * their tokens are forgotten.
 */
export function makeRate({ burst, perSecond }: Rate) {
  const held = new Map<string, { left: number; at: number }>();
  const leftAt = (own: { left: number; at: number }, at: number) =>
    Math.min(burst, own.left + (Math.max(0, at - own.at) / 1_000) * perSecond);
  let sweptAt = Number.NEGATIVE_INFINITY;

  /** Whether it may be done once more, at an instant in milliseconds; if so, it is counted. */
  function take(key: string, at: number): boolean {
    if (at - sweptAt > 60_000) {
      sweptAt = at;
      for (const [other, own] of held) if (leftAt(own, at) >= burst) held.delete(other);
    }
    const own = held.get(key) ?? { left: burst, at };
    const left = leftAt(own, at);
    held.set(key, { left: left >= 1 ? left - 1 : left, at: Math.max(at, own.at) });
    return left >= 1;
  }

  return { take, size: () => held.size };
}
