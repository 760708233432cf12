/** A table has few headings, and each is compared with hundreds of words. */
const known = new Map<string, string>();
const KNOWN = 2_000;

/**
 * A heading in the form used by all comparisons: "OrderDate", "order_date" and "Order date" become "order date"; ä becomes ae; accents are
 * dropped.
 */
export function plainHeading(header: string): string {
  const held = known.get(header);
  if (held !== undefined) return held;
  const plain = plainly(header);
  if (known.size >= KNOWN) known.clear();
  if (header.length <= 400) known.set(header, plain);
  return plain;
}

function plainly(header: string): string {
  return header
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/ä/g, "ae")
    .replace(/ö/g, "oe")
    .replace(/ü/g, "ue")
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\d]+/gu, " ")
    .trim();
}

/** How well a heading matches one of `words`: 1 exactly, 0.7 with other words around it, 0 not at all. */
export function namedBy(header: string, words: readonly string[]): number {
  const heading = plainHeading(header);
  const squeezed = heading.replaceAll(" ", "");
  if (words.some((word) => word === heading || (word.includes(" ") ? word.replaceAll(" ", "") : word) === squeezed)) return 1;
  const padded = ` ${heading} `;
  return words.some((word) => word.length > 1 && padded.includes(` ${word} `)) ? 0.7 : 0;
}

/**
 * A heading as the name of a field: "Order date (UTC)" becomes "order_date_utc". Letters of other scripts cannot be converted: "field_3".
 */
export function fieldName(header: string, index: number, taken: ReadonlySet<string>): string {
  const plain = plainHeading(header)
    .replace(/[^a-z0-9 ]/g, "")
    .trim()
    .replace(/ +/g, "_")
    .slice(0, 36);
  const first = /^[a-z]/.test(plain) ? plain : plain === "" ? `field_${index + 1}` : `f_${plain}`;
  let name = first;
  for (let n = 2; taken.has(name); n++) name = `${first}_${n}`;
  return name;
}

/**
 * A heading as a person would write it: "order_date" becomes "Order date", "OrderQty" becomes "Order qty". A heading with spaces stays the
 * same.
 */
export function fieldLabel(header: string): string {
  const trimmed = header.trim();
  const text = /\s/.test(trimmed)
    ? trimmed
    : trimmed
        .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
        .replace(/_+|(?<=[\p{Ll}\d])[.-]+(?=[\p{Ll}\d])/gu, " ")
        .trim();
  const lowered = /\s/.test(trimmed) ? text : text.replace(/ (\p{Lu})(?=\p{Ll})/gu, (_, c: string) => ` ${c.toLowerCase()}`);
  return (lowered.charAt(0).toUpperCase() + lowered.slice(1)).slice(0, 80) || "Field";
}

const CURRENCY = /(?:^|[\s_])(€|\$|£|EUR|USD|GBP|CHF|%)$/;

/** The unit in a heading: "Betrag (EUR)", "Weight [kg]", "Hourly pay €". Null if there is none. */
export function headingUnit(header: string): string | null {
  const trimmed = header.trim();
  const inside = /[([]([^()[\]]{1,12})[)\]]$/.exec(trimmed)?.[1]?.trim();
  // "(gross)" and "(2024)" are not units: a unit is short and has no space.
  if (inside !== undefined && /^[^\s\d]{1,5}(\/[^\s\d]{1,5})?$/.test(inside)) return inside;
  return CURRENCY.exec(trimmed)?.[1] ?? null;
}
