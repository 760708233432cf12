import "server-only";
import { readable, readableKpi } from "@/lib/platform/authz/readable";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
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
  version: number;
};

/** Those of these KPIs that are in use and in that scope, by id: locking several in one order avoids deadlocks. */
export const findKpis = (sql: Sql, ids: readonly string[], scope: Prisma.Sql, lock: boolean): Promise<LockedKpi[]> =>
  sql.query<LockedKpi>(Prisma.sql`
    SELECT k.id::text, k.code, k.name, k.unit, k.frequency::text, k.direction::text, k.source::text, k.department_id::text AS "departmentId",
      p.holder_id::text AS "ownerId", k.company_wide AS "companyWide", trim_scale(k.minimum)::text AS minimum, trim_scale(k.maximum)::text AS maximum, k.version
    FROM kpi k LEFT JOIN position p ON p.id = k.position_id
    WHERE k.id = ANY (${[...ids]}::uuid[]) AND k.archived_at IS NULL AND ${scope} ORDER BY k.id ${lockRows(lock, "k")}`);

/**
 * The KPI a command changes: in use and in one of the viewer's departments. KPIs that are only shared company-wide count as not found.
 * Locked, so that writers of one KPI take turns and "before" in the audit log is what this write really replaced.
 */
export const KPI: Entity<LockedKpi> = {
  word: "KPI",
  load: async (sql, viewer, id, lock) => (await findKpis(sql, [id], readable(viewer, "k"), lock))[0],
  subjectOf: ({ id, name }) => ({ type: "kpi", id, name }),
};

/** A KPI the viewer may read. Not locked, because it does not change. */
export const READ_KPI: Entity<LockedKpi> = {
  ...KPI,
  load: async (sql, viewer, id) => (await findKpis(sql, [id], readableKpi(viewer, "k"), false))[0],
};
