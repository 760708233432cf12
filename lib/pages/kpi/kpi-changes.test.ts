import { expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { changeLine } from "./kpi-changes";

const change = {
  id: "v1",
  what: "value" as const,
  on: "2014-04-01",
  at: "2014-05-05T23:30:00.000Z",
  by: "Peter Krebs",
  imported: null,
  fromFile: false,
  version: 2,
  state: "final",
  value: "67.4",
  floor: null,
  ceiling: null,
  replaces: true,
  valueBefore: "67.1",
  floorBefore: null,
  ceilingBefore: null,
  reason: "counted twice",
  demonstration: false,
};
const kpi = { unit: "%", frequency: "month" as const, source: "records" };

it("a corrected value: before, after, who and why; the day is the company's", () => {
  expect(changeLine(change, kpi, "UTC", CALENDAR_YEAR)).toMatchObject({
    day: "2014-05-05",
    subject: "April 2014",
    before: "67.1%",
    after: "67.4%",
    rest: "version 2 · Peter Krebs · counted twice",
  });
  expect(changeLine(change, kpi, "Europe/Berlin", CALENDAR_YEAR)).toMatchObject({ day: "2014-05-06", whenText: "6 May 2014, 01:30" });
});

it("a first value, a missing one, a target, an annotation", () => {
  expect(changeLine({ ...change, replaces: false, version: 1, by: null, reason: null }, kpi, "UTC", CALENDAR_YEAR)).toMatchObject({
    before: null,
    rest: "computed",
  });
  expect(changeLine({ ...change, value: null }, kpi, "UTC", CALENDAR_YEAR).after).toBe("not available");
  const target = { ...change, what: "target" as const, on: "2014-01-01", floor: "80", floorBefore: "75", state: null, reason: "agreed" };
  expect(changeLine(target, kpi, "UTC", CALENDAR_YEAR)).toMatchObject({
    subject: "Target from 1 Jan 2014",
    before: "≥ 75",
    after: "≥ 80",
    rest: "Peter Krebs · agreed",
  });
  const note = { ...change, what: "annotation" as const, on: "2014-05-12", state: "baseline", reason: "a line moved", demonstration: true };
  expect(changeLine(note, kpi, "UTC", CALENDAR_YEAR)).toMatchObject({
    subject: "New level on 12 May 2014",
    before: null,
    after: "a line moved",
    rest: "Peter Krebs · written for the demonstration",
  });
});

it("values typed into a file count as imported, not computed, whether or not the file's name may be read; a target from a file likewise", () => {
  const own = { ...change, by: null, fromFile: true, replaces: false, version: 1, reason: null };
  const typed = { ...kpi, source: "manual" };
  expect(changeLine({ ...own, imported: "values.csv" }, typed, "UTC", CALENDAR_YEAR).rest).toBe("imported with values.csv");
  expect(changeLine(own, typed, "UTC", CALENDAR_YEAR).rest).toBe("imported");
  expect(changeLine({ ...own, imported: "orders.csv" }, kpi, "UTC", CALENDAR_YEAR).rest).toBe("computed with orders.csv");
  expect(changeLine({ ...own, what: "target", floor: "80", reason: "agreed" }, kpi, "UTC", CALENDAR_YEAR).rest).toBe("imported · agreed");
});

it("no value seems unchanged: digits that differ are written out, and a value that only became final says so", () => {
  const line = (value: string, valueBefore: string) =>
    changeLine({ ...change, value, valueBefore, by: null, reason: null }, kpi, "UTC", CALENDAR_YEAR);
  expect(line("67.41", "67.408")).toMatchObject({ before: "67.408%", after: "67.41%" });
  expect(line("65.7618753856", "65.768321513")).toMatchObject({ before: "65.77%", after: "65.76%" });
  expect(line("67.4", "67.4")).toMatchObject({ before: null, after: "67.4%", rest: "now final · version 2 · computed" });
});
