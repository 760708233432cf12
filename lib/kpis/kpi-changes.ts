import { periodLabel } from "@/lib/calendar/period-labels";
import type { Frequency } from "@/lib/calendar/periods";
import { wallClock } from "@/lib/calendar/time-zone";
import { formatDate, formatInstant, formatValueText } from "@/lib/format";
import { targetText } from "./row";

type Text = string | null;
type Change = {
  id: string;
  what: "value" | "target" | "annotation";
  on: string;
  at: string;
  by: Text;
  imported: Text;
  version: number;
  state: Text;
  value: Text;
  floor: Text;
  ceiling: Text;
  replaces: boolean;
  valueBefore: Text;
  floorBefore: Text;
  ceilingBefore: Text;
  reason: Text;
  demonstration: boolean;
};
/** One line of who changed what. `day`: the day the page can be asked about to see it. */
export type ChangeLine = { id: string; day: string; whenText: string; subject: string; before: Text; after: string; rest: string };

const number = (text: Text) => (text === null ? null : Number(text));
const KIND: Record<string, string> = { note: "Annotation", baseline: "New level", exclude: "Set aside" };

/** "April 2014: 67.1 → 67.4 · version 2 · Peter Krebs · counted twice", in parts. */
export function changeLine(change: Change, { unit, frequency }: { unit: string; frequency: Frequency }, timeZone: string): ChangeLine {
  const common = { id: change.id, day: wallClock(change.at, timeZone).day, whenText: formatInstant(change.at, timeZone, "medium") };
  const who =
    change.by ??
    (change.imported === null
      ? change.what === "value"
        ? "computed"
        : "the installation"
      : `${change.what === "value" ? "computed" : "imported"} with ${change.imported}`);
  const rest = (...parts: (Text | false)[]) => parts.filter((part) => typeof part === "string" && part !== "").join(" · ");
  if (change.what === "annotation") {
    const subject = `${KIND[change.state ?? "note"] ?? "Annotation"} on ${formatDate(change.on, "medium")}`;
    return {
      ...common,
      subject,
      before: null,
      after: change.reason ?? "",
      rest: rest(who, change.demonstration && "written for the demonstration"),
    };
  }
  if (change.what === "target") {
    const text = (floor: Text, ceiling: Text) => targetText({ floor: number(floor), ceiling: number(ceiling) }, unit);
    return {
      ...common,
      subject: `Target from ${formatDate(change.on, "medium")}`,
      before: change.replaces ? text(change.floorBefore, change.ceilingBefore) : null,
      after: text(change.floor, change.ceiling),
      rest: rest(who, change.reason),
    };
  }
  const said = (value: Text) => (value === null ? "not available" : formatValueText(Number(value), unit));
  return {
    ...common,
    subject: periodLabel(change.on, frequency),
    before: change.replaces ? said(change.valueBefore) : null,
    after: said(change.value),
    rest: rest(change.state === "provisional" && "provisional", change.version > 1 && `version ${change.version}`, who, change.reason),
  };
}
