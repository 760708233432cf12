/** One thing an entry says: what it was and what it became; null where it did not exist. */
export type Change = { label: string; before: string | null; after: string | null };

const words = (key: string) =>
  key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  if (value === null || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value) && value.every((part) => typeof part === "string" || typeof part === "number"))
    return value.join(", ") || "none";
  return JSON.stringify(value);
}

const fieldsOf = (snapshot: unknown): Record<string, unknown> =>
  typeof snapshot === "object" && snapshot !== null && !Array.isArray(snapshot) ? { ...snapshot } : {};

/** Before and after of an audit entry, field by field. Where both are there, only what differs. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const both = before !== null && after !== null;
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((key) => ({ label: words(key), before: shown(was[key]), after: shown(is[key]) }))
    .filter((change) => !both || change.before !== change.after);
}
