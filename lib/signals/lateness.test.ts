import { describe, expect, it } from "vitest";
import { bySource, type LateKpi, missingPeriod } from "./lateness";

describe("missingPeriod", () => {
  it("is the one that became late on that day", () => {
    const month = { frequency: "month" as const, dueDays: 3, dueWorkingDays: true };
    // April 2014 is due on Monday 5 May (three working days), late from the 6th.
    expect(missingPeriod(month, "2014-05-06")).toBe("2014-04-01");
    expect(missingPeriod({ ...month, dueDays: 25 }, "2014-05-06")).toBe("2014-03-01");
    expect(missingPeriod({ frequency: "week", dueDays: 1, dueWorkingDays: true }, "2014-05-27")).toBe("2014-05-19");
    expect(missingPeriod({ frequency: "day", dueDays: 0, dueWorkingDays: false }, "2014-05-27")).toBe("2014-05-26");
  });
});

describe("bySource", () => {
  const paths: Record<string, string[]> = { a: ["a", "root"], b1: ["b1", "b", "root"], b2: ["b2", "b", "root"] };
  const late = (id: string, departmentId: string, more: Partial<LateKpi> = {}): LateKpi => ({
    id,
    departmentId,
    source: "records",
    recordKindId: 1,
    period: "2014-05-01",
    ...more,
  });
  const path = (id: string) => paths[id] ?? [];

  it("two KPIs of one kind are one signal of the kind, where both belong, since the earlier period", () => {
    const found = bySource([late("1", "b1"), late("2", "b2", { period: "2014-04-01" })], path);
    expect(found).toEqual({ kpis: [], sources: [{ recordKindId: 1, departmentId: "b", period: "2014-04-01", kpiIds: ["1", "2"] }] });
  });

  it("one of a kind, and what is typed by hand, stand by themselves", () => {
    const given = [
      late("1", "a"),
      late("2", "a", { recordKindId: 2 }),
      late("3", "a", { source: "manual", recordKindId: null }),
      late("4", "a", { source: "manual", recordKindId: null }),
    ];
    expect(bySource(given, path)).toEqual({ kpis: given, sources: [] });
  });

  it("KPIs of departments that share only the company belong to the company", () => {
    expect(bySource([late("1", "a"), late("2", "b1")], path).sources.map((source) => source.departmentId)).toEqual(["root"]);
  });
});
