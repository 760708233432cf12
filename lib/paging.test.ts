import { expect, it } from "vitest";
import { pageLinks, pageOffset, pageText } from "./paging";

it.each([
  ["40", 40],
  ["0", 0],
  [undefined, 0],
  ["-1", 0],
  ["1e3", 0],
  ["40 OR 1=1", 0],
  [["1", "2"], 0],
  ["999999", 100_000],
])("from=%j begins at %d", (asked, from) => expect(pageOffset(asked)).toBe(from));

it("says which rows these are, and nothing if they are all", () => {
  expect(pageText({ from: 40, shown: 40, total: 1200 })).toBe("41 to 80 of 1,200, by need");
  expect(pageText({ from: 1160, shown: 40, total: 1200 })).toBe("1,161 to 1,200 of 1,200, by need");
  expect(pageText({ from: 0, shown: 31, total: 31 })).toBeNull();
  expect(pageText({ from: 5000, shown: 0, total: 1200 })).toBe("none from 5,001 on, of 1,200");
});

it("links forward and back, and keeps the rest of the address", () => {
  expect(pageLinks({ from: 0, shown: 40, total: 90 }, "/risk", 40)).toEqual({ before: null, after: "/risk?from=40" });
  expect(pageLinks({ from: 40, shown: 40, total: 90 }, "/risk?asOf=2014-05-01", 40)).toEqual({
    before: "/risk?asOf=2014-05-01",
    after: "/risk?asOf=2014-05-01&from=80",
  });
  expect(pageLinks({ from: 80, shown: 10, total: 90 }, "/risk", 40)).toEqual({ before: "/risk?from=40", after: null });
  expect(pageLinks({ from: 5000, shown: 0, total: 90 }, "/risk", 40)).toEqual({ before: "/risk?from=50", after: null });
});
