import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { parseFormula, referencesOf } from "./formula-parse";

/** Codes of the KPIs in a formula; empty if it cannot be parsed. */
export function inputsOf(formula: string): string[] {
  const { expression } = parseFormula(formula);
  return expression ? referencesOf(expression) : [];
}

/** Updates formula_input for the formulas of these KPIs. */
export async function keepFormulaInputs(sql: Sql, kpiIds: string[]): Promise<void> {
  await sql.query(Prisma.sql`DELETE FROM formula_input WHERE output_id = ANY(${kpiIds}::uuid[])`);
  const rows = await sql.query<{ id: string; formula: string }>(
    Prisma.sql`SELECT id, formula FROM kpi WHERE id = ANY(${kpiIds}::uuid[]) AND formula IS NOT NULL`,
  );
  const pairs = rows.flatMap(({ id, formula }) => inputsOf(formula).map((code) => ({ output: id, code })));
  await sql.query(Prisma.sql`INSERT INTO formula_input (output_id, input_id)
    SELECT p.output, k.id FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS p (output uuid, code text) JOIN kpi k ON k.code = p.code`);
}
