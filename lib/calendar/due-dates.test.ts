import { describe, expect, it } from "vitest";
import { dueOn } from "./due-dates";

describe("dueOn", () => {
  it("calendar: 5 days after Saturday 31 May 2014 is Thursday 5 June; 0 days is that Saturday", () => {
    expect(dueOn("2014-05-31", { days: 5, kind: "calendar" })).toBe("2014-06-05");
    expect(dueOn("2014-05-31", { days: 0, kind: "calendar" })).toBe("2014-05-31");
  });

  it("working: 3 working days after Saturday 31 May 2014 is Wednesday 4 June, a day later with Tuesday a holiday", () => {
    expect(dueOn("2014-05-31", { days: 3, kind: "working" })).toBe("2014-06-04");
    expect(dueOn("2014-05-31", { days: 3, kind: "working" }, ["2014-06-03"])).toBe("2014-06-05");
  });

  it("working: 0 days moves a Saturday to Monday and leaves a Friday", () => {
    expect(dueOn("2014-05-31", { days: 0, kind: "working" })).toBe("2014-06-02");
    expect(dueOn("2014-05-30", { days: 0, kind: "working" })).toBe("2014-05-30");
    expect(dueOn("2014-06-01", { days: 0, kind: "working" })).toBe("2014-06-02"); // a Sunday
  });

  it("accepts up to 366 days, and says so", () => {
    expect(dueOn("2014-05-31", { days: 366, kind: "calendar" })).toBe("2015-06-01");
    expect(() => dueOn("2014-05-31", { days: 367, kind: "working" })).toThrow(new RangeError("days must be a whole number from 0 to 366"));
  });

  it("working: ignores a holiday on a weekend and crosses Easter 2014 (18 and 21 April)", () => {
    expect(dueOn("2014-04-17", { days: 1, kind: "working" }, ["2014-04-18", "2014-04-19", "2014-04-21"])).toBe("2014-04-22");
  });

  it.each([-1, 1.5, Number.NaN, 367])("refuses %s days", (days) => {
    expect(() => dueOn("2014-05-31", { days, kind: "calendar" })).toThrow(RangeError);
  });
});
