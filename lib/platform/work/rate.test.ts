import { describe, expect, it } from "vitest";
import { makeRate } from "./rate";

describe("a rate", () => {
  it("allows the burst, and then as many as come back", () => {
    const { take } = makeRate({ burst: 3, perSecond: 2 });
    expect([0, 0, 0, 0, 100].map((at) => take("a", at))).toEqual([true, true, true, false, false]);
    expect([500, 500, 1_000, 1_499, 1_500].map((at) => take("a", at))).toEqual([true, false, true, false, true]);
  });

  it("counts each key separately, and never returns more than the burst", () => {
    const { take } = makeRate({ burst: 2, perSecond: 1 });
    expect([take("a", 0), take("a", 0), take("a", 0), take("b", 0)]).toEqual([true, true, false, true]);
    expect(Array.from({ length: 4 }, () => take("a", 3_600_000))).toEqual([true, true, false, false]);
  });

  it("a flood gets through only at the rate", () => {
    const { take } = makeRate({ burst: 30, perSecond: 0.5 });
    const let_ = Array.from({ length: 200 * 60 }, (_, i) => take("a", i * 5)).filter(Boolean).length;
    expect(let_).toBe(30 + 29);
  });

  it("a clock that is set back adds nothing", () => {
    const { take } = makeRate({ burst: 1, perSecond: 1 });
    expect([take("a", 10_000), take("a", 0), take("a", 10_500), take("a", 11_000)]).toEqual([true, false, false, true]);
  });

  it("lets what comes too early wait as long as it may, in the order in which it came, and refuses the rest without counting it", () => {
    const { wait } = makeRate({ burst: 2, perSecond: 10, waitMs: 300 });
    expect([0, 0, 0, 0, 0, 0, 0].map((at) => wait("a", at))).toEqual([0, 0, 100, 200, 300, null, null]);
    expect([100, 150].map((at) => wait("a", at))).toEqual([300, null]);
    expect(wait("a", 10_000)).toBe(0);
  });

  it("forgets keys that have their whole burst again", () => {
    const rate = makeRate({ burst: 2, perSecond: 1 });
    for (let i = 0; i < 100; i++) rate.take(String(i), 0);
    rate.take("later", 120_000);
    expect(rate.size()).toBe(1);
  });
});
