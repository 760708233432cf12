import { expect, it } from "vitest";
import { storyLines } from "./story";

const step = {
  id: "1",
  at: "2014-05-05T07:00:00.000Z",
  step: "opened",
  by: null,
  text: "",
  cause: null,
  person: null,
  department: null,
  initiative: null,
  dueAt: null,
};

it("says who did what, or names the rules or the clock if nobody did", () => {
  const lines = storyLines(
    [
      step,
      { ...step, step: "asked", by: "The COO", person: "Peter Krebs", text: "Why?", dueAt: "2014-05-07T22:00:00.000Z" },
      { ...step, step: "explained", by: "Peter Krebs", cause: "method", text: "Every second day." },
      { ...step, step: "undone", by: "Peter Krebs", text: "explained" },
      { ...step, step: "escalated", department: "Operations" },
      { ...step, step: "new-level", by: "The COO", text: "More volume", dueAt: "2013-06-01T00:00:00.000Z" },
    ],
    "Europe/Berlin",
  );
  expect(lines.map((line) => [line.whenText, line.what, line.text])).toEqual([
    ["5 May 2014, 09:00", "The rules opened it", ""],
    ["5 May 2014, 09:00", "The COO asked Peter Krebs, by 8 May 2014", "Why?"],
    ["5 May 2014, 09:00", "Peter Krebs explained it: method", "Every second day."],
    ["5 May 2014, 09:00", "Peter Krebs undid the last step", ""],
    ["5 May 2014, 09:00", "Not answered in time: escalated to Operations", ""],
    ["5 May 2014, 09:00", "The COO accepted a new level from 1 Jun 2013 on", "More volume"],
  ]);
});
