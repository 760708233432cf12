import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { DEPARTMENT_LEVELS } from "../../tree";

/**
 * Rejects the rows by which a department would lie too deep: those that would lie there, and those that would take one there that is not in
 * the file. Rows that lead back to themselves are rejected before.
 */
export async function rejectTooDeep(sql: Sql, column: string): Promise<void> {
  const most = Prisma.sql`${DEPARTMENT_LEVELS}::int`;
  await sql.query(Prisma.sql`
    WITH RECURSIVE edge AS (
      SELECT id, (after->>'parent_id')::uuid AS parent, before->>'parent_id' IS DISTINCT FROM after->>'parent_id' OR before IS NULL AS moved FROM import_ready
      UNION ALL SELECT d.id, d.parent_id, false FROM department d WHERE NOT EXISTS (SELECT FROM import_ready n WHERE n.id = d.id)
    ), level AS (
      SELECT id, 1 AS n FROM edge WHERE parent IS NULL
      UNION ALL SELECT e.id, l.n + 1 FROM level l JOIN edge e ON e.parent = l.id WHERE l.n < ${most}
    ), below AS (
      SELECT id AS top, id, 0 AS n FROM edge WHERE moved
      UNION ALL SELECT b.top, e.id, b.n + 1 FROM below b JOIN edge e ON e.parent = b.id WHERE NOT e.moved AND b.n < ${most}
    )
    INSERT INTO import_rejects SELECT r.line, ${column}, r.key, ${`departments go ${DEPARTMENT_LEVELS} levels deep; this would exceed that`}
    FROM import_ready r JOIN edge e ON e.id = r.id AND e.moved LEFT JOIN level l ON l.id = r.id
      JOIN (SELECT top, max(n) AS n FROM below GROUP BY top) h ON h.top = r.id
    WHERE (l.n IS NULL OR l.n + h.n > ${most}) AND r.line NOT IN (SELECT line FROM import_rejects)`);
}
