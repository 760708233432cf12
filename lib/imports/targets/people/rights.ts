import "server-only";
import type { Reject } from "@/lib/imports/run/result";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/** What an import did, or its undoing undoes. */
export type Written = { importId: string; fileName: string; undone: boolean };

/**
 * Called when the rows stand: throws where they may not, in whoever's name they were written, and so takes them back; notes what is noted of
 * them. Answers a sentence for whoever did it, or null.
 */
export type Guard = (written: Written) => Promise<string | null>;

/** Adds to the rejects of the import under way, in one statement. */
export async function addRejects(sql: Sql, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return;
  await sql.query(Prisma.sql`INSERT INTO import_rejects (line, "column", value, reason)
    SELECT line, "column", left(value, 200), reason
    FROM jsonb_to_recordset(${JSON.stringify(rejects)}::jsonb) AS r (line int, "column" text, value text, reason text)`);
}
