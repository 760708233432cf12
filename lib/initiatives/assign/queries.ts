import "server-only";
import { today } from "@/lib/clock";
import { can, canSomewhere } from "@/lib/platform/authz/policy";
import { readable, readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { mayGiveTo } from "../rights";

export type Option = { value: string; label: string };
export type KpiOption = Option & { unit: string; departmentId: string; area: string };

export type FormOptions = {
  /** departments the viewer may assign in, by name */
  departments: Option[];
  /** who may be given work, by name: "James Hamilton, Production"; with their department */
  people: (Option & { departmentId: string | null })[];
  /** KPIs the viewer may read, by name */
  kpis: KpiOption[];
};

/** What the forms offer. Null when the viewer may neither assign nor change an initiative anywhere. Three statements. */
export async function formOptions(viewer: Viewer): Promise<FormOptions | null> {
  if (!canSomewhere(viewer, "initiative.change") && !canSomewhere(viewer, "action.add")) return null;
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const departments = await sql.query<{ id: string; name: string }>(
      Prisma.sql`SELECT id::text, name FROM department WHERE archived_at IS NULL ORDER BY name, id LIMIT 2000`,
    );
    const people = await sql.query<{ id: string; name: string; departmentId: string | null; departmentName: string | null }>(Prisma.sql`
      SELECT p.id::text, p.name, p.department_id::text AS "departmentId", d.name AS "departmentName"
      FROM person p LEFT JOIN department d ON d.id = p.department_id
      WHERE (p.left_on IS NULL OR p.left_on > ${today()}::date)
        AND ${readable(viewer, "p", { owner: "id" })}
      ORDER BY p.name, p.id LIMIT 5000`);
    const kpis = await sql.query<{ id: string; code: string; name: string; unit: string; departmentId: string; area: string }>(Prisma.sql`
      SELECT k.id::text, k.code, k.name, k.unit, k.department_id::text AS "departmentId", k.areas[1]::text AS area FROM kpi k
      WHERE k.archived_at IS NULL AND ${readableKpi(viewer, "k")}
      ORDER BY k.name, k.id LIMIT 10000`);
    return {
      departments: departments
        .filter((d) => can(viewer, "initiative.assign", { departmentId: d.id }))
        .map((d) => ({ value: d.id, label: d.name })),
      people: people
        .filter((p) => mayGiveTo(viewer, p))
        .map((p) => ({
          value: p.id,
          label: p.departmentName === null ? p.name : `${p.name}, ${p.departmentName}`,
          departmentId: p.departmentId,
        })),
      kpis: kpis.map((k) => ({ value: k.id, label: `${k.name} (${k.code})`, unit: k.unit, departmentId: k.departmentId, area: k.area })),
    };
  });
}
