import "server-only";
import { isId } from "@/lib/fields";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

/** The KPI a new initiative is opened from: its department, and its first area. Null if the viewer may not read such a KPI. */
export async function kpiToMove(viewer: Viewer, id: string | null): Promise<{ id: string; departmentId: string; area: string } | null> {
  if (id === null || !isId(id)) return null;
  const [kpi] = await reading(viewer, (tx) =>
    onTx(tx).query<{ id: string; departmentId: string; area: string }>(Prisma.sql`
      SELECT k.id::text, k.department_id::text AS "departmentId", coalesce(k.areas[1]::text, '') AS area FROM kpi k
      WHERE k.id = ${id}::uuid AND k.archived_at IS NULL AND ${readableKpi(viewer, "k")}`),
  );
  return kpi ?? null;
}
