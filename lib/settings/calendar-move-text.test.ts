import { expect, it } from "vitest";
import { calendarMoveText, codesText } from "./calendar-move-text";

it("names codes up to twelve, and counts the rest", () => {
  const codes = Array.from({ length: 14 }, (_, n) => `K${n + 1}`);
  expect(codesText(["A"])).toBe("A");
  expect(codesText(["A", "B"])).toBe("A and B");
  expect(codesText(codes)).toBe("K1, K2, K3, K4, K5, K6, K7, K8, K9, K10, K11, K12 and 2 more");
});

it("says before saving what will be recomputed, and what prevents the change", () => {
  expect(calendarMoveText({ recomputed: [], typed: [] })).toBe("No KPI has values in the periods that change.");
  expect(calendarMoveText({ recomputed: ["A", "B"], typed: [] })).toMatch(/^Saving recomputes A and B by the new periods\./);
  expect(calendarMoveText({ recomputed: ["A"], typed: ["T"] })).toMatch(/^This cannot be saved: T has values/);
});
