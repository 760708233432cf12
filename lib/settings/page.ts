import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { can } from "@/lib/authz/policy";
import { reading } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { type SignalTerms, signalTerms } from "@/lib/signals/terms";
import { type Company, getCompany } from "./queries";

export type CompanySettings = { company: Company; signals: SignalTerms };

/** What the company's settings hold; null for who may not change them. */
export function getCompanySettings(viewer: Viewer): Promise<CompanySettings | null> {
  if (!can(viewer, "company.change", { departmentId: null })) return Promise.resolve(null);
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    return { company: await getCompany(sql), signals: await signalTerms(sql) };
  });
}

/** Whether the viewer administers the company's settings: decides what the settings offer. */
export const maySetCompany = (viewer: Viewer): boolean => can(viewer, "company.change", { departmentId: null });
