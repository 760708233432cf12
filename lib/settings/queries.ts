import "server-only";
import { z } from "zod";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";

export type Company = { name: string; currency: string; calendar: FiscalCalendar; recordsNote: string | null };

const Stored = z.object({
  name: z.string().default("Company"),
  currency: z.string().length(3).default("USD"),
  fiscalStartMonth: z.int().min(1).max(12).default(1),
  /** What a demonstration's banner adds to its clock. */
  recordsNote: z.string().nullable().default(null),
});

/** Setting "company", or what holds without it. */
export async function getCompany(sql: Sql): Promise<Company> {
  const [row] = await sql.query<{ value: unknown }>(Prisma.sql`SELECT value FROM setting WHERE key = 'company'`);
  const { fiscalStartMonth, ...company } = Stored.parse(row?.value ?? {});
  return { ...company, calendar: { startMonth: fiscalStartMonth, weekStart: 1, pattern: "months" } };
}
