import "server-only";
import { appendAudit } from "@/lib/audit/write";
import type { Viewer } from "@/lib/auth/viewer";
import { authorise } from "@/lib/authz/policy";
import { Prisma } from "@/lib/db/client";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { AppError } from "@/lib/errors";
import { type Company, getCompany } from "./queries";

export type CompanyChange = { name?: string; fiscalStartMonth?: number };

/**
 * Changes what the company is called at the head of every page and the month (1 to 12) its fiscal year starts in; answers what holds now.
 * For a viewer the verb is data.import on the company. Throws FORBIDDEN, and INVALID for the month once a KPI by quarter, half-year or
 * year has values or targets: they stand at the first day of periods that would no longer exist.
 */
export function changeCompany(actor: Viewer | "system", change: CompanyChange): Promise<Company> {
  if (actor !== "system") authorise(actor, "data.import", { departmentId: null });
  const { name, fiscalStartMonth } = change;
  if (name !== undefined && (name.trim() === "" || name.length > 120)) throw new AppError("INVALID", "A name has 1 to 120 characters.");
  if (fiscalStartMonth !== undefined && !(Number.isInteger(fiscalStartMonth) && fiscalStartMonth >= 1 && fiscalStartMonth <= 12))
    throw new AppError("INVALID", "The month the fiscal year starts in is a number from 1 to 12.");
  return writing("system", async (tx) => {
    const sql = onTx(tx);
    // Imports place their values by the calendar: they and this take turns.
    await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('import'))::text`);
    const before = await getCompany(sql);
    if (fiscalStartMonth !== undefined && fiscalStartMonth !== before.calendar.startMonth) {
      const held = await sql.query<{ code: string }>(Prisma.sql`SELECT code FROM kpi WHERE frequency IN ('quarter', 'half_year', 'year')
        AND (EXISTS (SELECT FROM measurement m WHERE m.kpi_id = kpi.id) OR EXISTS (SELECT FROM target t WHERE t.kpi_id = kpi.id)) ORDER BY code LIMIT 1`);
      if (held[0])
        throw new AppError("INVALID", `${held[0].code} has values or targets by the fiscal year as it is; the month can no longer change.`);
    }
    const value = JSON.stringify({
      ...(name !== undefined && { name: name.trim() }),
      ...(fiscalStartMonth !== undefined && { fiscalStartMonth }),
    });
    await sql.query(Prisma.sql`INSERT INTO setting (key, value) VALUES ('company', ${value}::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = setting.value || excluded.value`);
    const after = await getCompany(sql);
    const said = (company: Company) => ({ name: company.name, fiscalStartMonth: company.calendar.startMonth });
    await appendAudit(sql, actor, {
      action: "company.change",
      subject: { type: "installation", id: "company", name: after.name },
      departmentId: null,
      before: said(before),
      after: said(after),
    });
    return after;
  });
}
