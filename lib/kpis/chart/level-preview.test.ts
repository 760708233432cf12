import { expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { previewLevel, previewText } from "./level-preview";

const kpi = { frequency: "month", direction: "higher", chart: "xmr", baselinePoints: 24, minimum: null, maximum: null } as const;
const month = (index: number) => `${2012 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;
const points = (values: number[]) =>
  values.map((value, index) => ({ period: month(index), value, numerator: null, denominator: null, state: "final" as const }));
const around = (level: number, count: number) => Array.from({ length: count }, (_, i) => level + (i % 2 === 0 ? 1 : -1));

it("a level of 70 that fell to 60: the new limits use the new values only", () => {
  const preview = previewLevel(kpi, points([...around(70, 12), ...around(60, 12)]), [], "2013-01-20", "2014-06-02", CALENDAR_YEAR);
  // mean moving range 2: limits are the mean plus and minus 2.66 x 2
  expect(preview).toMatchObject({ from: "2013-01-01", points: 12, provisional: true });
  expect(preview.after).toEqual({ mean: 60, lower: expect.closeTo(54.68, 10), upper: expect.closeTo(65.32, 10) });
  expect(previewText(preview, { unit: "%", frequency: "month" }, CALENDAR_YEAR)).toMatch(
    /^From January 2013 on: mean 60\s?%, usual 54\.7\s?% to 65\.3\s?%, from 12 values, provisional\. Now: mean 65/,
  );
});

it("too few values since: no limits until there are twelve, and a note about it", () => {
  const preview = previewLevel(kpi, points([...around(70, 12), ...around(60, 5)]), [], "2013-01-01", "2014-06-02", CALENDAR_YEAR);
  expect(preview.after.mean).toBeNull();
  expect(previewText(preview, { unit: "%", frequency: "month" }, CALENDAR_YEAR)).toBe(
    "From January 2013 on there are 5 values; limits need 12, so there would be no limits until then.",
  );
});
