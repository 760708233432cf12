import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { isTimeZone } from "@/lib/calendar/time-zone";
import { setBusinessZone } from "@/lib/clock";
import { type Company, getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineLongCommand } from "@/lib/platform/commands/define-command";
import type { Entity } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { heavy } from "@/lib/platform/work/heavy";
import { moveCalendar } from "./calendar-move";
import type { CompanyInput } from "./schema";

/** Omitted fields stay the same. `version`: of the settings the change was made from; if omitted, there is no check for other changes. */
export type CompanyChange = Partial<CompanyInput>;

/** The company's settings. Locked, because imports place their values by its calendar and have to wait. */
const COMPANY: Entity<Company & { id: string; departmentId: null }, null, Viewer | "system"> = {
  word: "company",
  load: async (sql, _actor, _key, lock) => {
    if (lock) await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('import'))::text`);
    return { ...(await getCompany(sql)), id: "company", departmentId: null };
  },
  subjectOf: ({ id, name }) => ({ type: "installation", id, name }),
};

const change = defineLongCommand({
  verb: "company.change",
  audit: "company.change",
  entity: COMPANY,
  at: (_: CompanyChange) => null,
  guard: "version",
  current: ({ version }) => ({ version: String(version) }),
  overtaken: "Somebody changed these settings meanwhile. The current settings are shown; change them again if you still want to.",
  run: async ({ sql, row: before, input: { version: _, ...changed } }) => {
    check(changed);
    const value = JSON.stringify({
      ...changed,
      ...(changed.name !== undefined && { name: changed.name.trim() }),
      version: before.version + 1,
    });
    await sql.query(Prisma.sql`INSERT INTO setting (key, value) VALUES ('company', ${value}::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = setting.value || excluded.value`);
    const after = await getCompany(sql);
    await moveCalendar(sql, before.calendar, after.calendar);
    return { subject: COMPANY.subjectOf({ ...before, ...after }), before: said(before), after: said(after), answer: after };
  },
});

/**
 * Changes the company's name, currency and time zone, and how its fiscal year is divided; returns the new settings. KPIs computed by the
 * fiscal year are recomputed in the same transaction, however long that takes. Throws FORBIDDEN; CONFLICT if somebody changed it meanwhile;
 * and INVALID for the calendar if a KPI whose periods would move has typed or imported values (lib/settings/calendar-move.ts).
 */
export async function changeCompany(actor: Viewer | "system", input: CompanyChange): Promise<Company> {
  const changed = await (actor === "system"
    ? change(actor, input)
    : heavy(actor, "settings", () => change(actor, input), { patient: true }));
  setBusinessZone(changed.timeZone);
  return changed;
}

function check({ name, fiscalStartMonth, timeZone, currency }: CompanyChange): void {
  if (name !== undefined && (name.trim() === "" || name.length > 120)) throw new AppError("INVALID", "A name has 1 to 120 characters.");
  if (fiscalStartMonth !== undefined && !(Number.isInteger(fiscalStartMonth) && fiscalStartMonth >= 1 && fiscalStartMonth <= 12))
    throw new AppError("INVALID", "The month the fiscal year starts in is a number from 1 to 12.");
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw new AppError("INVALID", `${timeZone} is not a known time zone.`);
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
