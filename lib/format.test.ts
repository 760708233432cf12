import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAge, formatAgo, formatDate, formatDelta, formatInstant, formatNumber, formatValue, formatValueText } from "@/lib/format";

describe("formatNumber", () => {
  it.each([
    [48_234, "48.2k", "48,234"],
    [1_238_000, "1.24M", "1,238,000"],
    [2_500_000_000, "2.5bn", "2,500,000,000"],
    [1_000_000_000_000, "1tn", "1,000,000,000,000"],
    [1_840, "1.84k", "1,840"],
    [999.6, "1k", "999.6"],
    [999_600, "1M", "999,600"],
    [1_000, "1k", "1,000"],
    [66.32535, "66.3", "66.32535"],
    [0.03456, "0.0346", "0.03456"],
    [0, "0", "0"],
    [-0, "0", "0"],
    [-48.38, "−48.4", "−48.38"],
    [0.1 + 0.2, "0.3", "0.3"],
  ])("%d is %s on a tile and %s in full", (value, tile, full) => {
    expect(formatNumber(value)).toBe(tile);
    expect(formatNumber(value, "full")).toBe(full);
  });

  it("shows a missing value as a dash, not as zero, and refuses NaN", () => {
    expect(formatNumber(null)).toBe("–");
    expect(() => formatNumber(Number.NaN)).toThrow(RangeError);
  });

  it("stays within 0.5 % of the value on a tile", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e15, noNaN: true }), (value) => {
        const [, digits = "", suffix = ""] = /^([\d.,]+)(\D*)$/.exec(formatNumber(value)) ?? [];
        const shown = Number(digits.replaceAll(",", "")) * 1000 ** ["", "k", "M", "bn", "tn"].indexOf(suffix);
        expect(Math.abs(shown / value - 1)).toBeLessThan(0.00501);
      }),
    );
  });
});

describe("formatValue", () => {
  it.each([
    [66.325, "%", { text: "66.3", unit: "%" }, "66.3%"],
    [358_234, "USD", { text: "$358k", unit: "" }, "$358k"],
    [-358_234, "USD", { text: "−$358k", unit: "" }, "−$358k"],
    [1_200, "EUR", { text: "€1.2k", unit: "" }, "€1.2k"],
    [5, "CHF", { text: "CHF 5", unit: "" }, "CHF 5"],
    [48_234, "orders", { text: "48.2k", unit: "orders" }, "48.2k orders"],
    [1, "days", { text: "1", unit: "day" }, "1 day"],
    [1, "deliveries", { text: "1", unit: "delivery" }, "1 delivery"],
    [1, "ppm", { text: "1", unit: "ppm" }, "1 ppm"],
    [0, "days", { text: "0", unit: "days" }, "0 days"],
    [3, "", { text: "3", unit: "" }, "3"],
    [null, "%", { text: "–", unit: "" }, "–"],
  ])("%s %s", (value, unit, parts, text) => {
    expect(formatValue(value, unit)).toEqual(parts);
    expect(formatValueText(value, unit)).toBe(text);
  });
});

describe("formatDelta", () => {
  it.each([
    [3.12, "%", "+3.12 points"],
    [-4.6, "%", "−4.6 points"],
    [1, "%", "+1 point"],
    [-12_000, "USD", "−$12k"],
    [12_000, "USD", "+$12k"],
    [4, "orders", "+4 orders"],
    [0, "days", "0 days"],
    [null, "%", "–"],
  ])("%s %s is %s", (change, unit, text) => {
    expect(formatDelta(change, unit)).toBe(text);
  });
});

describe("dates, instants and ages", () => {
  it("writes 2 June 2014 in three lengths", () => {
    expect(formatDate("2014-06-02")).toBe("Mon 2 June 2014");
    expect(formatDate("2014-06-02", "medium")).toBe("2 Jun 2014");
    expect(formatDate("2014-06-02", "short")).toBe("2 Jun");
    expect(() => formatDate("2014-06-31")).toThrow(RangeError);
  });

  it("shows an instant in its time zone, over midnight too", () => {
    expect(formatInstant("2014-06-02T08:00:00Z")).toBe("Mon 2 June 2014, 08:00");
    expect(formatInstant("2014-06-02T00:30:00.000Z", "America/New_York")).toBe("Sun 1 June 2014, 20:30");
    expect(formatInstant("2014-06-01T22:00:00Z", "Europe/Berlin", "short")).toBe("2 Jun, 00:00");
    expect(() => formatInstant("2014-06-02T08:00:00")).toThrow(RangeError);
  });

  it("rounds ages down: 59 s now, 3 h 59 min is 3 h, 25 h is 1 d", () => {
    const now = "2014-06-02T08:00:00Z";
    expect(formatAge("2014-06-02T07:59:01Z", now)).toBe("now");
    expect(formatAge("2014-06-02T07:55:00Z", now)).toBe("5 min");
    expect(formatAge("2014-06-02T04:01:00Z", now)).toBe("3 h");
    expect(formatAge("2014-06-01T07:00:00Z", now)).toBe("1 d");
    expect(formatAgo("2014-06-02T07:59:01Z", now)).toBe("just now");
    expect(formatAgo("2014-06-02T07:55:00Z", now)).toBe("5 min ago");
    expect(() => formatAge("yesterday", now)).toThrow(RangeError);
  });
});
