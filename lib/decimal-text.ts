import { stripTrailing } from "./strip-trailing";

/** "1,234.50" and "1 234,5" as "1234.50" and "1234.5"; null if it is not a number or has too many digits to store. */
export function readDecimal(typed: string): string | null {
  let s = typed
    .trim()
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/[\s\u00A0\u202F'_]/g, "");
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(s)) s = s.replace(/,/g, "");
  else if (/^[+-]?\d*,\d+$/.test(s)) s = s.replace(",", ".");
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(s);
  if (!parts) return null;
  const [, sign = "", whole = "", fraction = ""] = parts;
  if (whole === "" && fraction === "") return null;
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  const tail = stripTrailing(fraction, "0");
  if (digits.length > 20 || tail.length > 10) return null;
  const zero = /^0*$/.test(digits + tail);
  return `${sign === "-" && !zero ? "-" : ""}${digits}${tail && `.${tail}`}`;
}
