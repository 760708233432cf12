import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Tokens as the style sheet defines them: name to [light, dark]. */
const tokens = new Map(
  [...readFileSync("app/globals.css", "utf8").matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((m) => [
    m[1] ?? "",
    [m[2] ?? "", m[3] ?? ""] as const,
  ]),
);

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string, theme: 0 | 1): number {
  const [x = 0, y = 0] = [a, b].map((name) => luminance(tokens.get(name)?.[theme] ?? "#000000")).sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}

test("black on white is 21:1, the published extreme", () => {
  expect((luminance("#ffffff") + 0.05) / (luminance("#000000") + 0.05)).toBeCloseTo(21, 5);
});

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("%s", (_, theme) => {
  test.each(["fg", "fg-muted"])("text %s has a contrast of 4.5:1 or better on every background it is used on", (text) => {
    for (const ground of ["bg", "surface", "band", "grid"]) expect(contrast(text, ground, theme), ground).toBeGreaterThanOrEqual(4.5);
  });
  test("an error message has a contrast of 4.5:1 on the page", () => {
    expect(contrast("bad", "bg", theme)).toBeGreaterThanOrEqual(4.5);
  });
  test("a note inside a bar has a contrast of 4.5:1", () => {
    expect(contrast("bg", "series-1", theme)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(["good", "watch", "bad", "none", "series-1", "series-2", "series-3", "series-4", "border", "limit", "target"])(
    "mark %s has a contrast of 3:1 with page and surface",
    (mark) => {
      for (const ground of ["bg", "surface"]) expect(contrast(mark, ground, theme), ground).toBeGreaterThanOrEqual(3);
    },
  );
});
