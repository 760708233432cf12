import "server-only";
import { businessZone, now, today } from "@/lib/clock";
import { formatDate, formatInstant } from "@/lib/format";
import { knownHref } from "@/lib/kpis/known";
import { inTurn, knownOf, listAsKnown } from "@/lib/kpis/queries/as-known";
import { listKpiRows } from "@/lib/kpis/queries/rows";
import { prepareScorecard } from "@/lib/kpis/summary/scorecard";
import { NO_FIGURES, verdictOf } from "@/lib/kpis/summary/verdict";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { expectedFalseSignals } from "@/lib/signals/rates/expected-false";
import { falseSignalsText } from "@/lib/signals/rates/false-signals";

const MEASURES = 200;

/** Now or as known on a day: the where-to-look grid and the department scorecard, over the KPIs that need somebody most (at most 200; the count says of how many). */
export function getPerformance(viewer: Viewer, asked: string | null = null) {
  const page = () =>
    reading(viewer, async (tx) => {
      const sql = onTx(tx);
      const present = await listKpiRows(sql, viewer, {}, MEASURES);
      const known = knownOf(asked);
      const then = known === null ? null : await listAsKnown(sql, present.found, known);
      const { rows, found, counts } = then ?? present;
      const departments = await sql.query<{ id: string; name: string; people: number }>(Prisma.sql`
      SELECT d.id::text, d.name, count(p.id)::int AS people FROM department d
      LEFT JOIN person p ON p.department_id = d.id AND (p.left_on IS NULL OR p.left_on > ${today()}::date)
      WHERE d.archived_at IS NULL AND d.id = ANY (${[...viewer.readable]}::uuid[]) GROUP BY d.id ORDER BY d.name LIMIT 500`);
      const scorecard = prepareScorecard(found, new Map(departments.map((d) => [d.id, d.people])), known?.day ?? today()).map((row) => ({
        ...row,
        href: knownHref(row.href, known),
        cells: Object.fromEntries(
          Object.entries(row.cells).map(([group, cells]) => [group, cells.map((cell) => ({ ...cell, href: knownHref(cell.href, known) }))]),
        ),
      }));
      const measured = new Set(scorecard.map((row) => row.id));
      return {
        rows,
        counts,
        scorecard,
        unmeasured: departments.filter((d) => !measured.has(d.id) && d.people > 0),
        /** of now, over every KPI with limits and not only those listed; null where there is none, or when looking back */
        falseSignalsText: known === null ? falseSignalsText(await expectedFalseSignals(sql)) : null,
        verdict: viewer.business ? verdictOf("The company", rows, counts) : NO_FIGURES,
        known,
        nothing: then?.nothing ?? false,
        asOfText: known === null ? `as of ${formatInstant(now().toISOString(), businessZone())}` : `as known on ${formatDate(known.day)}`,
      };
    });
  return inTurn(viewer, asked, page);
}
