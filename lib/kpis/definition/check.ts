import "server-only";
import { AppError, notFound } from "@/lib/errors";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { RecordField } from "@/lib/records/field";
import { formulaMoneyProblem, measureMoneyProblem } from "../compute/money";
import { cycleIn } from "../formula/formula-graph";
import { parseFormula, referencesOf } from "../formula/formula-parse";
import { measureProblem } from "./measure-problem";
import type { KpiDefinition } from "./schema";

export type UsableKind = { id: number; code: string; name: string; fields: RecordField[]; departments: string[] };

/**
 * The kinds of records the viewer may define KPIs over. Readers of the whole company: all. Others: kinds that a KPI of their departments is
 * already computed from, and kinds in which every record belongs to a department and some belong to theirs; a KPI over anything else would
 * show them records they may not read. `departments`: those of the viewer's departments that have records of the kind.
 */
export async function usableKinds(sql: Sql, viewer: Viewer): Promise<UsableKind[]> {
  const rows = await asInstallation(sql, () =>
    sql.query<{ id: number; code: string; name: string; fields: unknown; departments: string[] | null; usable: boolean }>(Prisma.sql`
      SELECT k.id, k.code, k.name, k.fields, d.ids AS departments, (${viewer.everything} OR d.ids IS NOT NULL AND NOT EXISTS (
          SELECT FROM record r WHERE r.record_kind_id = k.id AND r.superseded_by_id IS NULL AND r.department_id IS NULL)
        OR EXISTS (SELECT FROM kpi WHERE kpi.record_kind_id = k.id AND kpi.archived_at IS NULL AND kpi.department_id = ANY (${[...viewer.readable]}::uuid[]))) AS usable
      FROM record_kind k, LATERAL (SELECT array_agg(DISTINCT r.department_id::text) AS ids FROM record r
        WHERE r.record_kind_id = k.id AND r.superseded_by_id IS NULL AND (r.department_id = ANY (${[...viewer.readable]}::uuid[]))) d
      ORDER BY k.name`),
  );
  return rows.flatMap(({ usable, departments, fields, ...kind }) =>
    usable ? [{ ...kind, fields: RecordField.array().parse(fields), departments: departments ?? [] }] : [],
  );
}

const invalid = (message: string, field: string) => new AppError("INVALID", message, { field });

/**
 * Checks the definition for this viewer in this department; returns the other values the row needs. Throws FORBIDDEN, NOT_FOUND, INVALID.
 * @param isNew the KPI does not exist yet: nothing is computed from it, whatever its code
 */
export async function checkDefinition(
  sql: Sql,
  viewer: Viewer,
  definition: KpiDefinition,
  departmentId: string,
  ownCode: string,
  isNew: boolean,
): Promise<{ recordKindId: number | null }> {
  const [department] = await sql.query<{ id: string }>(
    Prisma.sql`SELECT id::text FROM department WHERE id = ${departmentId}::uuid AND archived_at IS NULL`,
  );
  if (!department) throw notFound("department");
  authorise(viewer, "kpi.define", { departmentId });
  if (definition.companyWide && !viewer.everything)
    throw invalid("Only people who read the whole company can make a KPI readable by everybody.", "companyWide");
  if (definition.positionId !== null) {
    const [position] = await sql.query(
      Prisma.sql`SELECT 1 FROM position WHERE id = ${definition.positionId}::uuid AND archived_at IS NULL`,
    );
    if (!position) throw notFound("position");
  }
  if (definition.source === "formula") await checkFormula(sql, definition, ownCode, isNew);
  if (definition.source !== "records") return { recordKindId: null };
  const kind = (await usableKinds(sql, viewer)).find((k) => k.code === definition.recordKind);
  if (!kind) throw notFound("kind of records");
  const fields = new Map(kind.fields.map((f) => [f.name, f]));
  const problem =
    measureProblem(definition.measure, fields) ?? (definition.measure && measureMoneyProblem(definition.measure, fields, definition.unit));
  if (problem !== null) throw invalid(problem, "measure");
  return { recordKindId: kind.id };
}

/** Checks that a formula can be parsed, uses KPIs the viewer may read, has one currency, and does not depend on itself. */
async function checkFormula(sql: Sql, { formula, unit }: KpiDefinition, ownCode: string, isNew: boolean): Promise<void> {
  const { expression, problem } = parseFormula(formula ?? "");
  if (!expression) throw invalid(problem?.message ?? "This formula cannot be read.", "formula");
  const inputs = referencesOf(expression);
  if (inputs.length === 0) throw invalid("A formula needs at least one KPI in brackets, such as [SAL-01].", "formula");
  const seen = await sql.query<{ code: string; unit: string }>(
    Prisma.sql`SELECT code, unit FROM kpi WHERE code = ANY (${inputs}::text[]) AND archived_at IS NULL`,
  );
  const unknown = inputs.find((code) => code !== ownCode && !seen.some((kpi) => kpi.code === code));
  if (unknown !== undefined) throw invalid(`No KPI that you can read has the code '${unknown}'.`, "formula");
  // If the code belongs to a KPI the viewer may not read, an error about a cycle must not reveal what is computed from it.
  const others = isNew
    ? []
    : await asInstallation(sql, () =>
        sql.query<{ code: string; formula: string }>(
          Prisma.sql`SELECT code, formula FROM kpi WHERE formula IS NOT NULL AND code <> ${ownCode}`,
        ),
      );
  const graph = new Map(
    others.map((kpi): [string, string[]] => {
      const parsed = parseFormula(kpi.formula);
      return [kpi.code, parsed.expression ? referencesOf(parsed.expression) : []];
    }),
  );
  graph.set(ownCode, inputs);
  if (cycleIn(graph) !== null) throw invalid("The formula would refer to itself.", "formula");
  const units = new Map(seen.map((kpi) => [kpi.code, kpi.unit]));
  const mixed = formulaMoneyProblem(expression, (code) => units.get(code) ?? "", unit);
  if (mixed !== null) throw invalid(mixed, "formula");
}
