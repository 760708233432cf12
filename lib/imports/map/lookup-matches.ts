import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { ColumnLook } from "./look";
import type { KeyMatch } from "./record-draft";

const COLUMNS = 40;
const VALUES = 8;
const KINDS = 60;

/**
 * Which columns hold keys of records that are in, judged by a few values of each: how many of them are a key of each kind. Asked for the
 * installation: that a key exists is what any check of a file would answer, and nothing else of the record is told.
 */
export async function keyMatches(columns: readonly ColumnLook[]): Promise<KeyMatch[]> {
  const cells = columns
    .filter((c) => c.type === "text" || c.type === "number")
    .slice(0, COLUMNS)
    .flatMap((c) => c.examples.slice(0, VALUES).map((cell) => ({ header: c.header, cell })));
  if (cells.length === 0) return [];
  return reading("system", (tx) =>
    onTx(tx).query<KeyMatch>(Prisma.sql`
      SELECT v.header AS column, k.code AS kind, count(r.id)::int AS found, count(*)::int AS of
      FROM (SELECT id, code FROM record_kind ORDER BY code LIMIT ${KINDS}::int) k
      CROSS JOIN unnest(${cells.map((c) => c.header)}::text[], ${cells.map((c) => c.cell)}::text[]) AS v (header, cell)
      LEFT JOIN record r ON r.record_kind_id = k.id AND r.key = v.cell AND r.superseded_by_id IS NULL
      GROUP BY v.header, k.code HAVING count(r.id) > 0`),
  );
}
