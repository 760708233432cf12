import { formatInstant } from "@/lib/format";

/** One line of an audit entry: the old and the new value; null where it did not exist. */
export type Change = { label: string; before: string | null; after: string | null };

/** Names of the people, departments and positions that entries store as ids only. */
export type Names = ReadonlyMap<string, string>;

/** Labels for fields whose own name is not readable. */
const LABELS: Record<string, string> = { kpi: "KPI", fromOn: "from", toOn: "to", dueOn: "due", dueAt: "due", sha256: "SHA-256" };
/** Fields in reading order, since the database stores them in its own order. Fields not listed come first. */
const LAST = ["mapping", "target", "rows", "new", "changed", "same", "rejected", "leftOut", "sha256"];
/** Fields that hold a fixed value written with "_" between words. */
const WORDS = ["state", "stage", "kind", "judgement", "cause"];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;
const isReference = (key: string, value: unknown): value is string => /Id$/.test(key) && typeof value === "string" && UUID.test(value);

const words = (key: string) =>
  LABELS[key] ??
  key
    .replace(/Id$/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

const fieldsOf = (snapshot: unknown): Record<string, unknown> =>
  typeof snapshot === "object" && snapshot !== null && !Array.isArray(snapshot) ? { ...snapshot } : {};

/** A value in words. Numbers are shown as written; `inner`: inside another value, where nested parts need brackets. */
function shown(key: string, value: unknown, names: Names, inner = false): string | null {
  if (value === undefined) return null;
  if (value === null || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (isReference(key, value)) return names.get(value) ?? "not known";
  if (typeof value === "string") {
    if (INSTANT.test(value)) return `${formatInstant(value, "UTC", "medium")} UTC`;
    return WORDS.includes(key) ? value.replaceAll("_", " ") : value;
  }
  const parts = Array.isArray(value)
    ? value.map((part) => shown(key, part, names, true) ?? "none")
    : Object.entries(fieldsOf(value)).map(([name, part]) => `${words(name)} ${shown(name, part, names, true)}`);
  const text = parts.join(parts.some((part) => part.includes(", ")) ? "; " : ", ") || "none";
  return inner && parts.length > 1 ? `(${text})` : text;
}

/** The ids in an entry that are stored without a name. */
export const referencesOf = (...snapshots: unknown[]): string[] =>
  snapshots.flatMap((snapshot) => Object.entries(fieldsOf(snapshot)).flatMap(([key, value]) => (isReference(key, value) ? [value] : [])));

/** Before and after of an audit entry, field by field, in words. If both exist, only the differences. */
export function changesOf(before: unknown, after: unknown, names: Names = new Map()): Change[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const both = before !== null && after !== null;
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .sort((a, b) => LAST.indexOf(a) - LAST.indexOf(b))
    .map((key) => ({ key, label: words(key), before: shown(key, was[key], names), after: shown(key, is[key], names) }))
    .filter(({ key, before: from, after: to }) => !both || from !== to || (isReference(key, is[key]) && was[key] !== is[key]))
    .map(({ key: _, ...change }) => change);
}
