import { describe, expect, it } from "vitest";
import { answerBy } from "./clock";

describe("answerBy", () => {
  const monday = "2014-06-02T06:00:00Z";

  it("level 3 the same day, 2 the next working day, 1 the third", () => {
    expect(([3, 2, 1] as const).map((level) => answerBy(monday, level, "UTC"))).toEqual([
      "2014-06-02T16:00:00.000Z",
      "2014-06-03T16:00:00.000Z",
      "2014-06-05T16:00:00.000Z",
    ]);
  });

  it("signals opened at that hour or later, or at a weekend, have until the next working day", () => {
    expect(answerBy("2014-06-02T16:00:00Z", 3, "UTC")).toBe("2014-06-03T16:00:00.000Z");
    expect(answerBy("2014-05-30T18:00:00Z", 3, "UTC")).toBe("2014-06-02T16:00:00.000Z");
    expect(answerBy("2014-05-31T09:00:00Z", 2, "UTC")).toBe("2014-06-02T16:00:00.000Z");
  });

  it("follows the company's clock: 16:00 in Berlin is 14:00 in summer, 15:00 in winter, and a day starts earlier there", () => {
    expect(answerBy(monday, 3, "Europe/Berlin")).toBe("2014-06-02T14:00:00.000Z");
    expect(answerBy("2014-01-13T06:00:00Z", 3, "Europe/Berlin")).toBe("2014-01-13T15:00:00.000Z");
    // Sunday 23:00 UTC is Monday 08:00 in Tokyo.
    expect(answerBy("2014-06-01T23:00:00Z", 3, "Asia/Tokyo")).toBe("2014-06-02T07:00:00.000Z");
  });

  it("uses the company's own terms", () => {
    expect(answerBy(monday, 2, "UTC", { workingDays: { 1: 5, 2: 2, 3: 1 }, hour: 9 })).toBe("2014-06-04T09:00:00.000Z");
  });
});
