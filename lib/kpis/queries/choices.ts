import "server-only";
import { readableKpi } from "@/lib/platform/authz/readable";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { OFFERED } from "@/lib/platform/entities/choice";
import type { Choose } from "@/lib/platform/entities/description";
import { matchesWanted, nearest } from "@/lib/platform/entities/wanted";

/** The KPIs the viewer may read, by name or code. */
export const chooseKpi: Choose = async (viewer, wanted) => {
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<{ id: string; code: string; name: string; unit: string; departmentName: string }>(Prisma.sql`
      SELECT k.id::text, k.code, k.name, k.unit, d.name AS "departmentName" FROM kpi k JOIN department d ON d.id = k.department_id
      WHERE k.archived_at IS NULL AND ${readableKpi(viewer, "k")} AND ${matchesWanted(wanted, Prisma.sql`k.id`, Prisma.sql`k.name`, Prisma.sql`k.code`)}
      ORDER BY ${nearest(wanted, Prisma.sql`k.name`)}, k.code LIMIT ${OFFERED}`),
  );
  return rows.map(({ id, code, name, unit, departmentName }) => ({
    value: id,
    label: `${name} (${code})`,
    note: departmentName,
    free: true,
    unit,
  }));
};
