import { describe, expect, it } from "vitest";
import { endOfDay, isTimeZone, startOfDay, timeZoneNames, wallClock } from "./time-zone";

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
    // New Zealand left summer time on 6 April 2014 at 03:00 NZDT (14:00 UTC the day before): UTC+13, then UTC+12.
    ["2014-04-05T10:30:00Z", "Pacific/Auckland", { day: "2014-04-05", hour: 23, weekday: 6 }],
    ["2014-04-05T11:30:00Z", "Pacific/Auckland", { day: "2014-04-06", hour: 0, weekday: 7 }],
    ["2014-04-06T11:30:00Z", "Pacific/Auckland", { day: "2014-04-06", hour: 23, weekday: 7 }],
    ["2014-04-06T12:30:00Z", "Pacific/Auckland", { day: "2014-04-07", hour: 0, weekday: 1 }],
  ])("%s in %s", (at, zone, expected) => expect(wallClock(at, zone)).toEqual(expected));
});

it("a year always has four digits", () => {
  expect(wallClock("0900-06-02T12:00:00Z", "UTC").day).toBe("0900-06-02");
  expect(wallClock(new Date("2014-06-02T12:00:00Z"), "UTC")).toEqual({ day: "2014-06-02", hour: 12, weekday: 1 });
});

describe("the ends of a day", () => {
  it.each([
    ["2014-05-05", "UTC", "2014-05-05T00:00:00.000Z", "2014-05-05T23:59:59.999Z"],
    ["2014-05-05", "America/Los_Angeles", "2014-05-05T07:00:00.000Z", "2014-05-06T06:59:59.999Z"],
    ["2014-01-05", "America/Los_Angeles", "2014-01-05T08:00:00.000Z", "2014-01-06T07:59:59.999Z"],
    // 23 hours in spring and 25 in autumn; in the southern hemisphere, 25 hours in April.
    ["2014-03-30", "Europe/Berlin", "2014-03-29T23:00:00.000Z", "2014-03-30T21:59:59.999Z"],
    ["2014-10-26", "Europe/Berlin", "2014-10-25T22:00:00.000Z", "2014-10-26T22:59:59.999Z"],
    ["2014-04-06", "Pacific/Auckland", "2014-04-05T11:00:00.000Z", "2014-04-06T11:59:59.999Z"],
    ["2014-05-05", "Asia/Kolkata", "2014-05-04T18:30:00.000Z", "2014-05-05T18:29:59.999Z"],
    // Brazil moved its clocks at midnight: 19 October 2014 began at 01:00 there, 03:00 UTC.
    ["2014-10-19", "America/Sao_Paulo", "2014-10-19T03:00:00.000Z", "2014-10-20T01:59:59.999Z"],
  ])("%s in %s", (day, zone, begins, ends) => {
    expect(startOfDay(day, zone)).toBe(begins);
    expect(endOfDay(day, zone)).toBe(ends);
    expect([wallClock(begins, zone).day, wallClock(ends, zone).day]).toEqual([day, day]);
  });
});

it("accepts zone names, and no offset or nonsense", () => {
  for (const name of ["UTC", "Europe/Berlin", "America/New_York"]) expect(isTimeZone(name)).toBe(true);
  for (const name of ["", "+02:00", "Mars/Base", "Europe/Berlin; drop"]) expect(isTimeZone(name)).toBe(false);
  expect(timeZoneNames()[0]).toBe("UTC");
  expect(timeZoneNames().filter((name) => name === "UTC")).toEqual(["UTC"]);
  expect(timeZoneNames()).toEqual(expect.arrayContaining(["Europe/Berlin", "America/New_York", "Asia/Tokyo"]));
  expect(timeZoneNames().length).toBeGreaterThan(300);
});
