import "server-only";
import { z } from "zod";
import { type FiscalCalendar, PATTERNS } from "@/lib/calendar/fiscal-year";
import { isTimeZone } from "@/lib/calendar/time-zone";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

export type Company = {
  name: string;
  currency: string;
  /** IANA name. Used for digest hours, the change of the day and deadlines on screen; dates of periods have no time. */
  timeZone: string;
  calendar: FiscalCalendar;
  recordsNote: string | null;
  /** Grows with every change, so that simultaneous changes are detected. */
  version: number;
};

const Stored = z.object({
  name: z.string().default("Company"),
  currency: z.string().length(3).default("USD"),
  timeZone: z.string().refine(isTimeZone).default("UTC"),
  fiscalStartMonth: z.int().min(1).max(12).default(1),
  fiscalPattern: z.enum(PATTERNS).default("months"),
  /**
   * For a year of whole weeks: the weekday it ends on, and whether on the last such day of its month or the one nearest to the month's end.
   */
  yearEndWeekday: z.int().min(1).max(7).default(7),
  yearEndRule: z.enum(["last", "nearest"]).default("last"),
  /** Added to the banner of a demonstration, after its clock. */
  recordsNote: z.string().nullable().default(null),
  version: z.int().default(1),
});

/** Setting "company", or the defaults. */
export async function getCompany(sql: Sql): Promise<Company> {
  const [row] = await sql.query<{ value: unknown }>(Prisma.sql`SELECT value FROM setting WHERE key = 'company'`);
  return companyOf(row?.value);
}

/** The same for a setting's value that has already been read; undefined and null: it is not set. */
export function companyOf(value: unknown): Company {
  const { fiscalStartMonth, fiscalPattern, yearEndWeekday, yearEndRule, ...company } = Stored.parse(value ?? {});
  const weeks = fiscalPattern === "months" ? {} : { yearEnd: { weekday: yearEndWeekday, rule: yearEndRule } };
  return { ...company, calendar: { startMonth: fiscalStartMonth, weekStart: 1, pattern: fiscalPattern, ...weeks } };
}
