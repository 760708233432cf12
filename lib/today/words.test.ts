import { describe, expect, it } from "vitest";
import { ageText, answerByText, byText, sinceText, visitOf } from "./words";

const NOW = "2014-06-02T08:00:00.000Z"; // a Monday

it.each([
  ["2014-06-02T12:00:00.000Z", "answer by 12:00 today"],
  ["2014-06-03T17:00:00.000Z", "answer by Tue 3 June"],
  ["2015-01-02T17:00:00.000Z", "answer by Fri 2 January 2015"],
  ["2014-06-02T07:00:00.000Z", "answer was due 07:00 today"],
  ["2014-05-30T17:00:00.000Z", "answer was due Fri 30 May"],
  // The exact moment is still in time.
  ["2014-06-02T08:00:00.000Z", "answer by 08:00 today"],
  ["2014-06-02T07:59:59.999Z", "answer was due 07:59 today"],
])("a due time %s: %s", (answerBy, text) => expect(answerByText(answerBy, NOW)).toBe(text));

it("shows days and times in the company's time zone", () => {
  // 23:30 in UTC is the next morning in Sydney, and the afternoon in New York.
  expect(answerByText("2014-06-02T23:30:00.000Z", NOW, "Australia/Sydney")).toBe("answer by Tue 3 June");
  expect(answerByText("2014-06-02T23:30:00.000Z", NOW, "America/New_York")).toBe("answer by 19:30 today");
});

it.each([
  ["2014-06-02T07:30:00.000Z", "opened just now"],
  ["2014-06-02T07:00:00.001Z", "opened just now"],
  ["2014-06-02T07:00:00.000Z", "1 hour old"],
  ["2014-06-02T06:00:00.001Z", "1 hour old"],
  ["2014-06-02T06:00:00.000Z", "2 hours old"],
  ["2014-06-01T08:00:00.001Z", "23 hours old"],
  ["2014-06-01T08:00:00.000Z", "1 day old"],
  ["2014-05-31T08:00:00.001Z", "1 day old"],
  ["2014-05-31T07:59:00.000Z", "2 days old"],
])("opened %s: %s", (from, text) => expect(ageText(from, NOW)).toBe(text));

it.each([
  ["2014-06-02T07:41:00.000Z", "since 07:41 today"],
  ["2014-06-01T17:20:00.000Z", "since yesterday 17:20"],
  ["2014-05-31T17:20:00.000Z", "since Saturday 17:20"],
  ["2014-05-30T17:20:00.000Z", "since Friday 17:20"],
  ["2014-05-29T17:20:00.000Z", "since Thursday 17:20"],
  ["2014-05-28T17:20:00.000Z", "since Wednesday 17:20"],
  ["2014-05-27T17:20:00.000Z", "since Tuesday 17:20"],
  // A week ago was a Monday, too.
  ["2014-05-26T17:20:00.000Z", "since Mon 26 May, 17:20"],
  ["2013-12-30T17:20:00.000Z", "since Mon 30 December 2013, 17:20"],
])("changed %s: %s", (since, text) => expect(sinceText(since, NOW)).toBe(text));

it("names Sunday and Monday, too", () => {
  expect(sinceText("2014-06-01T17:20:00.000Z", "2014-06-04T08:00:00.000Z")).toBe("since Sunday 17:20");
  expect(sinceText("2014-06-02T17:20:00.000Z", "2014-06-04T08:00:00.000Z")).toBe("since Monday 17:20");
});

it("says until when an answer is needed, and nothing without a date", () => {
  expect([byText("2014-06-03", "2014-06-02"), byText("2015-01-02", "2014-06-02"), byText(null, "2014-06-02")]).toEqual([
    "by Tue 3 June",
    "by Fri 2 January 2015",
    "",
  ]);
});

describe("a visit", () => {
  it("looks back three days if there was none before", () =>
    expect(visitOf(null, null, NOW)).toEqual({ since: "2014-05-30T08:00:00.000Z", seenAt: NOW, beforeAt: null, noted: false }));
  it("begins after half an hour without a look, from the end of the last one", () =>
    expect(visitOf("2014-05-30T17:20:00.000Z", "2014-05-29T17:00:00.000Z", NOW).since).toBe("2014-05-30T17:20:00.000Z"));
  it("continues while the viewer keeps looking", () =>
    expect(visitOf("2014-06-02T07:45:00.000Z", "2014-05-29T17:00:00.000Z", NOW).since).toBe("2014-05-29T17:00:00.000Z"));
  it("continues at exactly 30 minutes, and is a new one after that", () => {
    const before = "2014-05-29T17:00:00.000Z";
    expect(visitOf("2014-06-02T07:30:00.000Z", before, NOW)).toMatchObject({ since: before, beforeAt: before, seenAt: NOW });
    const another = "2014-06-02T07:29:59.999Z";
    expect(visitOf(another, before, NOW)).toMatchObject({ since: another, beforeAt: another, seenAt: NOW });
  });
  it("that began now looks back to now", () => expect(visitOf(NOW, NOW, NOW).since).toBe(NOW));
  it("does not end if the clock is set back", () =>
    expect(visitOf("2014-06-02T15:00:00.000Z", "2014-05-29T17:00:00.000Z", NOW).since).toBe("2014-05-29T17:00:00.000Z"));
  it.each([
    [null, false],
    ["2014-06-02T07:59:00.000Z", true],
    ["2014-06-02T07:59:00.001Z", true],
    ["2014-06-02T08:00:00.000Z", true],
    ["2014-06-02T07:58:59.999Z", false],
    ["2014-06-02T08:00:00.001Z", false],
  ])("noted last at %s: nothing to write, %s", (seenAt, noted) => expect(visitOf(seenAt, null, NOW).noted).toBe(noted));
  it("does not look back from the future", () =>
    expect(visitOf("2014-06-02T15:00:00.000Z", "2014-06-02T14:00:00.000Z", NOW).since).toBe("2014-05-30T08:00:00.000Z"));
});
