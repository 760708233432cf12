import { expect, it } from "vitest";
import type { HealthMark } from "../health/health";
import { groupInitiatives, listSentence } from "./list-view";

const row = (ownerId: string, mark: HealthMark, staleDays: number | null = null) => ({ ownerId, health: { mark, staleDays } });
const rows = [
  row("me", "on-track"),
  row("you", "stale", 12),
  row("you", "watch"),
  row("you", "off-track"),
  row("you", "stale", 1),
  row("you", "closed"),
];

it("puts the viewer's own first, then what needs somebody, and leaves out empty groups", () => {
  expect(groupInitiatives(rows, "me").map((g) => [g.title, g.rows.length])).toEqual([
    ["Mine", 1],
    ["No check-in when it was due", 2],
    ["Off track or to be watched", 2],
    ["Closed", 1],
  ]);
});

it("puts every row in exactly one group", () => {
  const all = (["on-track", "watch", "off-track", "stale", "no-data", "closed"] as const).map((mark) => row("you", mark));
  expect(groupInitiatives(all, "me").flatMap((g) => g.rows)).toHaveLength(all.length);
});

it("counts the open ones by mark, with the oldest silence; says nothing of nothing", () => {
  expect(listSentence(rows)).toBe(
    "5 open: 2 without the check-in that was due, the oldest 12 days late; 1 off track; 1 to be watched; 1 on track.",
  );
  expect(listSentence([row("you", "closed")])).toBeUndefined();
});
