import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { AssuranceMark } from "./assurance-mark";
import { Spark } from "./spark";
import { StatusMark } from "./status-mark";
import { VariationMark } from "./variation-mark";

const text = (html: string) => html.replace(/<svg.*?<\/svg>/g, "").replace(/<[^>]+>/g, "");
const lineY = (html: string) => Number(/<line[^>]* y1="([\d.]+)"/.exec(html)?.[1]);

describe("StatusMark", () => {
  test("shape and word together", () => {
    const html = renderToStaticMarkup(<StatusMark status="off-track" />);
    expect(html).toContain("fill-bad");
    expect(text(html)).toBe("Off track");
  });
  test("stale overrides on track: days late in a dashed chip, no colour", () => {
    const html = renderToStaticMarkup(<StatusMark status="on-track" staleDays={117} />);
    expect(text(html)).toBe("117 days late");
    expect(html).not.toContain("fill-good");
  });
  test("one day is singular", () => {
    expect(text(renderToStaticMarkup(<StatusMark status="watch" staleDays={1} />))).toBe("1 day late");
  });
  test("a hidden word is still read aloud", () => {
    expect(renderToStaticMarkup(<StatusMark status="watch" wordHidden />)).toContain('<span class="sr-only">Watch</span>');
  });
});

test("worsening upward has the bad colour and goes up: first dot lower than the last", () => {
  const html = renderToStaticMarkup(<VariationMark variation="worsening" toward="up" />);
  const heights = [...html.matchAll(/cy="([\d.]+)"/g)].map((m) => Number(m[1]));
  expect(heights[0]).toBeGreaterThan(heights[2] ?? 0);
  expect(html).toContain("fill-bad");
});

describe("AssuranceMark", () => {
  const y = (assurance: "will-pass" | "will-fail" | "hit-or-miss", bound: "floor" | "ceiling") =>
    lineY(renderToStaticMarkup(<AssuranceMark assurance={assurance} bound={bound} />));
  test("the band is 4 to 10: a floor that will fail lies above it, one that will pass below it", () => {
    expect(y("will-fail", "floor")).toBeLessThan(4);
    expect(y("will-pass", "floor")).toBeGreaterThan(10);
  });
  test("a ceiling is the other way round, hit or miss is inside", () => {
    expect(y("will-fail", "ceiling")).toBeGreaterThan(10);
    expect(y("will-pass", "ceiling")).toBeLessThan(4);
    expect(y("hit-or-miss", "ceiling")).toBe(7);
  });
  test("says not judged without limits or target", () => {
    expect(text(renderToStaticMarkup(<AssuranceMark assurance={null} />))).toContain("not judged");
  });
});

test("a spark line has its sentence as the accessible name", () => {
  const points = [{ period: "2014-05-01", value: 3 }];
  const html = renderToStaticMarkup(<Spark name="Scrap" unit="%" points={points} mean={null} lower={null} upper={null} />);
  expect(html).toContain('aria-label="Scrap: 1 value, between 3.00 % and 3.00 %, latest 3.00 %."');
});
