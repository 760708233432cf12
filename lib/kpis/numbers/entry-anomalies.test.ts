import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findEntryAnomaly, isUnusual, shiftDecimal } from "./entry-anomalies";

const days = { lower: 10.2, upper: 16, unit: "days" };
const guess = (typed: string, range: { lower: number | null; upper: number | null; unit: string }) =>
  findEntryAnomaly(typed, range)?.guess ?? null;

describe("findEntryAnomaly", () => {
  it("126 days with a usual 10.2 to 16 looks like 12.6, and says why", () =>
    expect(findEntryAnomaly("126", days)).toEqual({ guess: "12.6", words: "Ten times the usual." }));
  it.each([
    ["1.4", "14"],
    ["-14", "14"],
    ["12000", "12"],
    ["1400", "14"],
    ["0.126", "12.6"],
  ])("%s days looks like %s", (typed, meant) => expect(guess(typed, days)).toBe(meant));
  it("17 is unusual but no slip, 12 is neither", () => expect([guess("17", days), guess("12", days)]).toEqual([null, null]));
  it("a value near the range may be true: 900 with a usual 0 to 824 raises no question", () =>
    expect(guess("900", { lower: 0, upper: 824, unit: "units" })).toBeNull());
  it("a percentage typed as a fraction is named as such", () =>
    expect(findEntryAnomaly("0.945", { lower: 90, upper: 99, unit: "%" })).toEqual({
      guess: "94.5",
      words: "This looks like a fraction, and the measure is in percent.",
    }));
  it("thousands left out: 740.5 for 740,500", () => expect(guess("740.5", { lower: 600000, upper: 800000, unit: "USD" })).toBe("740500"));
  it("two digits swapped, if exactly one swap fits: 17 for 71", () =>
    expect(findEntryAnomaly("17", { lower: 60, upper: 80, unit: "h" })).toEqual({
      guess: "71",
      words: "Two digits may have changed places.",
    }));
  it("but not if several fit: 1289 may be 2189 or 1829 between 1800 and 2900", () => {
    expect(guess("1289", { lower: 1800, upper: 2900, unit: "h" })).toBeNull();
    expect(guess("912", { lower: 150, upper: 200, unit: "h" })).toBe("192");
  });
  it.each([
    ["126", "12.6", "Ten times the usual."],
    ["1.26", "12.6", "A tenth of the usual."],
    ["1260", "12.6", "A hundred times the usual."],
    ["0.126", "12.6", "A hundredth of the usual."],
    ["12600", "12.6", "A thousand times the usual."],
    ["0.0126", "12.6", "A thousandth of the usual."],
    ["-12.6", "12.6", "Different sign than usual."],
    ["21", "12", "Two digits may have changed places."],
  ])("%s days: %s, %s", (typed, meant, words) => expect(findEntryAnomaly(typed, days)).toEqual({ guess: meant, words }));
  it("the ends of the usual range are usual", () => {
    expect([guess("10.2", days), guess("16", days)]).toEqual([null, null]);
    expect(guess("12", { lower: 10, upper: 25, unit: "h" }), "though 21 would be, too").toBeNull();
    expect([isUnusual(10.2, days), isUnusual(16, days), isUnusual(10.1, days), isUnusual(16.1, days)]).toEqual([false, false, true, true]);
  });
  it("a factor is only asked about from twice the range on, or half of it", () => {
    const wide = { lower: 2, upper: 20, unit: "h" };
    expect([guess("40", wide), guess("39.9", wide)]).toEqual(["4", null]);
    expect([guess("1", wide), guess("1.1", wide)]).toEqual(["10", null]);
  });
  it("a fraction is at most 1 and not 0, and only of a measure in percent", () => {
    const share = { lower: 50, upper: 100, unit: "%" };
    expect([guess("1", share), guess("0.5", share), guess("0", { ...share, lower: -1, upper: -0.5 })]).toEqual(["100", "50", null]);
    expect(findEntryAnomaly("0.6", { ...share, unit: "h" })?.words).toBe("A hundredth of the usual.");
    expect(findEntryAnomaly("-0.6", { lower: -100, upper: -50, unit: "%" })).toEqual({
      guess: "-60",
      words: "This looks like a fraction, and the measure is in percent.",
    });
    expect(findEntryAnomaly("1.01", { lower: 100, upper: 102, unit: "%" })?.words).toBe("A hundredth of the usual.");
  });
  it("a value of 1 is a number like any other", () => {
    expect(findEntryAnomaly("1", { lower: 50, upper: 100, unit: "%" })?.words).toMatch(/^This looks like a fraction/);
    expect(findEntryAnomaly("-1", { lower: -100, upper: -50, unit: "%" })?.words).toMatch(/^This looks like a fraction/);
    expect(findEntryAnomaly("-1", { lower: -12, upper: -8, unit: "h" })).toEqual({ guess: "-10", words: "A tenth of the usual." });
    expect([guess("1", { lower: -1.5, upper: -0.5, unit: "h" }), guess("-1", { lower: 0.5, upper: 1.5, unit: "h" })]).toEqual(["-1", "1"]);
  });
  it("a range between 0 and 1 is a range, and a loss typed as a gain has the other sign", () => {
    expect(findEntryAnomaly("0.03", { lower: 0.2, upper: 0.9, unit: "h" })).toEqual({ guess: "0.3", words: "A tenth of the usual." });
    expect(findEntryAnomaly("15", { lower: -20, upper: -10, unit: "h" })).toEqual({ guess: "-15", words: "Different sign than usual." });
  });
  it("an order of magnitude is checked before the sign, the sign before swapped digits", () => {
    expect(findEntryAnomaly("-150", { lower: -20, upper: 40, unit: "h" })).toEqual({ guess: "-15", words: "Ten times the usual." });
    expect(findEntryAnomaly("-21", { lower: 12, upper: 25, unit: "h" })).toEqual({ guess: "21", words: "Different sign than usual." });
  });
  it("nothing if one end is unknown, and nothing for text that is not a number", () => {
    expect([guess("500", { ...days, lower: null }), guess("500", { ...days, upper: null }), guess("abc", days)]).toEqual([
      null,
      null,
      null,
    ]);
    expect([isUnusual(500, { ...days, lower: null }), isUnusual(500, { ...days, upper: null })]).toEqual([false, false]);
  });
  it("swapping digits never produces a leading zero, and never crosses the point", () => {
    expect(guess("105", { lower: 14, upper: 16, unit: "h" })).toBeNull();
    expect(guess("1.9", { lower: 9, upper: 9.5, unit: "h" })).toBeNull();
  });
  it("losses: -150 with a usual -20 to -10 is -15", () => expect(guess("-150", { lower: -20, upper: -10, unit: "USD" })).toBe("-15"));
  it("nothing while the usual range is unknown or has no width", () =>
    expect([guess("1e9", { lower: null, upper: null, unit: "" }), guess("50", { lower: 5, upper: 5, unit: "" })]).toEqual([null, null]));
  it("a guess always lies inside the range", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: -5000, max: 5000 }),
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: -99999, max: 99999 }),
        (lower, width, n) => {
          const found = findEntryAnomaly(String(n / 10), { lower, upper: lower + width, unit: "x" });
          return found === null || (Number(found.guess) >= lower && Number(found.guess) <= lower + width);
        },
      ),
    ));
});

it("isUnusual: outside the range only, and never without one", () =>
  expect([isUnusual(17, days), isUnusual(12, days), isUnusual(1e9, { lower: null, upper: null })]).toEqual([true, false, false]));

it("shiftDecimal moves the point and keeps every digit", () =>
  expect([
    shiftDecimal("126", -1),
    shiftDecimal("1.4", 1),
    shiftDecimal("-5", -3),
    shiftDecimal("12345678901234567.89", 3),
    shiftDecimal("0.05", 1),
    shiftDecimal("5", -1),
    shiftDecimal("50", 2),
  ]).toEqual(["12.6", "14", "-0.005", "12345678901234567890", "0.5", "0.5", "5000"]));
