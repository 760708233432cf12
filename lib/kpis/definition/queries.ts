import "server-only";
import { can, canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { Measure } from "../compute/measure";
import { usableKinds } from "./check";
import type { QuestionField } from "./question";
import type { KpiDefinition } from "./schema";

export type DefinitionOptions = {
  departments: { id: string; name: string; setsTargets: boolean }[];
  positions: { id: string; title: string; departmentId: string; holder: string | null }[];
  kinds: { code: string; name: string; fields: QuestionField[]; departments: number }[];
  /** The kind of the most recently imported records; null if there are none. */
  latestKind: string | null;
  /** KPIs that a formula may use. */
  kpis: { code: string; name: string; unit: string }[];
  /** May decide that everybody can read the KPI. */
  everything: boolean;
};

async function optionsIn(sql: Sql, viewer: Viewer): Promise<DefinitionOptions> {
  const departments = await sql.query<{ id: string; name: string }>(
    Prisma.sql`SELECT id::text, name FROM department WHERE archived_at IS NULL ORDER BY parent_id IS NOT NULL, name LIMIT 2000`,
  );
  const theirs = departments.filter((d) => can(viewer, "kpi.define", { departmentId: d.id }));
  const positions = await sql.query<DefinitionOptions["positions"][number]>(Prisma.sql`
    SELECT s.id::text, s.title, s.department_id::text AS "departmentId", p.name AS holder FROM position s LEFT JOIN person p ON p.id = s.holder_id
    WHERE s.archived_at IS NULL AND s.department_id = ANY (${theirs.map((d) => d.id)}::uuid[]) ORDER BY s.title, p.name LIMIT 2000`);
  const kinds = await usableKinds(sql, viewer);
  const brought = await asInstallation(sql, () =>
    sql.query<{ code: string }>(Prisma.sql`
      SELECT k.code FROM record_kind k JOIN import i ON i.target = 'records:' || k.code WHERE i.state = 'done' GROUP BY k.code ORDER BY max(i.imported_at) DESC, max(i.id) DESC`),
  );
  const kpis = await sql.query<DefinitionOptions["kpis"][number]>(
    Prisma.sql`SELECT code, name, unit FROM kpi WHERE archived_at IS NULL ORDER BY code LIMIT 2000`,
  );
  return {
    departments: theirs.map((d) => ({ ...d, setsTargets: can(viewer, "target.set", { departmentId: d.id }) })),
    positions,
    kinds: kinds.map(({ code, name, fields, departments: own }) => ({
      code,
      name,
      departments: own.length,
      fields: fields.map(({ name: field, label, type, unit, slot }) => ({
        name: field,
        label,
        type,
        ...(unit !== undefined && { unit }),
        ...(slot !== undefined && { slot }),
      })),
    })),
    latestKind: brought.find(({ code }) => kinds.some((kind) => kind.code === code))?.code ?? null,
    kpis,
    everything: viewer.everything,
  };
}

/** What the viewer may define a KPI over. Null if they may not define KPIs. */
export function definitionOptions(viewer: Viewer): Promise<DefinitionOptions | null> {
  if (!canSomewhere(viewer, "kpi.define")) return Promise.resolve(null);
  return reading(viewer, (tx) => optionsIn(onTx(tx), viewer));
}

type Row = Omit<KpiDefinition, "measure" | "floor" | "ceiling" | "eachValue"> & { version: number; measure: unknown };

/** A KPI's definition and the options for changing it. Null if it does not exist or the viewer may not define it. */
export async function definitionOf(
  viewer: Viewer,
  kpiId: string,
): Promise<{ definition: KpiDefinition; version: number; options: DefinitionOptions } | null> {
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const [row] = await sql.query<Row>(Prisma.sql`
      SELECT k.version, k.code, k.name, k.description, k.department_id::text AS "departmentId", k.position_id::text AS "positionId", k.areas::text[] AS areas, k.unit, k.frequency::text,
        k.aggregation::text, k.direction::text, k.perspective::text, k.company_wide AS "companyWide", k.due_days AS "dueDays", k.due_working_days AS "dueWorkingDays", k.chart::text,
        trim_scale(k.minimum)::text AS minimum, trim_scale(k.maximum)::text AS maximum, k.source::text, r.code AS "recordKind", k.measure, k.formula
      FROM kpi k LEFT JOIN record_kind r ON r.id = k.record_kind_id WHERE k.id = ${kpiId}::uuid AND k.archived_at IS NULL`);
    if (!row || !can(viewer, "kpi.define", { departmentId: row.departmentId })) return null;
    const { version, ...rest } = row;
    const measure = Measure.safeParse(row.measure);
    return {
      definition: { ...rest, measure: measure.success ? measure.data : null, floor: null, ceiling: null, eachValue: null },
      version,
      options: await optionsIn(sql, viewer),
    };
  });
}
