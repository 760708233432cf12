import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { calibrationOf, type Scored } from "@/lib/decisions/calibration";
import { CalibrationFigure } from "./calibration-figure";

const drawn = (scored: Scored[]) => {
  const calibration = calibrationOf(scored);
  if (calibration === null) throw new Error("too few");
  return renderToStaticMarkup(<CalibrationFigure calibration={calibration} scored={scored} />);
};
const count = (html: string, mark: RegExp) => html.match(mark)?.length ?? 0;
const HELD = /<circle[^>]*r="4\.5"/g;
const WORSE = /<rect[^>]*rotate/g;

it("draws one mark for what held and one for what did not, with how many where it is not one", () => {
  const html = drawn([
    { sure: 60, held: 1, count: 1 },
    { sure: 70, held: 2, count: 3 },
    { sure: 90, held: 0, count: 4 },
  ]);
  expect([count(html, HELD), count(html, WORSE)]).toEqual([2, 2]);
  expect([...html.matchAll(/fill-fg text-\[10px\]">(\d+)<\/text>/g)].map((match) => match[1])).toEqual(["2", "4"]);
  expect(html).toContain('aria-label="3 of 8 successful; 79 % confidence on average.'); // (60 + 210 + 360) / 8 = 78.75
});

it("of a million decisions it draws no more marks than there are percentages", () => {
  const html = drawn(Array.from({ length: 51 }, (_, n) => ({ sure: 50 + n, held: 10_000, count: 20_000 })));
  expect([count(html, HELD), count(html, WORSE)]).toEqual([51, 51]);
  expect(count(html, /<(circle|rect|line|text|g)\b/g)).toBeLessThan(400);
});
