import "server-only";
import { notFound } from "@/lib/errors";
import { authorise, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Direction, Frequency, KpiSource } from "@/lib/platform/db/generated/client";
import type { Sql } from "@/lib/platform/db/sql";

export type LockedKpi = {
  id: string;
  code: string;
  name: string;
  unit: string;
  frequency: Frequency;
  direction: Direction;
  source: KpiSource;
  departmentId: string;
  ownerId: string | null;
  companyWide: boolean;
  minimum: string | null;
  maximum: string | null;
};

/**
 * The KPI a command changes something of: in scope, allowed, and locked, so that writers of one KPI take turns and "before" in the
 * audit log is what this write really replaced. Throws NOT_FOUND or FORBIDDEN.
 */
export async function lockKpi(sql: Sql, viewer: Viewer, verb: Verb, kpiId: string): Promise<LockedKpi> {
  const [kpi] = await sql.query<LockedKpi>(Prisma.sql`
    SELECT k.id::text, k.code, k.name, k.unit, k.frequency::text, k.direction::text, k.source::text, k.department_id::text AS "departmentId",
      p.holder_id::text AS "ownerId", k.company_wide AS "companyWide", trim_scale(k.minimum)::text AS minimum, trim_scale(k.maximum)::text AS maximum
    FROM kpi k LEFT JOIN position p ON p.id = k.position_id
    WHERE k.id = ${kpiId}::uuid AND k.archived_at IS NULL FOR UPDATE OF k`);
  if (!kpi) throw notFound("KPI");
  authorise(viewer, verb, kpi);
  return kpi;
}
