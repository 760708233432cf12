import { describe, expect, it } from "vitest";
import { counterOf, minutesOf } from "./counter";

const left = (signals: number, decisions: number, overdue: number) => ({ signals, decisions, overdue });

describe("the counter", () => {
  it("says how many, how long, and how many are settled", () => {
    // 2 signals and 2 decisions at two minutes, 3 overdue lines at one: 11 minutes, shown as about 10.
    expect(counterOf(left(2, 2, 3), 3)).toEqual({
      left: 7,
      settled: 3,
      total: 10,
      text: "of 10 left, about 10 minutes",
      settledText: "3 settled today",
      ticks: { filled: 3, of: 10 },
    });
  });

  it("ends at zero with the number settled", () => {
    expect(counterOf(left(0, 0, 0), 4)).toMatchObject({
      left: 0,
      text: "of 4 left",
      settledText: "4 settled today",
      ticks: { filled: 4, of: 4 },
    });
  });

  it("has no ticks on a day without items", () => {
    expect(counterOf(left(0, 0, 0), 0)).toMatchObject({ left: 0, total: 0, settledText: "", ticks: { filled: 0, of: 0 } });
  });

  it("draws at most 20 ticks, never full while something is left, never empty once something is settled", () => {
    expect(counterOf(left(1, 0, 0), 199).ticks).toEqual({ filled: 19, of: 20 });
    expect(counterOf(left(199, 0, 0), 1).ticks).toEqual({ filled: 1, of: 20 });
    // One each up to 20; of 21, 10 settled are 9.5 of 20, shown as 10.
    expect(counterOf(left(1, 0, 0), 19).ticks).toEqual({ filled: 19, of: 20 });
    expect(counterOf(left(11, 0, 0), 10).ticks).toEqual({ filled: 10, of: 20 });
    expect(counterOf(left(5, 0, 0), 0).ticks).toEqual({ filled: 0, of: 5 });
    expect(counterOf(left(0, 0, 0), 199).ticks).toEqual({ filled: 20, of: 20 });
  });

  it("writes one minute in the singular, and an empty list as nothing to do", () => {
    expect(counterOf(left(0, 0, 1), 0).text).toBe("of 1 left, about 1 minute");
    expect(counterOf(left(1, 0, 0), 0).text).toBe("of 1 left, about 2 minutes");
    expect(counterOf(left(0, 0, 0), 0).text).toBe("to do");
    expect(counterOf(left(0, 0, 0), 1)).toMatchObject({ text: "of 1 left", settledText: "1 settled today", ticks: { filled: 1, of: 1 } });
  });

  it.each([
    [left(0, 0, 1), 1],
    [left(2, 0, 1), 5],
    [left(3, 0, 0), 5],
    [left(0, 1, 0), 2],
    [left(1, 1, 1), 5],
    [left(2, 0, 2), 5],
    [left(3, 0, 1), 5],
    [left(3, 0, 2), 10],
    [left(4, 0, 0), 10],
    [left(6, 0, 0), 10],
    [left(6, 0, 1), 15],
    [left(20, 10, 7), 65],
  ])("%o takes about %i minutes", (counts, minutes) => expect(minutesOf(counts)).toBe(minutes));
});
