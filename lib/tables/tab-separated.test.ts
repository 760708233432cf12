import { expect, it } from "vitest";
import { tabSeparated } from "./tab-separated";

it("is a header and rows that a spreadsheet accepts directly; a missing value is an empty cell", () => {
  expect(
    tabSeparated([
      ["Month", "Value, %"],
      ["May 2014", "66.5"],
      ["April\n2014", "–"],
      ["March", "−3.5"],
    ]),
  ).toBe("Month\tValue, %\nMay 2014\t66.5\nApril 2014\t\nMarch\t-3.5");
});

it("executes nothing: text that looks like a formula stays text", () => {
  expect(tabSeparated([["=1+1", "+cmd", "@SUM(A1)", "-2+3", "-12.5", "a=b"]])).toBe("'=1+1\t'+cmd\t'@SUM(A1)\t'-2+3\t-12.5\ta=b");
});
