import "server-only";
import { appendAudit } from "@/lib/audit/write";
import type { Viewer } from "@/lib/auth/viewer";
import { authorise } from "@/lib/authz/policy";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { isTimeZone } from "@/lib/calendar/time-zone";
import { keepTimeOf, now } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import { writing } from "@/lib/db/scope";
import { onTx, type Sql } from "@/lib/db/sql";
import { AppError } from "@/lib/errors";
import { refreshSummaries } from "@/lib/kpis/recompute";
import { type Company, getCompany } from "./queries";
import type { CompanyInput } from "./schema";

/** What is left out stays as it is. `version`: of the settings the change was made from; left out, it is made on whatever there is. */
export type CompanyChange = Partial<CompanyInput>;

/**
 * Changes what the company is called, its currency and time zone, and how its fiscal year is cut; answers what holds now. For a viewer
 * the verb is company.change on the company. Throws FORBIDDEN; CONFLICT when somebody changed it meanwhile; and INVALID for the calendar
 * once a KPI whose periods would move has values or targets: they stand at the first day of periods that would no longer exist.
 */
export function changeCompany(actor: Viewer | "system", { version, ...change }: CompanyChange): Promise<Company> {
  if (actor !== "system") authorise(actor, "company.change", { departmentId: null });
  check(change);
  return writing("system", async (tx) => {
    const sql = onTx(tx);
    // Imports place their values by the calendar: they and this take turns.
    await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('import'))::text`);
    const before = await getCompany(sql);
    if (version !== undefined && version !== before.version)
      throw new AppError(
        "CONFLICT",
        "Somebody changed these settings meanwhile. Here is what holds now; change it again if you still want to.",
        {
          current: { version: String(before.version) },
        },
      );
    const value = JSON.stringify({
      ...change,
      ...(change.name !== undefined && { name: change.name.trim() }),
      version: before.version + 1,
    });
    await sql.query(Prisma.sql`INSERT INTO setting (key, value) VALUES ('company', ${value}::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = setting.value || excluded.value`);
    const after = await getCompany(sql);
    await moveCalendar(sql, before.calendar, after.calendar);
    await appendAudit(sql, actor, {
      action: "company.change",
      subject: { type: "installation", id: "company", name: after.name },
      departmentId: null,
      before: said(before),
      after: said(after),
    });
    return after;
  }).then((held) => {
    keepTimeOf(held.timeZone);
    return held;
  });
}

function check({ name, fiscalStartMonth, timeZone, currency }: CompanyChange): void {
  if (name !== undefined && (name.trim() === "" || name.length > 120)) throw new AppError("INVALID", "A name has 1 to 120 characters.");
  if (fiscalStartMonth !== undefined && !(Number.isInteger(fiscalStartMonth) && fiscalStartMonth >= 1 && fiscalStartMonth <= 12))
    throw new AppError("INVALID", "The month the fiscal year starts in is a number from 1 to 12.");
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw new AppError("INVALID", `${timeZone} is no time zone that is known here.`);
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency)) throw new AppError("INVALID", "A currency has three capital letters.");
}

const weeks = ({ yearEnd }: FiscalCalendar) => (yearEnd === undefined ? "" : `${yearEnd.weekday} ${yearEnd.rule}`);

/** Refuses a calendar that would pull periods from under values; else what each KPI without values waits for is worked out anew. */
async function moveCalendar(sql: Sql, before: FiscalCalendar, after: FiscalCalendar): Promise<void> {
  const cut = before.pattern !== after.pattern || weeks(before) !== weeks(after);
  if (!cut && before.startMonth === after.startMonth) return;
  // Months of whole weeks lie elsewhere than those of the calendar; calendar months stay where they are whenever the year begins.
  const months = cut || after.pattern !== "months";
  const moved = Prisma.sql`(kpi.frequency IN ('quarter', 'half_year', 'year') OR (${months}::boolean AND kpi.frequency = 'month'))`;
  const [held] = await sql.query<{
    code: string;
    n: number;
  }>(Prisma.sql`SELECT min(code) AS code, count(*)::int AS n FROM kpi WHERE ${moved}
    AND (EXISTS (SELECT FROM measurement m WHERE m.kpi_id = kpi.id) OR EXISTS (SELECT FROM target t WHERE t.kpi_id = kpi.id))`);
  if (held && held.n > 0) {
    const others = held.n === 1 ? "" : ` and ${held.n - 1} more`;
    const what = cut ? "the way the year is cut" : "the month";
    throw new AppError("INVALID", `${held.code}${others} has values or targets by the fiscal year as it is; ${what} can no longer change.`);
  }
  const empty = await sql.query<{ id: string }>(Prisma.sql`SELECT id::text FROM kpi WHERE ${moved} AND archived_at IS NULL`);
  if (empty.length > 0)
    await refreshSummaries(
      sql,
      empty.map((kpi) => kpi.id),
      now(),
    );
}

const said = ({ name, currency, timeZone, calendar }: Company) => ({
  name,
  currency,
  timeZone,
  fiscalStartMonth: calendar.startMonth,
  fiscalYear: calendar.pattern === "months" ? "calendar months" : `${calendar.pattern} weeks, ends on weekday ${weeks(calendar)}`,
});
