import { expect, it } from "vitest";
import type { HealthMark } from "../health/health";
import { groupInitiatives, listSentence } from "./list-view";

const row = (ownerId: string, mark: HealthMark) => ({ ownerId, health: { mark } });
const rows = [
  row("me", "on-track"),
  row("you", "stale"),
  row("you", "watch"),
  row("you", "off-track"),
  row("you", "stale"),
  row("you", "closed"),
];

it("puts the viewer's own first, then by need, and leaves out groups without a row here; each shows its total over all pages", () => {
  expect(groupInitiatives(rows, "me", [1, 40, 2, 0, 9, 1]).map((g) => [g.title, g.rows.length, g.total])).toEqual([
    ["Mine", 1, 1],
    ["Check-in overdue", 2, 40],
    ["Off track or on watch", 2, 2],
    ["Closed", 1, 1],
  ]);
});

it("puts every row in exactly one group", () => {
  const all = (["on-track", "watch", "off-track", "stale", "no-data", "closed"] as const).map((mark) => row("you", mark));
  expect(groupInitiatives(all, "me", []).flatMap((g) => g.rows)).toHaveLength(all.length);
});

it("counts the open ones by mark, with the longest silence; returns nothing if there are none", () => {
  expect(listSentence({ marks: { stale: 2, watch: 1, "off-track": 1, "on-track": 1, closed: 1 }, longestStale: 12 })).toBe(
    "5 open: 2 with an overdue check-in, the oldest 12 days late; 1 off track; 1 on watch; 1 on track.",
  );
  expect(listSentence({ marks: { closed: 1 }, longestStale: 0 })).toBeUndefined();
});
