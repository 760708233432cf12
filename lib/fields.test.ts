import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDecimal } from "./decimal-text";
import { decimal, idempotencyKey, isoDate, optionalText, text } from "./fields";

describe("readDecimal", () => {
  it.each([
    ["1,234.50", "1234.5"],
    ["1 234,5", "1234.5"],
    ["−3", "-3"],
    ["-0.00", "0"],
    ["007", "7"],
    [".5", "0.5"],
    ["0.1234567890", "0.123456789"],
    ["12,5", "12.5"],
    ["1,234,567", "1234567"],
  ])("%j is %j", (typed, plain) => expect(readDecimal(typed)).toBe(plain));

  it.each(["", " ", "-", ".", "1e300", "NaN", "Infinity", "0x10", "1.2.3", "12,34,5", "0.12345678901", "123456789012345678901", "١٢"])(
    "%j is refused, never read as zero",
    (typed) => expect(readDecimal(typed)).toBeNull(),
  );

  it("gives back every number it prints", () => {
    fc.assert(fc.property(fc.integer(), fc.nat(9_999_999), (whole, tail) => readDecimal(`${whole}.${tail}1`) === `${whole}.${tail}1`));
  });
});

describe("schemas", () => {
  const hostile = ["\0", "a\u0000b", "\ud800", "\u202Eevil", "\u001b[31m"];
  it.each(hostile)("text refuses %j", (s) => {
    expect(text(100).safeParse(s).success).toBe(false);
    expect(optionalText(100).safeParse(s).success).toBe(false);
  });
  it.each(["\u200b\u200b", "\u2060", "\ufeff", "\u200f", "\u00ad", "\u0301", " \u200b "])("text refuses %j, which is invisible", (s) =>
    expect(text(100).safeParse(s).success).toBe(false),
  );
  it("invisible characters do not make two names different", () => {
    expect(text(100).parse("An\u200bn \u2060Smith\ufeff")).toBe("Ann Smith");
    expect(text(100).parse("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")).toContain("\u200c"); // a joiner used in Persian
  });
  it.each(["a\u2028b", "a\u2029b", "a\nb", "a\tb"])("%j is more than one line", (s) => {
    expect(text(100).safeParse(s).success).toBe(false);
    expect(text(100, { lines: true }).safeParse(s).success).toBe(true);
  });
  it.each([undefined, null, 1, [], {}, ["a"], { not: "x" }, true])("nothing coerces %j", (v) => {
    for (const schema of [text(9), isoDate, idempotencyKey, decimal]) expect(schema.safeParse(v).success).toBe(false);
  });
  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.anything(), (v) => {
        for (const schema of [text(50), optionalText(50), isoDate, idempotencyKey, decimal]) schema.safeParse(v);
      }),
      { numRuns: 10_000 },
    );
  });
  it("text that is too long is reported without being searched", () => {
    for (const schema of [text(9), optionalText(9)])
      expect(schema.safeParse("\0".repeat(10)).error?.issues.map(({ code }) => code)).toEqual(["too_big"]);
  });
  it("2014-02-30 and the year 1 are not dates", () => {
    expect(isoDate.safeParse("2014-02-30").success).toBe(false);
    expect(isoDate.safeParse("0001-01-01").success).toBe(false);
    expect(isoDate.safeParse("2014-06-02").success).toBe(true);
  });
});
