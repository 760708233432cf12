import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { type Frequency, periodOf } from "@/lib/calendar/periods";
import { getCompany } from "@/lib/company/queries";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

export type KpiEntry = { id: string; code: string; frequency: Frequency; unit: string; source: string; startOf(day: string): string };

/** Every KPI by code, each able to say in which of its periods a day lies (first day of it). What is in an archive takes no figures. */
export async function kpisByCode(sql: Sql): Promise<Map<string, KpiEntry>> {
  const { calendar } = await getCompany(sql);
  const rows = await sql.query<Omit<KpiEntry, "startOf">>(
    Prisma.sql`SELECT id, code, frequency::text AS frequency, unit, source::text AS source FROM kpi WHERE archived_at IS NULL`,
  );
  const starts = new Map<Frequency, (day: string) => string>();
  return new Map(
    rows.map((row) => {
      const startOf = starts.get(row.frequency) ?? periodStarts(row.frequency, calendar);
      starts.set(row.frequency, startOf);
      return [row.code, { ...row, startOf }];
    }),
  );
}

/** Each day is looked up once: a file repeats the same few thousand. */
function periodStarts(frequency: Frequency, calendar: FiscalCalendar): (day: string) => string {
  const known = new Map<string, string>();
  return (day) => {
    let start = known.get(day);
    if (start === undefined) {
      start = periodOf(day, frequency, calendar).start;
      if (known.size > 100_000) known.clear();
      known.set(day, start);
    }
    return start;
  };
}
