import "server-only";
import type { KpiRow } from "@/lib/charts/view";
import { businessZone, now } from "@/lib/clock";
import { formatDate, formatInstant } from "@/lib/format";
import { listAsOf } from "@/lib/kpis/queries/as-of";
import { type KpiCounts, listKpiRows } from "@/lib/kpis/queries/rows";
import type { KpiSummaryRow } from "@/lib/kpis/summary/row";
import { NO_FIGURES, verdictOf } from "@/lib/kpis/summary/verdict";
import type { PageRead } from "./section";

/** The measures a page lists, now or as known on its day. `counts`: over all of them; when looking back, over the listed ones. */
export type Measures = {
  rows: KpiRow[];
  found: KpiSummaryRow[];
  counts: KpiCounts;
  /** total number */
  total: number;
  /** position of the first listed one, counted from 0 */
  from: number;
  /** looking back: nothing was known about any of them by then */
  nothingKnown: boolean;
};

/** One statement; a few more when looking back. */
export async function readMeasures({ sql, viewer, subject, asOf }: Omit<PageRead, "measures">, from: number): Promise<Measures> {
  const present = await listKpiRows(sql, viewer, subject.filter, subject.limit, from);
  const { total } = present.counts;
  if (asOf === null) return { ...present, total, from, nothingKnown: false };
  return { ...(await listAsOf(sql, present.found, asOf)), total, from };
}

/** Status of a page's measures, in counts and one sentence, with its time. */
export type StatusSummary = { counts: KpiCounts; verdict: string; asOfText: string; nothingKnown: boolean };

export async function readStatusSummary(page: PageRead): Promise<StatusSummary> {
  const { sql, viewer, subject, asOf } = page;
  const { rows, counts, from, nothingKnown } = await page.measures();
  const asOfText = asOf === null ? `as of ${formatInstant(now().toISOString(), businessZone())}` : `as known on ${formatDate(asOf.day)}`;
  const said = { counts, asOfText, nothingKnown };
  if (!viewer.business) return { ...said, verdict: NO_FIGURES };
  if (nothingKnown && subject.whenNothingKnown.verdict !== undefined) return { ...said, verdict: subject.whenNothingKnown.verdict };
  // The sentence covers the measures that need attention most, whichever of them the page lists.
  const first = from === 0 || asOf !== null ? rows : (await listKpiRows(sql, viewer, subject.filter)).rows;
  return { ...said, verdict: verdictOf(subject.name, first, counts) };
}
