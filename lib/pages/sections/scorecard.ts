import "server-only";
import { today } from "@/lib/clock";
import { asOfHref } from "@/lib/kpis/as-of";
import { PERSPECTIVES, prepareScorecard } from "@/lib/kpis/summary/scorecard";
import { Prisma } from "@/lib/platform/db/client";
import type { PageRead } from "./section";

const DEPARTMENTS = 500;

/**
 * The departments the viewer may read by group of measures, over the measures of the page; `groups`: those with a measure in some
 * department; `unmeasured`: departments with people and without a measure. One statement. Names and people are current.
 */
export async function readScorecard({ sql, viewer, asOf, measures }: PageRead) {
  const { found } = await measures();
  const departments = await sql.query<{ id: string; name: string; people: number }>(Prisma.sql`
    SELECT d.id::text, d.name, count(p.id)::int AS people FROM department d
    LEFT JOIN person p ON p.department_id = d.id AND (p.left_on IS NULL OR p.left_on > ${today()}::date)
    WHERE d.archived_at IS NULL AND d.id = ANY (${[...viewer.readable]}::uuid[]) GROUP BY d.id ORDER BY d.name LIMIT ${DEPARTMENTS}`);
  const rows = prepareScorecard(found, new Map(departments.map((d) => [d.id, d.people])), asOf?.day ?? today()).map((row) => ({
    ...row,
    href: asOfHref(row.href, asOf),
    cells: Object.fromEntries(
      Object.entries(row.cells).map(([group, cells]) => [group, cells.map((cell) => ({ ...cell, href: asOfHref(cell.href, asOf) }))]),
    ),
  }));
  const measured = new Set(rows.map((row) => row.id));
  return {
    rows,
    groups: PERSPECTIVES.filter((group) => rows.some((row) => (row.cells[group] ?? []).length > 0)),
    unmeasured: departments.filter((d) => !measured.has(d.id) && d.people > 0),
  };
}
