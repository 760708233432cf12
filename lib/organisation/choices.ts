import "server-only";
import { today } from "@/lib/clock";
import { can, departmentsWhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

export type Choice = { value: string; label: string };
/** What a position's form offers: who works here and the open positions, each in the viewer's reach. */
export type PositionChoices = { holders: Choice[]; superiors: Choice[] };

/** By name: "Ann Smith, Sales" and "Head of sales, Sales". */
export function listPositionChoices(viewer: Viewer): Promise<PositionChoices> {
  const departments = departmentsWhere(viewer, "grant.read");
  const company = can(viewer, "grant.read", { departmentId: null });
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const holders = await sql.query<Choice>(Prisma.sql`
      SELECT p.id::text AS value, concat_ws(', ', p.name, d.name) AS label FROM person p LEFT JOIN department d ON d.id = p.department_id
      WHERE (p.left_on IS NULL OR p.left_on > ${today()}::date)
        AND (p.department_id = ANY (${departments}::uuid[]) OR (p.department_id IS NULL AND ${company}))
      ORDER BY lower(p.name), p.id LIMIT 5000`);
    const superiors = await sql.query<Choice>(Prisma.sql`
      SELECT s.id::text AS value, concat_ws(', ', s.title, d.name) AS label FROM position s JOIN department d ON d.id = s.department_id
      WHERE s.archived_at IS NULL AND s.department_id = ANY (${departments}::uuid[]) ORDER BY lower(s.title), s.id LIMIT 5000`);
    return { holders, superiors };
  });
}
