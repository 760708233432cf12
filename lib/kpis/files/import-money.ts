import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { formulaMoneyProblem, sameMoney } from "../compute/money";
import type { Expression } from "../formula/formula-parse";
import { parseFormula, referencesOf } from "../formula/formula-parse";

type Row = { line: number; code: string; unit: string; formula: string | null; what: string; unitBefore: string | null };
type Formula = { code: string; unit: string; expression: Expression; names: ReadonlySet<string>; changed: boolean };

const formulaOf = ({ code, unit, formula }: Pick<Row, "code" | "unit" | "formula">, changed: boolean): Formula[] => {
  const { expression } = parseFormula(formula ?? "");
  return expression ? [{ code, unit, expression, names: new Set(referencesOf(expression)), changed }] : [];
};

/**
 * Formulas of the file that mix currencies, and units of the file by which a formula over them would. What is stored and mixes already is
 * left alone until it is changed.
 * @param rows those not rejected for another reason
 * @param mayName whether what is not in the file may be named
 */
export async function moneyProblems<R extends Row>(
  sql: Sql,
  rows: readonly R[],
  mayName: boolean,
): Promise<{ row: R; field: "formula" | "unit"; reason: string }[]> {
  if (rows.every((row) => row.what === "same")) return [];
  const stored = await sql.query<{ code: string; unit: string; formula: string | null }>(
    Prisma.sql`SELECT code, unit, CASE WHEN archived_at IS NULL THEN formula END AS formula FROM kpi`,
  );
  const units = new Map(stored.map((kpi) => [kpi.code, kpi.unit]));
  const sound = new Map(rows.map((row) => [row.code, row]));
  const found: { row: R; field: "formula" | "unit"; reason: string }[] = [];
  // With one row less, another may meet the unit that is there.
  for (let before = -1; before !== sound.size; ) {
    before = sound.size;
    const unitOf = (code: string) => sound.get(code)?.unit ?? units.get(code) ?? "";
    const formulas = [
      ...[...sound.values()].flatMap((row) => formulaOf(row, row.what !== "same")),
      ...stored.flatMap((kpi) => (sound.has(kpi.code) ? [] : formulaOf(kpi, false))),
    ];
    const problemOf = ({ expression, unit }: Formula, of = unitOf) => formulaMoneyProblem(expression, of, unit);
    for (const formula of formulas) {
      const row = formula.changed ? sound.get(formula.code) : undefined;
      const problem = row && problemOf(formula);
      if (!row || !problem) continue;
      found.push({
        row,
        field: "formula",
        reason: mayName ? problem : "it mixes currencies, and there is no dated exchange rate",
      });
      sound.delete(row.code);
    }
    for (const row of [...sound.values()]) {
      const { unitBefore } = row;
      if (unitBefore === null || sameMoney(row.unit, unitBefore)) continue;
      const asBefore = (code: string) => (code === row.code ? unitBefore : unitOf(code));
      const over = formulas.find(
        (own) => !own.changed && own.names.has(row.code) && problemOf(own) !== null && problemOf(own, asBefore) === null,
      );
      if (!over) continue;
      found.push({
        row,
        field: "unit",
        reason: mayName ? `${over.code} is computed from it: ${problemOf(over)}` : "a KPI is computed from it, and would mix currencies",
      });
      sound.delete(row.code);
    }
  }
  return found;
}
