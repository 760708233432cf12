/** How often something may be done: `burst` times at once, and then this many a second. What comes earlier waits at most `waitMs` (0). */
export type Rate = { burst: number; perSecond: number; waitMs?: number };

/**
 * Counts by key, in the memory of one process, by the generic cell rate algorithm (ITU-T I.371): per key only the time at which all its
 * uses would be paid for. Keys that owe nothing are forgotten.
 */
export function makeRate({ burst, perSecond, waitMs = 0 }: Rate) {
  const each = 1_000 / perSecond;
  const paidAt = new Map<string, number>();
  let sweptAt = Number.NEGATIVE_INFINITY;

  /**
   * Milliseconds to wait before it may be done once more, and counts it; null: refused, not counted. `at`: milliseconds of a clock that is
   * never set back.
   */
  function wait(key: string, at = performance.now()): number | null {
    if (at - sweptAt > 60_000) {
      sweptAt = at;
      for (const [other, paid] of paidAt) if (paid <= at) paidAt.delete(other);
    }
    const paid = Math.max(at, paidAt.get(key) ?? at) + each;
    const early = Math.max(0, paid - at - burst * each);
    if (early > waitMs) return null;
    paidAt.set(key, paid);
    return early;
  }

  return { wait, take: (key: string, at?: number) => wait(key, at) !== null, size: () => paidAt.size };
}
