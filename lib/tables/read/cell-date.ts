import { addDays, addMonths } from "@/lib/calendar/dates";
import { CellError, quoted, type Read, readText } from "./cells";

export type DateStyle = "iso" | "dmy" | "mdy";

/** English, German, French, Spanish, Italian, Portuguese, Dutch; without accents. */
const MONTHS = [
  ["january", "januar", "janner", "janvier", "enero", "gennaio", "janeiro", "januari"],
  ["february", "februar", "feber", "fevrier", "febrero", "febbraio", "fevereiro", "februari"],
  ["march", "marz", "maerz", "mrz", "mars", "marzo", "marco", "maart"],
  ["april", "avril", "abril", "aprile"],
  ["may", "mai", "mayo", "maggio", "maio", "mei"],
  ["june", "juni", "juin", "junio", "giugno", "junho"],
  ["july", "juli", "juillet", "julio", "luglio", "julho"],
  ["august", "aout", "agosto", "augustus"],
  ["september", "sept", "septembre", "septiembre", "settembre", "setembro"],
  ["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
  ["november", "novembre", "noviembre", "novembro"],
  ["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro"],
];
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.{0,20})?$/;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?: \d{1,2}:\d{2}.{0,20})?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const NUMERIC = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: \d{1,2}:\d{2}.{0,20})?$/;
const SHORT_YEAR = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/;
const NAMED_DMY = /^(\d{1,2})[ .-]+(\p{L}{3,10})\.?[ -]+(\d{4})$/iu;
const NAMED_MDY = /^(\p{L}{3,10})\.? +(\d{1,2}),? +(\d{4})$/iu;

const known = new Map<string, number | null>();

/** 1 to 12 from "Jan", "january", "Sept", "März"; null otherwise, and if it is ambiguous ("jui"). */
function monthOf(word: string): number | null {
  const held = known.get(word);
  if (held !== undefined) return held;
  const plain = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const meant = plain.length < 3 ? [] : MONTHS.flatMap((names, index) => (names.some((name) => name.startsWith(plain)) ? [index + 1] : []));
  const month = meant.length === 1 ? (meant[0] ?? null) : null;
  if (known.size < 1_000) known.set(word, month); // a file repeats its months
  return month;
}

const join = (year: string, month: string | number, day: string) => `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;

/** Whether a day written YYYY-MM-DD exists. By arithmetic, because it is called millions of times. */
function exists(date: string): boolean {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8));
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
}

function assemble(text: string, style: DateStyle): string | CellError | null {
  const iso = ISO.exec(text) ?? YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (iso) return join(iso[1] ?? "", iso[2] ?? "", iso[3] ?? "");
  const numeric = NUMERIC.exec(text);
  if (numeric) {
    const [, a = "", b = "", year = ""] = numeric;
    if (style === "iso")
      return new CellError(`${quoted(text)} could be day first or month first; set it in the format of the mapping (dates: dmy or mdy)`);
    return style === "dmy" ? join(year, b, a) : join(year, a, b);
  }
  if (SHORT_YEAR.test(text)) return new CellError(`${quoted(text)} has a year of two digits`);
  const named = NAMED_DMY.exec(text);
  const month = monthOf(named?.[2] ?? "");
  if (named && month) return join(named[3] ?? "", month, named[1] ?? "");
  const leading = NAMED_MDY.exec(text);
  const first = monthOf(leading?.[1] ?? "");
  return leading && first ? join(leading[3] ?? "", first, leading[2] ?? "") : null;
}

/**
 * "YYYY-MM-DD" of an existing day of the years 1000 to 9999. Year-first dates, month names and compact YYYYMMDD are unambiguous and always
 * read; 02/06/2014 only if `style` defines its order. A time of day is dropped, without converting between zones.
 */
export function readDate(cell: string, style: DateStyle): Read {
  const text = readText(cell);
  if (text === null || text instanceof CellError) return text;
  const date = assemble(text, style);
  if (date instanceof CellError) return date;
  if (date === null) return new CellError(`${quoted(text)} is not a date`);
  if (date.startsWith("0") || !exists(date)) return new CellError(`${quoted(text)} is not a calendar date`);
  return date;
}

/** `months` later; the last day of a month stays the last day (28 February + 1 is 31 March). */
export function shiftMonths(date: string, months: number): string {
  if (months === 0) return date;
  const moved = addMonths(date, months);
  if (!addDays(date, 1).endsWith("-01")) return moved;
  return addDays(addMonths(`${moved.slice(0, 8)}01`, 1), -1);
}

const PERIODS: { form: RegExp; start: (m: RegExpExecArray) => string | null }[] = [
  { form: /^(\d{4})$/, start: (m) => `${m[1]}-01-01` },
  { form: /^(\d{4})[-/](0[1-9]|1[0-2])$/, start: (m) => `${m[1]}-${m[2]}-01` },
  { form: /^(0?[1-9]|1[0-2])\/(\d{4})$/, start: (m) => join(m[2] ?? "", m[1] ?? "", "1") },
  { form: /^(\d{4})[- ]?Q([1-4])$/i, start: (m) => join(m[1] ?? "", Number(m[2]) * 3 - 2, "1") },
  { form: /^Q([1-4])[- /]?(\d{4})$/i, start: (m) => join(m[2] ?? "", Number(m[1]) * 3 - 2, "1") },
  { form: /^(\d{4})[- ]?H([12])$/i, start: (m) => join(m[1] ?? "", Number(m[2]) * 6 - 5, "1") },
  { form: /^(\d{4})-?W(\d{2})$/i, start: (m) => isoWeekStart(Number(m[1]), Number(m[2])) },
  {
    form: /^(\p{L}{3,10})\.?[ -](\d{4})$/iu,
    start: (m) => (monthOf(m[1] ?? "") === null ? null : join(m[2] ?? "", monthOf(m[1] ?? "") ?? 0, "1")),
  },
];

function isoWeekStart(year: number, week: number): string | null {
  const fourth = `${String(year).padStart(4, "0")}-01-04`; // always in week 1
  const monday = addDays(fourth, -((new Date(`${fourth}T00:00:00Z`).getUTCDay() + 6) % 7));
  const start = addDays(monday, 7 * (week - 1));
  const thursday = addDays(start, 3);
  return week >= 1 && thursday.startsWith(String(year)) ? start : null;
}

/** A day inside the period in a cell or header: a date, 2014, 2014-06, 06/2014, Jun 2014, 2014-Q2, 2014-H1, 2014-W23 (ISO week). */
export function readPeriod(cell: string, style: DateStyle): Read {
  const text = readText(cell);
  if (text === null || text instanceof CellError) return text;
  for (const { form, start } of PERIODS) {
    const match = form.exec(text);
    const date = match ? start(match) : null;
    if (date !== null) return !date.startsWith("0") ? date : new CellError(`${quoted(text)} is not a period`);
  }
  const date = readDate(text, style);
  return date instanceof CellError && date.reason.endsWith("is not a date") ? new CellError(`${quoted(text)} is not a period`) : date;
}
