import "server-only";
import { type Company, getCompany } from "@/lib/company/queries";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type SignalTerms, signalTerms } from "@/lib/signals/life/terms";
import { type CalendarMove, calendarMove } from "./calendar-move";

/** `moves`: the effect on the existing KPIs of another first month, and of another way to divide the year, which moves months too. */
export type CompanySettings = { company: Company; signals: SignalTerms; moves: { year: CalendarMove; cut: CalendarMove } };

/** The company's settings; null for somebody who may not change them. */
export function getCompanySettings(viewer: Viewer): Promise<CompanySettings | null> {
  if (!can(viewer, "company.change", { departmentId: null })) return Promise.resolve(null);
  // Runs as the installation: an administrator may not read KPIs, and only gets codes.
  return reading("system", async (tx) => {
    const sql = onTx(tx);
    return {
      company: await getCompany(sql),
      signals: await signalTerms(sql),
      moves: { year: await calendarMove(sql, false), cut: await calendarMove(sql, true) },
    };
  });
}
