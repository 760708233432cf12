import "server-only";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { ImportHooks } from "@/lib/platform/entities/description";
import type { Reject } from "@/lib/platform/entities/rejects";
import { RecordField } from "@/lib/records/field";
import { Measure } from "../compute/measure";
import { measureMoneyProblem } from "../compute/money";
import { measureProblem } from "../definition/measure-problem";
import { cycleIn } from "../formula/formula-graph";
import { inputsOf, keepFormulaInputs } from "../formula/formula-inputs";
import { parseFormula } from "../formula/formula-parse";
import { moneyProblems } from "./import-money";

type Ready = {
  line: number;
  code: string;
  source: string;
  measure: unknown;
  formula: string | null;
  kind: number | null;
  minimum: string | null;
  maximum: string | null;
  unit: string;
  unitBefore: string | null;
  what: string;
};

/** What a row of `kpi` has to hold beyond its single cells: source with its measure or formula, the range, the graph of formulas. */
export const importedKpis = (actor: Viewer | "system"): ImportHooks => ({
  async check(sql, headerOf, mayShow) {
    const rows =
      await sql.query<Ready>(Prisma.sql`SELECT line, key AS code, after->>'source' AS source, after->'measure' AS measure, after->>'formula' AS formula,
      (after->>'record_kind_id')::int AS kind, after->>'minimum' AS minimum, after->>'maximum' AS maximum,
      after->>'unit' AS unit, before->>'unit' AS "unitBefore", what FROM import_ready ORDER BY line`);
    const kinds = await sql.query<{ id: number; fields: unknown }>(Prisma.sql`SELECT id, fields FROM record_kind`);
    const fields = new Map(
      kinds.map((kind) => [
        kind.id,
        new Map(
          RecordField.array()
            .parse(kind.fields)
            .map((f) => [f.name, f]),
        ),
      ]),
    );
    const rejects: Reject[] = [];
    const add = (row: Ready, name: string, value: string, reason: string) =>
      rejects.push({ line: row.line, column: headerOf(name), value: mayShow(name) ? value : "", reason });
    for (const row of rows) {
      const records = row.source === "records";
      if (records !== (row.kind !== null))
        add(
          row,
          "recordKind",
          "",
          records ? "a KPI computed from records needs the kind of records" : "only a KPI with source records has a kind of records",
        );
      if (records !== (row.measure !== null))
        add(row, "measure", "", records ? "a KPI computed from records needs a measure" : "only a KPI with source records has a measure");
      if ((row.source === "formula") !== (row.formula !== null))
        add(
          row,
          "formula",
          row.formula ?? "",
          row.formula === null ? "a KPI with source formula needs one" : "only a KPI with source formula has one",
        );
      if (records && row.measure !== null && row.kind !== null) {
        const of = fields.get(row.kind) ?? new Map();
        const problem =
          measureProblem(row.measure, of) ?? (row.what === "same" ? null : measureMoneyProblem(Measure.parse(row.measure), of, row.unit));
        if (problem !== null)
          add(row, "measure", JSON.stringify(row.measure).slice(0, 200), mayShow("measure") ? problem : "it does not fit these records");
      }
      if (row.minimum !== null && row.maximum !== null && new Prisma.Decimal(row.minimum).gte(row.maximum))
        add(
          row,
          "maximum",
          row.maximum,
          `it is not above the minimum${mayShow("minimum") ? `, ${new Prisma.Decimal(row.minimum).toFixed()}` : ""}`,
        );
    }
    const refused = new Set(rejects.map((r) => r.line));
    for (const { row, reason } of await formulaProblems(sql, rows, refused, mayShow)) add(row, "formula", row.formula ?? "", reason);
    const lines = new Set(rejects.map((r) => r.line));
    const left = rows.filter((row) => !lines.has(row.line));
    for (const { row, field, reason } of await moneyProblems(sql, left, mayShow()))
      add(row, field, (field === "unit" ? row.unit : row.formula) ?? "", reason);
    for (const { line, column, value, reason } of rejects)
      await sql.query(Prisma.sql`INSERT INTO import_rejects VALUES (${line}, ${column}, ${value}, ${reason})`);
  },
  written: keepFormulaInputs,
  touched: (ids) => ({ kpiIds: ids }),
  /** KPIs have a history by now: those it brought go to the archive, from which the same import fetches them again. */
  async takeBack(sql, importId, at) {
    const removed = await sql.query<{ id: string }>(Prisma.sql`UPDATE kpi SET archived_at = ${at}, version = version + 1
      WHERE id IN (SELECT entity_id FROM import_change WHERE import_id = ${importId}::bigint AND before IS NULL) RETURNING id`);
    const changed = await sql.query<{ id: string }>(
      Prisma.sql`SELECT entity_id AS id FROM import_change WHERE import_id = ${importId}::bigint`,
    );
    await keepFormulaInputs(
      sql,
      changed.map((row) => row.id),
    );
    const gone = removed.map((row) => row.id);
    await sql.query(Prisma.sql`DELETE FROM formula_input WHERE output_id = ANY(${gone}::uuid[])`);
    const used = await sql.query<{ code: string }>(Prisma.sql`SELECT k.code FROM formula_input f JOIN kpi k ON k.id = f.output_id
      WHERE f.input_id = ANY(${gone}::uuid[]) AND k.archived_at IS NULL ORDER BY k.code LIMIT 1`);
    if (used[0]) {
      const told = actor === "system" || actor.everything;
      throw new AppError(
        "CONFLICT",
        `The formula of ${told ? used[0].code : "another KPI"} uses a KPI this import added. Change the formula first; nothing was changed.`,
      );
    }
    return { removed: gone.length, touched: { kpiIds: changed.map((row) => row.id).filter((id) => !gone.includes(id)) } };
  },
});

/**
 * Formulas that cannot be read, that name a KPI nobody has, or that are circular. What is rejected already counts as not there.
 * @param refused lines rejected for another reason
 * @param told whether what is not in the file may be named
 */
async function formulaProblems(
  sql: Sql,
  rows: Ready[],
  refused: ReadonlySet<number>,
  told: (name?: string) => boolean,
): Promise<{ row: Ready; reason: string }[]> {
  const others = await sql.query<{ code: string; formula: string | null }>(
    Prisma.sql`SELECT code, formula FROM kpi k WHERE NOT EXISTS (SELECT FROM import_ready n WHERE n.id = k.id)`,
  );
  const rejects: { row: Ready; reason: string }[] = [];
  const sound = new Map(rows.filter((row) => !refused.has(row.line)).map((row) => [row.code, row]));
  const reject = (row: Ready, reason: string) => {
    rejects.push({ row, reason });
    sound.delete(row.code);
  };
  for (const row of sound.values()) {
    const problem = row.formula === null ? undefined : parseFormula(row.formula).problem;
    if (problem) reject(row, problem.message);
  }
  const graph = () => {
    const formulas = [...others, ...sound.values()].flatMap(({ code, formula }): [string, string[]][] =>
      formula === null ? [] : [[code, inputsOf(formula)]],
    );
    return new Map(formulas);
  };
  for (let cycle = cycleIn(graph()); cycle !== null; ) {
    const round: string[] = cycle;
    const inFile = [...sound.values()].filter((row) => round.includes(row.code));
    if (inFile.length === 0) break;
    for (const row of inFile) reject(row, `the formulas are circular${told() ? `: ${round.join(" from ")}` : ""}`);
    cycle = cycleIn(graph());
  }
  // One row less may leave another without what it is computed from.
  for (let before = -1; before !== sound.size; ) {
    before = sound.size;
    const known = new Set([...others.map((kpi) => kpi.code), ...sound.keys()]);
    for (const row of sound.values()) {
      const unknown = row.formula === null ? undefined : inputsOf(row.formula).find((input) => !known.has(input));
      if (unknown !== undefined) reject(row, told("formula") ? `no KPI has the code '${unknown}'` : "a KPI it is computed from is missing");
    }
  }
  return rejects;
}
