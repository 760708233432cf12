import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/** rows: number checked. broken: the first row that does not follow from the previous one, and why; null if all do. */
export type ChainState = { rows: number; broken: { id: string; problem: string } | null };

/** Recomputes the whole hash chain of the audit log, including its end. Reads every row. */
export async function verifyChain(sql: Sql): Promise<ChainState> {
  type Row = { rows: string; id: string | null; problem: string | null };
  const [row] = await sql.query<Row>(Prisma.sql`SELECT rows_checked::text AS rows, broken_id::text AS id, problem FROM audit_verify()`);
  if (!row) throw new Error("audit_verify() gave no answer");
  return { rows: Number(row.rows), broken: row.id === null ? null : { id: row.id, problem: row.problem ?? "it is not as it was written" } };
}
