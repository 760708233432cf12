import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

export type Reject = { line: number; column: string; value: string; reason: string };

/** Adds to the rejects of the import under way, in one statement. */
export async function addRejects(sql: Sql, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return;
  await sql.query(Prisma.sql`INSERT INTO import_rejects (line, "column", value, reason)
    SELECT line, "column", left(value, 200), reason
    FROM jsonb_to_recordset(${JSON.stringify(rejects)}::jsonb) AS r (line int, "column" text, value text, reason text)`);
}
