import { wallClock } from "@/lib/calendar/time-zone";
import { formatDate, formatInstant } from "@/lib/format";
import { CAUSES } from "@/lib/signals/answers/causes";

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
/** One step of a story as it is read: "Peter Krebs explained it: method", when, and what was said. */
export type StoryLine = { id: string; whenText: string; what: string; text: string; initiative: { id: string; code: string } | null };

const CAUSE: ReadonlyMap<string, string> = new Map(CAUSES);
export const causeText = (cause: Text): Text => (cause === null ? null : (CAUSE.get(cause) ?? cause).toLowerCase());

/** A signal's story in sentences, oldest first. Without somebody who did it, the rules or the clock did. */
export function storyLines(steps: readonly Step[], timeZone: string): StoryLine[] {
  return steps.map((step) => ({
    id: step.id,
    whenText: formatInstant(step.at, timeZone, "medium"),
    what: sentence(step, timeZone),
    text: step.step === "undone" ? "" : step.step === "worse" ? levelText(step.text) : step.text,
    initiative: step.initiative,
  }));
}

const LEVELS: Record<string, string> = { 1: "low", 2: "medium", 3: "high" };

/** "Level 1 became 2." is how it is kept. */
const levelText = (text: string): string =>
  text.replace(
    /^Level ([1-3]) became ([1-3])\.$/,
    (_, from: string, to: string) => `It weighs more: ${LEVELS[from]} became ${LEVELS[to]}.`,
  );

function sentence({ step, by, cause, person, department, dueAt }: Step, timeZone: string): string {
  const who = by ?? "The rules";
  const due = dueAt === null ? "" : `, by ${formatDate(wallClock(dueAt, timeZone).day, "medium")}`;
  const said: Record<string, string> = {
    opened: `${who} opened it`,
    worse: `${who} found it worse`,
    asked: `${who} asked ${person ?? "somebody"}${due}`,
    acknowledged: `${who} acknowledged it`,
    explained: `${who} explained it${cause === null ? "" : `: ${causeText(cause)}`}${person === null ? "" : `; ${person} acts on it`}`,
    accepted: `${who} accepted the explanation`,
    "asked-again": `${who} asked ${person ?? "somebody"} again${due}`,
    assigned: `${who} gave ${person ?? "somebody"} something to do${due}`,
    "acted-on": `${who} opened work on it`,
    escalated: `${by === null ? "Nobody answered in time: it climbed" : `${by} passed it up`}${department === null ? "" : ` to ${department}`}`,
    recovered: "The values are back in their usual range",
    returned: "It came back",
    "new-level": `${who} accepted a new level${dueAt === null ? "" : ` from ${formatDate(wallClock(dueAt, "UTC").day, "medium")} on`}`,
    verified: "Verified: the values no longer show it",
    closed: "Closed",
    undone: `${who} took the last step back`,
  };
  return said[step] ?? step;
}
