import "server-only";
import { AppError } from "@/lib/errors";
import { KPIS } from "@/lib/imports/targets/entity-specs";
import { keepFormulaInputs } from "@/lib/kpis/formula/formula-inputs";
import type { Touched } from "@/lib/kpis/recompute/recompute";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import type { Sql } from "@/lib/platform/db/sql";
import type { ImportHooks } from "@/lib/platform/entities/description";
import { columnsOf, type EntitySpec } from "@/lib/platform/entities/import-words";

export type Undone = { removed: number; restored: number; touched: Touched };

type Undoing = Pick<ImportHooks, "usedBy" | "changedSince">;
/** Columns that would be emptied or rows that would go silently with a deleted one: in use is in use. */
export const USES_OF_PEOPLE: NonNullable<Undoing["usedBy"]> = [
  ["account", "person_id"],
  ["position", "holder_id"],
  ["milestone", "owner_id"],
  ["initiative", "sponsor_id"],
];
export const USES_OF_POSITIONS: NonNullable<Undoing["usedBy"]> = [
  ["kpi", "position_id"],
  ["position", "reports_to_id"],
];

const inUse = (what: string) =>
  new AppError(
    "CONFLICT",
    `Some of the ${what} it added are in use by other imports or by people. Undo or change that first; nothing was changed.`,
  );

/** What the import changed is as before; what it added is deleted when nothing depends on it. */
export async function undoEntities(sql: Sql, importId: string, spec: EntitySpec, { usedBy = [], changedSince }: Undoing): Promise<Undone> {
  const restored = await restore(sql, importId, spec, changedSince);
  const table = identifier(spec.table);
  const brought = Prisma.sql`(SELECT entity_id FROM import_change WHERE import_id = ${importId}::bigint AND before IS NULL)`;
  for (const [user, column] of usedBy) {
    const used = await sql.query(Prisma.sql`SELECT 1 FROM ${identifier(user)} u WHERE u.${identifier(column)} IN ${brought}
      ${user === spec.table ? Prisma.sql`AND u.id NOT IN ${brought}` : Prisma.empty} LIMIT 1`);
    if (used.length > 0) throw inUse(`rows of ${spec.table}`);
  }
  try {
    const removed = await sql.query(Prisma.sql`DELETE FROM ${table} WHERE id IN ${brought} RETURNING id`);
    return { removed: removed.length, restored, touched: {} };
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "23503" || error.code === "23001"))
      throw inUse(`rows of ${spec.table}`);
    throw error;
  }
}

/** KPIs have a history by now: those it brought go to the archive, from which the same import fetches them again. */
export async function undoKpis(sql: Sql, importId: string, at: Date): Promise<Undone> {
  const restored = await restore(sql, importId, KPIS);
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
  if (used[0])
    throw new AppError(
      "CONFLICT",
      `The formula of ${used[0].code} uses a KPI this import added. Change the formula first; nothing was changed.`,
    );
  return { removed: gone.length, restored, touched: { kpiIds: changed.map((row) => row.id).filter((id) => !gone.includes(id)) } };
}

/** Locks its rows, refuses when one is no longer as the import left it, and brings the changed ones back. */
async function restore(sql: Sql, importId: string, spec: EntitySpec, changedSince: Prisma.Sql = Prisma.sql`false`): Promise<number> {
  const table = identifier(spec.table);
  await sql.query(
    Prisma.sql`SELECT FROM ${table} t WHERE t.id IN (SELECT entity_id FROM import_change WHERE import_id = ${importId}::bigint) ORDER BY t.id FOR UPDATE`,
  );
  const later = await sql.query<{
    n: number;
  }>(Prisma.sql`SELECT count(*)::int AS n FROM import_change c LEFT JOIN ${table} t ON t.id = c.entity_id
    WHERE c.import_id = ${importId}::bigint AND ((to_jsonb(t) - 'version') IS DISTINCT FROM (c.after - 'version') OR ${changedSince})`);
  if (later[0]?.n)
    throw new AppError(
      "CONFLICT",
      `${later[0].n} of its rows ${later[0].n === 1 ? "was" : "were"} changed since. Undo or change that first; nothing was changed.`,
    );
  const columns = columnsOf(spec);
  const restored =
    await sql.query(Prisma.sql`UPDATE ${table} t SET ${Prisma.join(columns.map((c) => Prisma.sql`${identifier(c)} = p.${identifier(c)}`))}, version = t.version + 1
    FROM import_change c CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, c.before) p
    WHERE c.import_id = ${importId}::bigint AND c.before IS NOT NULL AND t.id = c.entity_id RETURNING t.id`);
  return restored.length;
}
