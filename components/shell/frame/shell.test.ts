import { describe, expect, test } from "vitest";
import { boundOf, towardOf } from "../tables/kpi-row-marks";
import { isCurrent } from "./nav-link";
import { themeFromCookie } from "./theme";

describe("isCurrent", () => {
  test("a page and the pages below it", () => {
    expect(isCurrent("/departments/prc", "/departments")).toBe(true);
    expect(isCurrent("/risk", "/risk")).toBe(true);
  });
  test("a longer name is another page, and Today is only itself", () => {
    expect(isCurrent("/riskier", "/risk")).toBe(false);
    expect(isCurrent("/risk", "/")).toBe(false);
    expect(isCurrent("/", "/")).toBe(true);
  });
});

test("a theme is one of three; a made-up cookie follows the system", () => {
  expect(["light", "dark", "system", "<script>", undefined].map(themeFromCookie)).toEqual(["light", "dark", "system", "system", "system"]);
});

test("the direction of the numbers is latest against mean, unknown if one is missing", () => {
  expect([towardOf({ latest: 66.5, mean: 70.9 }), towardOf({ latest: 276, mean: 200 }), towardOf({ latest: null, mean: 1 })]).toEqual([
    { toward: "down" },
    { toward: "up" },
    {},
  ]);
});

test("only a target without a floor counts as a ceiling", () => {
  const of = (floor: number | null, ceiling: number | null) => boundOf({ target: { floor, ceiling } });
  expect([of(80, null), of(null, 150), of(65, 76), boundOf({ target: null })]).toEqual(["floor", "ceiling", "floor", "floor"]);
});
