import "server-only";
import { AppError } from "@/lib/errors";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { formulaMoneyProblem, sameMoney } from "../compute/money";
import { parseFormula, referencesOf } from "../formula/formula-parse";

/**
 * Changing an input's currency must not make a formula over it mix currencies. Throws INVALID, naming the KPI and the currencies only as
 * far as the viewer may read them. Formulas that already mixed currencies are ignored.
 */
export async function checkUnitChange(sql: Sql, kpi: { id: string; code: string; unit: string }, unit: string): Promise<void> {
  if (sameMoney(kpi.unit, unit)) return;
  const over = await asInstallation(sql, () =>
    sql.query<{ code: string; unit: string; formula: string; inputs: { code: string; unit: string }[] }>(Prisma.sql`
      SELECT o.code, o.unit, o.formula, (SELECT json_agg(json_build_object('code', i.code, 'unit', i.unit)) FROM formula_input n JOIN kpi i ON i.id = n.input_id
        WHERE n.output_id = o.id) AS inputs
      FROM formula_input f JOIN kpi o ON o.id = f.output_id WHERE f.input_id = ${kpi.id}::uuid AND o.formula IS NOT NULL AND o.archived_at IS NULL ORDER BY o.code`),
  );
  const mixing = over.flatMap(({ code, unit: its, formula, inputs }) => {
    const { expression } = parseFormula(formula);
    if (!expression) return [];
    const units = new Map(inputs.map((input) => [input.code, input.unit]));
    const problemWith = (own: string) =>
      formulaMoneyProblem(expression, (input) => (input === kpi.code ? own : (units.get(input) ?? "")), its);
    const problem = problemWith(unit);
    return problem === null || problemWith(kpi.unit) !== null ? [] : [{ code, problem, names: [code, ...referencesOf(expression)] }];
  });
  if (mixing.length === 0) return;
  const names = [...new Set(mixing.flatMap((own) => own.names))];
  const seen = new Set(
    (await sql.query<{ code: string }>(Prisma.sql`SELECT code FROM kpi WHERE code = ANY (${names}::text[])`)).map((own) => own.code),
  );
  const said = mixing.find((own) => own.names.every((name) => seen.has(name)));
  const named = said ?? mixing.find((own) => seen.has(own.code));
  throw new AppError(
    "INVALID",
    said
      ? `${said.code} is computed from it: ${said.problem} Change that formula first.`
      : `${named ? named.code : "A KPI you do not have access to"} is computed from it, and would mix currencies.`,
    { field: "unit" },
  );
}
