import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/**
 * Stores for every open late signal, and for every open source signal, which other signal it waits for: the source's signal in its own
 * department or the closest above; for a formula, that of a late input. Correct links are not rewritten, and locked rows are left to the
 * next run. Runs as the installation.
 */
export async function linkLateSignals(sql: Sql): Promise<void> {
  await sql.query(Prisma.sql`
    WITH RECURSIVE own AS (SELECT g.id, g.waits_for_id, g.kpi_id, coalesce(g.record_kind_id, CASE WHEN k.source IN ('records', 'imported') THEN k.record_kind_id END) AS kind_id,
        CASE WHEN g.kind = 'late' THEN g.department_id ELSE d.parent_id END AS from_id, k.source = 'formula' AS formula
      FROM signal g JOIN department d ON d.id = g.department_id LEFT JOIN kpi k ON k.id = g.kpi_id WHERE g.kind <> 'process' AND g.state <> 'closed'),
    up (id, kind_id, department_id, steps) AS (SELECT id, kind_id, from_id, 0 FROM own WHERE kind_id IS NOT NULL AND from_id IS NOT NULL
      UNION ALL SELECT up.id, up.kind_id, d.parent_id, up.steps + 1 FROM up JOIN department d ON d.id = up.department_id WHERE d.parent_id IS NOT NULL),
    inputs (id, kpi_id, steps) AS (SELECT own.id, f.input_id, 1 FROM own JOIN formula_input f ON f.output_id = own.kpi_id WHERE own.formula
      UNION SELECT inputs.id, f.input_id, inputs.steps + 1 FROM inputs JOIN formula_input f ON f.output_id = inputs.kpi_id),
    best AS (SELECT DISTINCT ON (id) id, waits_for_id FROM (
        SELECT up.id, g.id AS waits_for_id, up.steps FROM up
          JOIN signal g ON g.kind = 'source' AND g.state <> 'closed' AND g.record_kind_id = up.kind_id AND g.department_id = up.department_id
        UNION ALL SELECT inputs.id, g.id, inputs.steps FROM inputs JOIN signal g ON g.kpi_id = inputs.kpi_id AND g.kind = 'late' AND g.state <> 'closed'
      ) AS found ORDER BY id, steps, waits_for_id),
    wrong AS (SELECT own.id, best.waits_for_id FROM own LEFT JOIN best ON best.id = own.id WHERE own.waits_for_id IS DISTINCT FROM best.waits_for_id),
    free AS (SELECT g.id FROM signal g WHERE g.id IN (SELECT id FROM wrong) ORDER BY g.id FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE signal g SET waits_for_id = wrong.waits_for_id FROM wrong WHERE wrong.id = g.id AND g.id IN (SELECT id FROM free)`);
}

/**
 * Whether the signal `g` need not be shown to a person separately: the signal it waits for is open, and they act on it or answer it, or it
 * is in the same department and that department's lead answers it. Read with the reader's rights, so that signals they may not read hide
 * nothing.
 */
export const coveredByUpstreamSignal = (
  acts: readonly string[],
  own: readonly string[],
): Prisma.Sql => Prisma.sql`EXISTS (SELECT FROM signal w
  WHERE w.id = g.waits_for_id AND w.state <> 'closed'
    AND (w.department_id = ANY (${[...acts]}::uuid[]) OR w.owner_id = ANY (${[...own]}::uuid[]) OR w.department_id = g.department_id))`;
