import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { can } from "@/lib/authz/policy";
import { reading } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { type SignalTerms, signalTerms } from "@/lib/signals/terms";
import { type CalendarMove, calendarMove } from "./calendar-move";
import { type Company, getCompany } from "./queries";

/** `moves`: what another month to begin in would do to the KPIs there are, and what another way to cut the year would, which moves months too. */
export type CompanySettings = { company: Company; signals: SignalTerms; moves: { year: CalendarMove; cut: CalendarMove } };

/** What the company's settings hold; null for who may not change them. */
export function getCompanySettings(viewer: Viewer): Promise<CompanySettings | null> {
  if (!can(viewer, "company.change", { departmentId: null })) return Promise.resolve(null);
  // Acts as the installation: an administrator reads no KPI, and is told codes alone.
  return reading("system", async (tx) => {
    const sql = onTx(tx);
    return {
      company: await getCompany(sql),
      signals: await signalTerms(sql),
      moves: { year: await calendarMove(sql, false), cut: await calendarMove(sql, true) },
    };
  });
}
