import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { spreadOf, spreadOut } from "./spread";

const tab = { focused: true, touchedAt: 1_000_000, now: 1_000_000, rejoined: false };

it("waits up to 0.3 s if somebody is there, and up to 5 s if nobody is or all have lost the server", () => {
  expect(spreadOf(tab)).toBe(300);
  expect(spreadOf({ ...tab, now: 1_000_000 + 299_999 })).toBe(300);
  expect(spreadOf({ ...tab, now: 1_000_000 + 300_000 })).toBe(5_000);
  expect(spreadOf({ ...tab, focused: false })).toBe(5_000);
  expect(spreadOf({ ...tab, rejoined: true })).toBe(5_000);
});

describe("with a clock controlled by the test", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("of 500 tabs that hear one change at once, fewer than 30 refresh in the same tenth of a second, and all have after 5 s", () => {
    let drawn = 0;
    for (let n = 0; n < 500; n++)
      spreadOut(
        () => drawn++,
        () => n / 500,
      ).ask(5_000);
    let most = 0;
    for (let tenth = 0; tenth < 50; tenth++) {
      const before = drawn;
      vi.advanceTimersByTime(100);
      most = Math.max(most, drawn - before);
    }
    expect(drawn).toBe(500);
    expect(most).toBeLessThan(30);
  });

  it("refreshes an attended tab within 0.3 s, whatever the random number", () => {
    const run = vi.fn();
    spreadOut(run, () => 0.999_999).ask(spreadOf(tab));
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(300);
    expect(run).toHaveBeenCalledOnce();
  });

  it("requests during the wait are combined; one with a shorter limit brings it forward, one with a longer limit does not delay it", () => {
    const run = vi.fn();
    const spread = spreadOut(run, () => 0.5);
    spread.ask(5_000);
    vi.advanceTimersByTime(1_000);
    spread.ask(5_000);
    spread.ask(300);
    vi.advanceTimersByTime(149);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(10_000);
    expect(run).toHaveBeenCalledOnce();
  });

  it("somebody who comes back does not wait; without a change nothing is refreshed, and nothing after the end", () => {
    const run = vi.fn();
    const spread = spreadOut(run, () => 0.5);
    spread.hurry();
    expect(run).not.toHaveBeenCalled();
    spread.ask(5_000);
    spread.hurry();
    expect(run).toHaveBeenCalledOnce();
    spread.ask(5_000);
    spread.stop();
    vi.advanceTimersByTime(10_000);
    expect(run).toHaveBeenCalledOnce();
  });
});
