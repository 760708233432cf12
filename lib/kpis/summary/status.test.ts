import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { boundOf, isOpenOn, lateFrom, missOf, statusOf, targetAt } from "./status";

const floor = (value: number) => ({ floor: value, ceiling: null });
const ceiling = (value: number) => ({ floor: null, ceiling: value });

describe("statusOf", () => {
  it.each([
    [80, floor(80), "orders", "on-track"],
    [76, floor(80), "orders", "watch"], // 80 - 5 % of 80 = 76
    [75.99, floor(80), "orders", "off-track"],
    [0.95, floor(1), "orders", "watch"], // 1 - 0.95 is 0.05000000000000004
    [78, floor(80), "%", "watch"],
    [77.9, floor(80), "%", "off-track"],
    [105, ceiling(100), "days", "watch"],
    [105.01, ceiling(100), "days", "off-track"],
    [1, ceiling(0), "accidents", "off-track"],
    [-104, floor(-100), "USD", "watch"],
    [-106, floor(-100), "USD", "off-track"],
    [9, { floor: 10, ceiling: 12 }, "days", "off-track"], // 10 - 9.5 = 0.5 allowed
    [9.5, { floor: 10, ceiling: 12 }, "days", "watch"],
    [12, { floor: 10, ceiling: 12 }, "days", "on-track"],
    [10, { floor: 10, ceiling: 12 }, "days", "on-track"],
    [12.6, { floor: 10, ceiling: 12 }, "days", "watch"], // 5 % of 12 is 0.6
    [12.61, { floor: 10, ceiling: 12 }, "days", "off-track"],
    [78, floor(80), "percent", "watch"],
    [77.9, floor(80), "percent", "off-track"],
    [77.9, floor(80), "per cent", "watch"], // a share of the bound: 4
    [0, ceiling(0), "accidents", "on-track"],
    [129_629_628.45, ceiling(123_456_789), "USD", "watch"], // 5 % to the cent, and 3e-9 more by rounding
  ])("%d against %j %s is %s", (value, target, unit, status) => {
    expect(statusOf(value, target, unit, "higher")).toBe(status);
  });

  it("nothing recorded is never on track; no target means no judgement; an informational KPI has none", () => {
    expect(statusOf(null, floor(1), "orders", "higher")).toBe("no-data");
    expect(statusOf(1, null, "orders", "higher")).toBe("no-target");
    expect(statusOf(1, { floor: null, ceiling: null }, "orders", "higher")).toBe("no-target");
    expect(statusOf(1, floor(2), "orders", "informational")).toBe("no-target");
  });

  const small = fc.integer({ min: -1000, max: 1000 });
  it("a floor mirrors a ceiling: turning all signs changes nothing", () => {
    fc.assert(
      fc.property(small, small, (v, t) => {
        expect(statusOf(v, floor(t), "u", "higher")).toBe(statusOf(-v, ceiling(-t), "u", "lower"));
      }),
    );
  });
  it("the unit does not matter: grams and kilograms give the same", () => {
    fc.assert(
      fc.property(small, small, fc.constantFrom(0.001, 60, 1000), (v, t, k) => {
        expect(statusOf(v * k, ceiling(t * k), "g", "lower")).toBe(statusOf(v, ceiling(t), "kg", "lower"));
      }),
    );
  });
});

it("missOf: 7 misses 10 to 12 by 3 at 10; 15 by 3 at 12; 11 by none", () => {
  const band = { floor: 10, ceiling: 12 };
  expect([7, 15, 11].map((v) => missOf(v, band))).toEqual([
    { by: 3, bound: 10 },
    { by: 3, bound: 12 },
    { by: 0, bound: null },
  ]);
});

it("targetAt: the latest one begun by the first day of the period; none before the first", () => {
  const targets = [
    { fromOn: "2013-01-01", ...floor(70) },
    { fromOn: "2014-01-01", ...floor(80) },
  ];
  expect(["2012-12-01", "2013-12-01", "2014-01-01"].map((p) => targetAt(targets, p)?.floor ?? null)).toEqual([null, 70, 80]);
});

it("boundOf names floor, ceiling and band", () => {
  expect([floor(1), ceiling(2), { floor: 1, ceiling: 2 }, null].map((t) => boundOf(t)?.kind ?? null)).toEqual([
    "floor",
    "ceiling",
    "band",
    null,
  ]);
});

it("boundOf returns the bounds themselves", () => {
  expect([floor(1), ceiling(2), { floor: 1, ceiling: 2 }, { floor: null, ceiling: null }].map(boundOf)).toEqual([
    { kind: "floor", value: 1 },
    { kind: "ceiling", value: 2 },
    { kind: "band", lower: 1, upper: 2 },
    null,
  ]);
});

it("missOf: the ends of a band belong to it", () => {
  const band = { floor: 10, ceiling: 12 };
  expect([10, 12, 9.5, 12.5].map((v) => missOf(v, band))).toEqual([
    { by: 0, bound: null },
    { by: 0, bound: null },
    { by: 0.5, bound: 10 },
    { by: 0.5, bound: 12 },
  ]);
});

describe("lateFrom", () => {
  const kpi = { frequency: "month" as const, dueDays: 3, dueWorkingDays: true, startsOn: null, archived: false };
  it("April reported: May ends Saturday 31 May 2014, three working days later is Wednesday 4 June, late from Thursday 5 June", () => {
    expect(lateFrom(kpi, "2014-04-01", CALENDAR_YEAR)).toBe("2014-06-05");
    expect(lateFrom({ ...kpi, dueWorkingDays: false }, "2014-04-01", CALENDAR_YEAR)).toBe("2014-06-04");
  });
  it("never reported: counted from the period of its start; without a start, and archived, never late", () => {
    expect(lateFrom({ ...kpi, startsOn: "2014-05-20" }, null, CALENDAR_YEAR)).toBe("2014-06-05");
    expect(lateFrom(kpi, null, CALENDAR_YEAR)).toBeNull();
    expect(lateFrom({ ...kpi, startsOn: "2014-05-20" }, "2014-05-01", CALENDAR_YEAR)).toBe("2014-07-04");
    expect(lateFrom({ ...kpi, archived: true }, "2014-04-01", CALENDAR_YEAR)).toBeNull();
  });
});

it("a KPI whose source ended in April is not late in June: nothing is owed after its last day", () => {
  const kpi = { frequency: "month" as const, dueDays: 3, dueWorkingDays: false, startsOn: null, archived: false };
  expect(lateFrom({ ...kpi, endsOn: "2012-04-30" }, "2012-04-01", CALENDAR_YEAR)).toBeNull();
  expect(lateFrom({ ...kpi, endsOn: "2012-05-31" }, "2012-04-01", CALENDAR_YEAR)).toBe("2012-06-04"); // May is owed: due 3 June
  expect(lateFrom(kpi, "2012-04-01", CALENDAR_YEAR)).toBe("2012-06-04");
  // A period that begins on its last day is still owed; one that begins the day after is not.
  expect(lateFrom({ ...kpi, endsOn: "2012-05-01" }, "2012-04-01", CALENDAR_YEAR)).toBe("2012-06-04");
  expect(lateFrom({ ...kpi, endsOn: null }, "2012-04-01", CALENDAR_YEAR)).toBe("2012-06-04");
});

it("May is provisional until its due date, Wednesday 4 June (3 working days), and final from the 5th; an estimate stays one", () => {
  const kpi = { frequency: "month" as const, dueDays: 3, dueWorkingDays: true };
  const open = (state: string, today: string) => isOpenOn(kpi, state, "2014-05-01", today, CALENDAR_YEAR);
  expect(["2014-06-02", "2014-06-04", "2014-06-05"].map((day) => open("provisional", day))).toEqual([true, true, false]);
  expect([open("estimated", "2014-12-31"), open("final", "2014-06-02"), open("missing", "2014-06-02")]).toEqual([true, false, false]);
});
