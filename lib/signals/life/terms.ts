import "server-only";
import { z } from "zod";
import { getCompany } from "@/lib/company/queries";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { CLOCK_TERMS, type ClockTerms } from "./clock";
import { SEVERITY_TERMS, type SeverityTerms } from "./severity";

export type SignalTerms = { timeZone: string; clock: ClockTerms; severity: SeverityTerms };

const days = z.int().min(0).max(60);

/** Setting "signal-clock": working days by level, hour of the day, and the money from which a level rises. */
const Stored = z.looseObject({
  workingDays: z
    .looseObject({
      1: days.default(CLOCK_TERMS.workingDays[1]),
      2: days.default(CLOCK_TERMS.workingDays[2]),
      3: days.default(CLOCK_TERMS.workingDays[3]),
    })
    .default(CLOCK_TERMS.workingDays),
  hour: z.int().min(0).max(23).default(CLOCK_TERMS.hour),
  money: z.number().positive().default(SEVERITY_TERMS.money),
});

/** Time to answer and severity thresholds, as set by the company, or the defaults. */
export async function signalTerms(sql: Sql): Promise<SignalTerms> {
  const [row] = await sql.query<{ value: unknown }>(Prisma.sql`SELECT value FROM setting WHERE key = 'signal-clock'`);
  const { workingDays, hour, money } = Stored.parse(row?.value ?? {});
  return { timeZone: (await getCompany(sql)).timeZone, clock: { workingDays, hour }, severity: { money } };
}
