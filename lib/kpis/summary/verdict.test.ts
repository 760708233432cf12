import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KpiRow } from "@/lib/charts/view";
import { verdictOf, wordsOf } from "./verdict";

const row = (more: Partial<KpiRow> = {}): KpiRow => ({
  id: "1",
  code: "K",
  name: "On time by due date",
  href: "/kpis/1",
  unit: "%",
  departmentName: "Production",
  frequency: "month",
  points: [],
  mean: 70.9,
  lower: 65.6,
  upper: 76.2,
  target: { floor: 80, ceiling: null },
  latest: 71,
  latestText: "71",
  latestPeriodLabel: "May 2014",
  provisional: false,
  targetText: "≥ 80",
  status: "on-track",
  staleDays: null,
  variation: "common-cause",
  assurance: "hit-or-miss",
  ownerName: null,
  ageText: "1 d",
  areas: ["operations"],
  ...more,
});
const counts = (more: object = {}) => ({ total: 9, reported: 9, offTrack: 0, watch: 0, onTrack: 9, stale: 0, noData: 0, ...more });

describe("verdictOf", () => {
  it("what happened, how many, what cannot be judged", () => {
    const worst = row({ latest: 62.5, status: "off-track", variation: "worsening" });
    expect(verdictOf("Operations", [worst, row()], counts({ offTrack: 2, onTrack: 4, stale: 2, reported: 6, noData: 1 }))).toBe(
      "On time by due date is 62.5% in May 2014, below its usual 65.6 to 76.2. 2 of 9 measures are off track, 1 worsening. 3 cannot be judged.",
    );
  });

  it("a missed target without a signal is not called a change; money with its sign", () => {
    const scrap = row({
      name: "Scrap",
      unit: "USD",
      latest: 358_000,
      latestPeriodLabel: "May 2014",
      status: "off-track",
      targetText: "≤ 300k",
    });
    expect(verdictOf("Operations", [scrap], counts({ offTrack: 1, total: 1, reported: 1 }))).toBe(
      "Scrap misses its target: $358k in May 2014 against ≤ 300k. 1 of 1 measure is off track, none worsening.",
    );
    expect(verdictOf("Operations", [scrap], counts({ offTrack: 1 }))).toMatch(/1 of 9 measures is off track\.$/);
  });

  it("a run inside the limits is worsening, with its numbers, though on track", () => {
    expect(verdictOf("Quality", [row({ latest: 67, variation: "worsening" })], counts())).toBe(
      "On time by due date is worsening: 67% in May 2014, usual range 65.6 to 76.2. 1 of 9 measures is worsening, none off track.",
    );
  });

  it("the good day: 12 of 12 with limits inside, 9 reach their target", () => {
    expect(
      verdictOf(
        "Sales",
        Array.from({ length: 12 }, () => row()),
        counts({ total: 12, reported: 12, onTrack: 9 }),
      ),
    ).toBe("No action needed: 12 of 12 measures with limits are inside the usual range and 9 reach their target.");
  });

  it("partial: 3 of 14 reported, 11 late, the oldest 117 days", () => {
    expect(verdictOf("Finance", [row({ staleDays: 117 }), row({ staleDays: 5 })], counts({ total: 14, reported: 3, stale: 11 }))).toBe(
      "Not enough to say: 3 of 14 measures are reported; 11 are late, the oldest 117 days.",
    );
  });

  it("watch alone, nothing defined, nothing ever recorded", () => {
    expect(verdictOf("Sales", [row({ status: "watch" })], counts({ watch: 1, total: 1, reported: 1 }))).toBe(
      "1 of 1 measure is on watch, none off track, none worsening.",
    );
    expect(verdictOf("Sales", [], counts({ total: 0, reported: 0 }))).toBe("Nothing is measured here yet: no KPI of Sales is defined.");
    expect(verdictOf("Sales", [row({ status: "no-data" })], counts({ total: 1, reported: 0, noData: 1 }))).toBe(
      "Not enough to say: 0 of 1 measure are reported; 1 has no value.",
    );
  });

  it("a late value is never the finding nor a good day, whatever it was: its owner has to report first", () => {
    expect(
      verdictOf("Sales", [row({ staleDays: 3, status: "off-track", variation: "worsening" })], counts({ stale: 1, reported: 8 })),
    ).toBe("No measure is off track, and 9 reach their target. 1 cannot be judged.");
  });

  it("has at most 30 words, whatever the names and counts", () => {
    const some = fc.nat({ max: 40 });
    const rows = fc.array(
      fc.record({
        name: fc.array(fc.constantFrom("orders", "on", "time"), { minLength: 1, maxLength: 30 }).map((w) => w.join(" ")),
        status: fc.constantFrom("on-track", "watch", "off-track", "no-target", "no-data"),
        variation: fc.constantFrom("improving", "worsening", "common-cause", "not-judged"),
        latest: fc.option(fc.integer({ min: 0, max: 200 })),
        staleDays: fc.option(some),
      }),
    );
    fc.assert(
      fc.property(
        rows,
        fc.record({ total: some, reported: some, offTrack: some, watch: some, onTrack: some, stale: some, noData: some }),
        (list, c) => {
          const sentence = verdictOf(
            "Production and Purchasing",
            list.map((one) => row(one)),
            c,
          );
          expect(wordsOf(sentence), sentence).toBeLessThanOrEqual(30);
          expect(sentence).toMatch(/^[^ ].*\.$/);
        },
      ),
    );
  });
});

it("money keeps its sign in the sentence, even though the table shows the unit by the figure only", () => {
  const sentence = verdictOf(
    "Sales",
    [
      row({
        name: "Online revenue per day",
        unit: "",
        fullUnit: "USD",
        latest: 1514.29,
        lower: 32_658,
        upper: 87_922,
        status: "off-track",
        variation: "worsening",
        frequency: "day",
        latestPeriodLabel: "1 June 2014",
      }),
    ],
    counts({ offTrack: 1 }),
  );
  expect(sentence).toContain("Online revenue per day is $1.51k on 1 June 2014, below its usual $32.7k to $87.9k.");
});
