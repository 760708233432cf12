import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/** Changes that appear on nobody else's screen: sign-ins, refusals, personal settings. */
const SILENT = /^(session|access|account)\.|^(person\.settings|data\.export|kpi\.watch)$/;

/** Things that belong to a KPI: everybody who can read the KPI may know of the change, which is the whole company if it is company-wide. */
const WIDE: Readonly<Record<string, Prisma.Sql>> = {
  kpi: Prisma.sql`SELECT FROM kpi k WHERE k.company_wide AND k.id =`,
  signal: Prisma.sql`SELECT FROM signal g JOIN kpi k ON k.id = g.kpi_id WHERE k.company_wide AND g.id =`,
};

/**
 * The column that notifies listeners of an audited change when the transaction commits; select it next to audit_append. It names the
 * department and nothing else.
 */
export function noticeColumn(entry: { action: string; subject: { type: string; id: string }; departmentId: string | null }): Prisma.Sql {
  if (SILENT.test(entry.action)) return Prisma.sql`NULL`;
  const wide = WIDE[entry.subject.type];
  const mark = wide === undefined ? Prisma.sql`''` : Prisma.sql`CASE WHEN EXISTS (${wide} ${entry.subject.id}::uuid) THEN '*' ELSE '' END`;
  return Prisma.sql`pg_notify('coo_live', coalesce(${entry.departmentId}::uuid::text, '-') || ${mark})::text`;
}

/** Notifies listeners, when the transaction commits, of the departments where figures of these KPIs changed. One statement. */
export async function notifyKpis(sql: Sql, kpiIds: readonly string[]): Promise<void> {
  if (kpiIds.length === 0) return;
  await sql.query(Prisma.sql`
    SELECT pg_notify('coo_live', department_id::text || CASE WHEN bool_or(company_wide) THEN '*' ELSE '' END)::text
    FROM kpi WHERE id = ANY (${[...kpiIds]}::uuid[]) GROUP BY department_id`);
}

/** Notifies listeners, when the transaction commits, that something changed in these departments. One statement. */
export async function notifyDepartments(sql: Sql, departmentIds: readonly string[]): Promise<void> {
  if (departmentIds.length === 0) return;
  await sql.query(Prisma.sql`SELECT pg_notify('coo_live', id)::text FROM unnest(${[...new Set(departmentIds)]}::text[]) AS d (id)`);
}
