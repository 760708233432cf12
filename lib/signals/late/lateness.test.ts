import { describe, expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { type FedKpi, missingPeriod, sourcesOf } from "./lateness";

describe("missingPeriod", () => {
  it("is the one that became late on that day", () => {
    const month = { frequency: "month" as const, dueDays: 3, dueWorkingDays: true };
    // April 2014 is due on Monday 5 May (three working days), late from the 6th.
    expect(missingPeriod(month, "2014-05-06", CALENDAR_YEAR)).toBe("2014-04-01");
    expect(missingPeriod({ ...month, dueDays: 25 }, "2014-05-06", CALENDAR_YEAR)).toBe("2014-03-01");
    expect(missingPeriod({ frequency: "week", dueDays: 1, dueWorkingDays: true }, "2014-05-27", CALENDAR_YEAR)).toBe("2014-05-19");
    expect(missingPeriod({ frequency: "day", dueDays: 0, dueWorkingDays: false }, "2014-05-27", CALENDAR_YEAR)).toBe("2014-05-26");
    // Late from 6 May, and not a day before: a KPI late on the 5th was already missing March.
    expect(missingPeriod(month, "2014-05-05", CALENDAR_YEAR)).toBe("2014-03-01");
    expect(missingPeriod(month, "2014-05-07", CALENDAR_YEAR)).toBe("2014-04-01");
    expect(missingPeriod({ ...month, dueWorkingDays: false }, "2014-05-04", CALENDAR_YEAR)).toBe("2014-04-01");
  });
});

describe("sourcesOf", () => {
  const paths: Record<string, string[]> = {
    root: ["root"],
    a: ["a", "root"],
    b: ["b", "root"],
    b1: ["b1", "b", "root"],
    b2: ["b2", "b", "root"],
  };
  const path = (id: string) => paths[id] ?? [];
  const late = (departmentId: string, period = "2014-05-01", recordKindId = 1): FedKpi => ({ departmentId, period, recordKindId });
  const found = (...kpis: FedKpi[]) =>
    sourcesOf(kpis, path)
      .map(({ departmentId, reach, period }) => `${departmentId} ${reach} ${period}`)
      .sort();

  it("two in one department give one there, since the earlier period, and none above it", () => {
    expect(found(late("b1"), late("b1", "2014-04-01"))).toEqual(["b1 2 2014-04-01"]);
  });

  it("a single KPI gives none, and neither do two of different kinds", () => {
    expect(found(late("a"))).toEqual([]);
    expect(found(late("a"), late("a", "2014-05-01", 2))).toEqual([]);
  });

  it("two departments combine in their common parent, and each that has two has its own", () => {
    expect(found(late("b1"), late("b2", "2014-04-01"))).toEqual(["b 2 2014-04-01"]);
    expect(found(late("b1"), late("b1"), late("b2"))).toEqual(["b 3 2014-05-01", "b1 2 2014-05-01"]);
    expect(found(late("b"), late("b1"))).toEqual(["b 2 2014-05-01"]);
    expect(found(late("a"), late("b1"), late("b2"))).toEqual(["b 2 2014-05-01", "root 3 2014-05-01"]);
  });

  it("a department's result does not depend on its siblings", () => {
    const own = [late("a"), late("a", "2014-03-01")];
    const ofA = (...others: FedKpi[]) => found(...own, ...others).filter((text) => text.startsWith("a "));
    expect(ofA(late("b"), late("b1"), late("b2", "2013-01-01"))).toEqual(ofA());
    expect(found(late("a"), late("b"), late("b2")).filter((text) => text.startsWith("a "))).toEqual([]);
  });
});
