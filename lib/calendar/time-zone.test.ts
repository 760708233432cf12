import { describe, expect, it } from "vitest";
import { isTimeZone, timeZoneNames, wallClock } from "./time-zone";

describe("wall clock", () => {
  // Germany moved its clocks on 30 March 2014 at 01:00 UTC (2014/C 083/04) and back on 26 October.
  it.each([
    ["2014-03-30T00:59:00Z", "Europe/Berlin", { day: "2014-03-30", hour: 1, weekday: 7 }],
    ["2014-03-30T01:00:00Z", "Europe/Berlin", { day: "2014-03-30", hour: 3, weekday: 7 }],
    ["2014-10-26T01:00:00Z", "Europe/Berlin", { day: "2014-10-26", hour: 2, weekday: 7 }],
    ["2014-06-01T23:30:00Z", "UTC", { day: "2014-06-01", hour: 23, weekday: 7 }],
    ["2014-06-01T23:30:00Z", "Asia/Kolkata", { day: "2014-06-02", hour: 5, weekday: 1 }],
    ["2014-06-02T06:59:00Z", "America/Los_Angeles", { day: "2014-06-01", hour: 23, weekday: 7 }],
    ["2014-06-02T07:00:00Z", "America/Los_Angeles", { day: "2014-06-02", hour: 0, weekday: 1 }],
  ])("%s in %s", (at, zone, expected) => expect(wallClock(at, zone)).toEqual(expected));
});

it("knows zones by name, and no offset or nonsense", () => {
  for (const name of ["UTC", "Europe/Berlin", "America/New_York"]) expect(isTimeZone(name)).toBe(true);
  for (const name of ["", "+02:00", "Mars/Base", "Europe/Berlin; drop"]) expect(isTimeZone(name)).toBe(false);
  expect(timeZoneNames()[0]).toBe("UTC");
  expect(timeZoneNames().length).toBeGreaterThan(300);
});
