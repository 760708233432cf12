import { z } from "zod";
import { readDecimal } from "./decimal-text";

/** Building blocks of every schema for input from people and files. None of them coerces: "" is not 0 and "false" is not true. */

// Control characters except tab and line ends; characters that reorder text on screen; halves of surrogate pairs.
const FORBIDDEN = /[^\P{Cc}\n\t\r]|[\u202A-\u202E\u2066-\u2069]|\p{Cs}/u;
// Zero-width spaces, which make two names look the same. Joiners are not included: some languages need them.
const UNSEEN = /[\u200B\u2060\uFEFF]/g;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

const clean = (max: number) =>
  z
    .string({ error: "Enter some text." })
    .max(max, { error: `Use at most ${max.toLocaleString("en-GB")} characters.`, abort: true }) // text that is too long is not searched
    .refine((s) => !FORBIDDEN.test(s), { error: "This contains characters that cannot be shown." })
    .transform((s) => s.replace(/\r\n?/g, "\n").replace(UNSEEN, "").normalize("NFC").trim());

/** Required text. One line unless `lines`. */
export const text = (max: number, { lines = false } = {}) =>
  clean(max)
    .refine((s) => SEEN.test(s), { error: "This is required." })
    .refine((s) => lines || !/[\n\t\u2028\u2029]/.test(s), { error: "Use one line only." });

/** Optional text. */
export const optionalText = (max: number) => clean(max).default("");

export const id = z.uuid({ error: "This does not exist." });

/** A calendar date, "YYYY-MM-DD", from 1900 to 2199. */
export const isoDate = z.iso
  .date({ error: "Enter a date, such as 2014-06-30." })
  .refine((d) => d >= "1900-01-01" && d < "2200-01-01", { error: "Enter a date between 1900 and 2199." });

/**
 * A number as an exact decimal string: up to 20 digits before and 10 after the point. Accepts spaces and commas between thousands, and a
 * decimal comma if there is no point and the comma cannot be a thousands separator; returns plain digits.
 */
export const decimal = z
  .string({ error: "Enter a number." })
  .max(60, { error: "This number is too long.", abort: true })
  .transform((s, context) => {
    const plain = readDecimal(s);
    if (plain !== null) return plain;
    context.addIssue({ code: "custom", message: "Enter a number, such as 12.5. At most 20 digits before the point and 10 after." });
    return z.NEVER;
  });

/** A checkbox of a form: absent, or "on". */
export const checkbox = z
  .literal("on")
  .optional()
  .transform((v) => v === "on");

/** The key a form sends so that submitting it twice has the effect of once. */
export const idempotencyKey = z.uuid({ error: "Reload the page and try again." });

/** The version a form was opened with; a different one in the database is a conflict. */
export const version = z
  .string()
  .regex(/^\d{1,9}$/, { error: "Reload the page and try again." })
  .transform(Number);

/** Structured data, sent as JSON in one form field with a maximum length. */
export const json = <S extends z.ZodType>(
  schema: S,
  { longest, tooLong, unreadable = "Reload the page and try again." }: { longest: number; tooLong: string; unreadable?: string },
) =>
  z
    .string({ error: unreadable })
    .max(longest, { error: tooLong, abort: true })
    .transform((sent, context): unknown => {
      try {
        return JSON.parse(sent);
      } catch {
        context.addIssue({ code: "custom", message: unreadable });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** Whether a path segment can be an id; if not, the answer is the same as for something that does not exist. */
export const isId = (segment: string): boolean => id.safeParse(segment).success;
