import { splitUnit } from "@/lib/tables/read/cell-number";

/** How the numbers of a block are written. */
export type Convention = {
  decimal: "." | ",";
  /** Evidence: a cell of the block with the marks, and how it is read. Null if no cell has any mark. */
  example: { text: string; plain: string } | null;
  /** Whether the block itself is unambiguous; false if it could be read either way and the usual ranges decided, or nothing did. */
  certain: boolean;
};

const digitsOf = (cell: string): string | null => splitUnit(cell)?.number ?? null;

/** The decimal mark one number proves, or null if it has none or could be either. */
function evidence(number: string): "." | "," | null {
  const points = number.split(".").length - 1;
  const commas = number.split(",").length - 1;
  if (points > 0 && commas > 0) return number.lastIndexOf(".") > number.lastIndexOf(",") ? "." : ",";
  if (points > 1) return ",";
  if (commas > 1) return ".";
  const mark = points === 1 ? "." : commas === 1 ? "," : null;
  if (mark === null) return null;
  const [before = "", after = ""] = number.replace(/^[+-]/, "").split(mark);
  // "1.234" may be either; "0.234", "12.5", "1234.567" and "1 234.567" can only be decimals.
  const thousands = /^\d{3}$/.test(after) && /^[1-9]\d{0,2}$/.test(before);
  return thousands ? null : mark;
}

/**
 * The decimal mark of a block, for all its cells at once, because one person writes a column. Ambiguous cells ("1.234") are decided by
 * unambiguous ones ("1.234,5"), then by which reading is more often in the usual ranges, then the point wins.
 * @param fits whether that number would be usual for its cell, by the cell's position in `cells`; null if unknown.
 */
export function detectConvention(cells: readonly string[], fits: (place: number, value: number) => boolean | null): Convention {
  const numbers = cells.map(digitsOf);
  const sure = { ".": 0, ",": 0 };
  for (const number of numbers) {
    const mark = number === null ? null : evidence(number);
    if (mark !== null) sure[mark] += 1;
  }
  const usual = (decimal: "." | ",") =>
    numbers.filter((number, place) => number !== null && fits(place, Number(plainNumber(number, decimal))) === true).length;
  const certain = sure["."] !== sure[","];
  const decimal = certain ? (sure["."] > sure[","] ? "." : ",") : usual(",") > usual(".") ? "," : ".";
  const marked = numbers.filter((number): number is string => number !== null && /[.,' \u2019]/.test(number));
  // The most telling cell: one with both marks, otherwise one with a single mark.
  const shown = marked.toSorted((a, b) => marks(b) - marks(a))[0];
  return { decimal, certain, example: shown === undefined ? null : { text: shown, plain: plainNumber(shown, decimal) } };
}

const marks = (number: string) => new Set(number.match(/[.,' \u2019]/g)).size;

/** The digits with a point: "1.234,5" becomes "1234.5" with a decimal comma. Not validated: for showing and comparing only. */
const plainNumber = (number: string, decimal: "." | ","): string => {
  const text = number.replace(/[\s'\u2019]/g, "");
  return decimal === "," ? text.replaceAll(".", "").replace(",", ".") : text.replaceAll(",", "");
};

/** "read 1.234,5 as 1234.5", for the person who pasted; null if there is nothing to say. */
export function conventionText({ example, certain, decimal }: Convention): string | null {
  if (example === null || example.text === example.plain) return null;
  const words = `Read ${example.text} as ${example.plain}`;
  return certain ? `${words}.` : `${words}: a decimal ${decimal === "," ? "comma" : "point"} fits the usual ranges; check it.`;
}
