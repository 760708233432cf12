import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import type { StatusMark } from "@/lib/charts/view";
import { today } from "@/lib/clock";
import { formatDate } from "@/lib/format";
import { loadInitiatives } from "@/lib/initiatives/rows/queries";
import { type AsOf, asOfHref } from "@/lib/kpis/as-of";
import { asOfMoment, rowsAsOf } from "@/lib/kpis/queries/as-of";
import { listKpiRows } from "@/lib/kpis/queries/rows";
import { toKpiRow } from "@/lib/kpis/summary/row";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/** What a decision is about, as the viewer may read it. `kpiId`: of a KPI, or of the signal's. */
export type AboutRow = { type: string; id: string; name: string; href: string };
type About = AboutRow & { kpiId: string | null };

export type Evidence = AboutRow & {
  /** "66.5 %", "due 30 June 2014"; null where nothing was known, or is not known of that day */
  value: string | null;
  status: { mark: StatusMark; staleDays: number | null } | null;
  /** the period of the value, or of when the state is */
  note: string;
};

/** Each KPI of the past is recomputed. */
const FIGURES = 8;

/**
 * The figures of what a decision is about: KPIs, and those of signals, with what was known of them when it was asked; initiatives as they are
 * now, and on a page that looks back without their state.
 */
export async function evidenceOf(
  sql: Sql,
  viewer: Viewer,
  abouts: readonly About[],
  { askedOn, asOf, calendar }: { askedOn: string; asOf: AsOf | null; calendar: FiscalCalendar },
): Promise<Evidence[]> {
  const rows = abouts.slice(0, FIGURES);
  const then = asOfMoment(askedOn);
  const day = then?.day ?? today();
  const kpiIds = [...new Set(rows.flatMap(({ kpiId }) => (kpiId === null ? [] : [kpiId])))];
  const { found } = kpiIds.length === 0 ? { found: [] } : await listKpiRows(sql, viewer, { ids: kpiIds });
  const known = then === null ? found : (await rowsAsOf(sql, found, then, calendar)).map(({ row }) => row);
  const kpis = new Map(known.map((row) => [row.id, toKpiRow(row, day, calendar)]));
  const initiativeIds = asOf === null ? rows.filter(({ type }) => type === "initiative").map(({ id }) => id) : [];
  const loaded =
    initiativeIds.length === 0
      ? []
      : await loadInitiatives(sql, viewer, Prisma.sql`i.id = ANY (${initiativeIds}::uuid[])`, today(), FIGURES);
  const initiatives = new Map(loaded.map((row) => [row.id, row]));
  return rows.map(({ kpiId, ...row }) => {
    const own = { ...row, href: asOfHref(row.href, asOf) };
    const kpi = kpiId === null ? undefined : kpis.get(kpiId);
    if (kpi !== undefined)
      return {
        ...own,
        value: kpi.latest === null ? null : [kpi.latestText, kpi.unit].filter(Boolean).join(" "),
        status: { mark: kpi.status, staleDays: kpi.staleDays },
        note: kpi.latest === null ? "no value then" : kpi.latestPeriodLabel,
      };
    const initiative = initiatives.get(row.id);
    if (initiative === undefined) return { ...own, value: null, status: null, note: "" };
    const { mark, staleDays } = initiative.health;
    return {
      ...own,
      value: `due ${formatDate(initiative.dueOn, "medium")}`,
      status: mark === "closed" ? null : { mark: mark === "stale" ? "no-data" : mark, staleDays },
      note: mark === "closed" ? "closed" : staleDays === null ? "as it is now" : "as it is now; its check-in is late",
    };
  });
}
