import "server-only";
import { AppError } from "@/lib/errors";
import type { Touched } from "@/lib/kpis/recompute/recompute";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import type { Sql } from "@/lib/platform/db/sql";
import type { ImportHooks } from "@/lib/platform/entities/description";
import { columnsOf, type EntitySpec } from "@/lib/platform/entities/import-words";

/** note: what else it did, as a sentence. */
export type Undone = { removed: number; restored: number; touched: Touched; note?: string | null };

const inUse = (what: string) =>
  new AppError(
    "CONFLICT",
    `Some of the ${what} it added are in use by other imports or by people. Undo or change that first; nothing was changed.`,
  );

/** What the import changed is as before; what it added is deleted when nothing depends on it, or goes the way of its kind. */
export async function undoEntities(
  sql: Sql,
  { importId, fileName, at }: { importId: string; fileName: string; at: Date },
  spec: EntitySpec,
  hooks: ImportHooks,
): Promise<Undone> {
  const guard = await hooks.guard?.(sql);
  const restored = await restore(sql, importId, spec, hooks.changedSince);
  const taken = (await hooks.takeBack?.(sql, importId, at)) ?? { removed: await remove(sql, importId, spec, hooks.usedBy), touched: {} };
  return { ...taken, restored, note: (await guard?.({ importId, fileName, undone: true })) ?? null };
}

async function remove(sql: Sql, importId: string, spec: EntitySpec, usedBy: ImportHooks["usedBy"] = []): Promise<number> {
  const table = identifier(spec.table);
  const brought = Prisma.sql`(SELECT entity_id FROM import_change WHERE import_id = ${importId}::bigint AND before IS NULL)`;
  for (const [user, column] of usedBy) {
    const used = await sql.query(Prisma.sql`SELECT 1 FROM ${identifier(user)} u WHERE u.${identifier(column)} IN ${brought}
      ${user === spec.table ? Prisma.sql`AND u.id NOT IN ${brought}` : Prisma.empty} LIMIT 1`);
    if (used.length > 0) throw inUse(`rows of ${spec.table}`);
  }
  try {
    return (await sql.query(Prisma.sql`DELETE FROM ${table} WHERE id IN ${brought} RETURNING id`)).length;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "23503" || error.code === "23001"))
      throw inUse(`rows of ${spec.table}`);
    throw error;
  }
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
