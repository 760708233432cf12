import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assurance } from "./assurance";

const limits = { lower: 65.6, upper: 76.2 };

describe("assurance", () => {
  it.each([
    [{ kind: "floor", value: 60 }, "will-pass"],
    [{ kind: "floor", value: 70 }, "hit-or-miss"],
    [{ kind: "floor", value: 85 }, "will-fail"],
    [{ kind: "ceiling", value: 60 }, "will-fail"],
    [{ kind: "ceiling", value: 70 }, "hit-or-miss"],
    [{ kind: "ceiling", value: 85 }, "will-pass"],
    [{ kind: "band", lower: 60, upper: 80 }, "will-pass"],
    [{ kind: "band", lower: 70, upper: 80 }, "hit-or-miss"],
    [{ kind: "band", lower: 80, upper: 90 }, "will-fail"],
    [{ kind: "floor", value: 65.6 }, "will-pass"],
    [{ kind: "floor", value: 76.2 }, "hit-or-miss"],
  ] as const)("limits 65.6 to 76.2 against %j: %s", (target, expected) => {
    expect(assurance(limits, target)).toBe(expected);
  });

  it("is unknown without limits or target, and refuses a band whose bounds are reversed", () => {
    expect(assurance(null, { kind: "floor", value: 1 })).toBeNull();
    expect(assurance(limits, null)).toBeNull();
    expect(() => assurance(limits, { kind: "band", lower: 2, upper: 1 })).toThrow(RangeError);
  });

  it("is symmetrical: a floor on a process is a ceiling on its negative", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(1000), fc.integer(), (lower, width, value) => {
        const mirrored = assurance({ lower: -lower - width, upper: -lower }, { kind: "ceiling", value: -value });
        expect(mirrored).toBe(assurance({ lower, upper: lower + width }, { kind: "floor", value }));
      }),
    );
  });
});
