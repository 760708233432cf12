import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import type { Frequency } from "@/lib/calendar/periods";
import { wallClock } from "@/lib/calendar/time-zone";
import { formatDate, formatInstant, formatValueText } from "@/lib/format";
import { targetText } from "@/lib/kpis/summary/row";

type Text = string | null;
type Change = {
  id: string;
  what: "value" | "target" | "annotation";
  on: string;
  at: string;
  by: Text;
  imported: Text;
  /** came with a file, whose name the viewer may not be allowed to read */
  fromFile: boolean;
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
type Kpi = { unit: string; frequency: Frequency; source: string };
/** One line of the change history. `day`: the day to look back to in order to see it. */
export type ChangeLine = { id: string; day: string; whenText: string; subject: string; before: Text; after: string; rest: string };

const number = (text: Text) => (text === null ? null : Number(text));
/** Number of decimals that can be stored. */
const DECIMALS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const KIND: Record<string, string> = { note: "Annotation", baseline: "New level", exclude: "Excluded" };

/** "April 2014: 67.1 → 67.4 · version 2 · Peter Krebs · counted twice", in parts. */
export function changeLine(change: Change, { unit, frequency, source }: Kpi, timeZone: string, calendar: FiscalCalendar): ChangeLine {
  const common = { id: change.id, day: wallClock(change.at, timeZone).day, whenText: formatInstant(change.at, timeZone, "medium") };
  const how = change.what === "value" && (source === "records" || source === "formula") ? "computed" : change.fromFile ? "imported" : null;
  const who = change.by ?? (how === null ? "the installation" : `${how}${change.imported === null ? "" : ` with ${change.imported}`}`);
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
  const said = (value: Text, decimals: number | null) => {
    if (value === null) return "not available";
    return decimals === null
      ? formatValueText(Number(value), unit)
      : formatValueText(Number(Number(value).toFixed(decimals)), unit, "full");
  };
  // The same value again became final; another value that rounds to the same is written with enough digits to tell them apart.
  const other = change.replaces && change.valueBefore !== change.value;
  const same = (decimals: number | null) => said(change.valueBefore, decimals) === said(change.value, decimals);
  const decimals = other && same(null) ? (DECIMALS.find((n) => !same(n)) ?? null) : null;
  const state = change.state === "provisional" ? "provisional" : change.replaces && !other && change.value !== null ? "now final" : false;
  return {
    ...common,
    subject: periodLabel(change.on, frequency, calendar),
    before: other ? said(change.valueBefore, decimals) : null,
    after: said(change.value, decimals),
    rest: rest(state, change.version > 1 && `version ${change.version}`, who, change.reason),
  };
}
