import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { isTimeZone } from "@/lib/calendar/time-zone";
import { keepTimeOf } from "@/lib/clock";
import { type Company, getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { bulkWriting, systemFor } from "@/lib/platform/db/scope";
import { onClient } from "@/lib/platform/db/sql";
import { heavy } from "@/lib/platform/work/heavy";
import { moveCalendar } from "./calendar-move";
import type { CompanyInput } from "./schema";

/** What is left out stays as it is. `version`: of the settings the change was made from; left out, it is made on whatever there is. */
export type CompanyChange = Partial<CompanyInput>;

/**
 * Changes what the company is called, its currency and time zone, and how its fiscal year is cut; answers what holds now. For a viewer
 * the verb is company.change on the company. KPIs computed by the fiscal year are computed again in the same transaction, however long that
 * takes. Throws FORBIDDEN; CONFLICT when somebody changed it meanwhile; and INVALID for the calendar once a KPI whose periods would move has
 * values that were typed or imported (lib/settings/calendar-move.ts).
 */
export function changeCompany(actor: Viewer | "system", { version, ...change }: CompanyChange): Promise<Company> {
  if (actor !== "system") authorise(actor, "company.change", { departmentId: null });
  check(change);
  const move = () =>
    bulkWriting(systemFor(actor), async (client) => {
      const sql = onClient(client);
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
    });
  return (actor === "system" ? move() : heavy(actor, "settings", move, { patient: true })).then((held) => {
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

const said = ({ name, currency, timeZone, calendar }: Company) => ({
  name,
  currency,
  timeZone,
  fiscalStartMonth: calendar.startMonth,
  fiscalYear: calendar.pattern === "months" ? "calendar months" : `${calendar.pattern} weeks, ends on weekday ${weeks(calendar)}`,
});
