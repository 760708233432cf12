import { expect, it } from "vitest";
import { asOfHref, readAsOf, singleParam } from "./as-of";

it("a day before today is a moment; today, later days and invalid dates mean now", () => {
  expect(readAsOf("2014-05-05", "2014-06-02", "UTC")).toEqual({ day: "2014-05-05", at: "2014-05-05T23:59:59.999Z" });
  for (const asked of [
    "2014-06-02",
    "2014-06-03",
    "2014-02-30",
    "yesterday",
    "",
    "2014-05-05T00:00",
    "0001-01-01",
    singleParam(["2014-05-05"]),
    singleParam(undefined),
  ])
    expect(readAsOf(asked, "2014-06-02", "UTC")).toBeNull();
});

it("links keep the date, before the #", () => {
  expect(asOfHref("/kpis/1", null)).toBe("/kpis/1");
  expect(asOfHref("/kpis/1?period=2014-05-01#p-2014-05-01", { day: "2014-05-05" })).toBe(
    "/kpis/1?period=2014-05-01&asOf=2014-05-05#p-2014-05-01",
  );
});
