import { wallClock } from "@/lib/calendar/time-zone";
import { formatDate, formatInstant } from "@/lib/format";
import { CAUSES } from "@/lib/signals/answers/causes";
import { stepOf } from "./life/steps";

type Text = string | null;
type Step = {
  id: string;
  at: string;
  step: string;
  by: Text;
  text: string;
  cause: Text;
  person: Text;
  department: Text;
  initiative: { id: string; code: string } | null;
  dueAt: Text;
};
/** One step of a history: "Peter Krebs explained it: method", its time, and the text. */
export type StoryLine = { id: string; whenText: string; what: string; text: string; initiative: { id: string; code: string } | null };

const CAUSE: ReadonlyMap<string, string> = new Map(CAUSES);
export const causeText = (cause: Text): Text => (cause === null ? null : (CAUSE.get(cause) ?? cause).toLowerCase());

/** A signal's history in sentences, oldest first. A step without a person is attributed to the rules or the clock. */
export function storyLines(steps: readonly Step[], timeZone: string): StoryLine[] {
  return steps.map(({ id, at, step, by, text, cause, person, department, initiative, dueAt }) => {
    const due = dueAt === null ? "" : `, by ${formatDate(wallClock(dueAt, timeZone).day, "medium")}`;
    const day = dueAt === null ? null : formatDate(wallClock(dueAt, "UTC").day, "medium");
    const told = { who: by ?? "The rules", by, cause: causeText(cause), person, department, due, day };
    const of = stepOf(step);
    return {
      id,
      whenText: formatInstant(at, timeZone, "medium"),
      what: of?.says(told) ?? step,
      text: of?.reads?.(text) ?? text,
      initiative,
    };
  });
}
