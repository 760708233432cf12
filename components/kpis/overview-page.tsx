import type { ReactNode } from "react";
import { AreaPage } from "@/components/shell/area-page";
import { AsKnownBanner, AsKnownControl } from "@/components/shell/as-known/as-known";
import { PageNav } from "@/components/shell/page-nav";
import type { PanelContent } from "@/components/shell/tables/foot-panel";
import type { SignalRowView } from "@/components/shell/tables/signal-row";
import { CsvLink } from "@/components/ui/csv-link";
import type { KpiRow } from "@/lib/charts/view";
import { pageText } from "@/lib/paging";

/** KPIs a page lists, as its query does. */
const PAGE = 40;

type Overview = {
  rows: KpiRow[];
  counts: {
    total: number;
    reported: number;
    offTrack: number;
    watch: number;
    onTrack: number;
    stale: number;
    noTarget: number;
    noData: number;
  };
  signals: { rows: SignalRowView[]; total: number };
  workDue: PanelContent;
  verdict: string;
  asOfText: string;
  /** the first KPI listed, counted from 0 */
  from: number;
  /** KPIs there are in all; the counts of a page that looks back are over those listed */
  total: number;
  known: { day: string } | null;
  /** nothing was known of any of them then */
  nothing: boolean;
};

type Props = {
  title: string;
  overview: Overview;
  /** the page itself, as it is now */
  path: string;
  today: string;
  /** what of the company it is about, for the file of its tables: "area=risk" */
  exportQuery: string;
  crumbs?: { label: string; href?: string }[];
  instrument?: ReactNode;
  kpiEmpty?: ReactNode;
  showDepartment?: boolean;
};

/** An area or a department out of one overview. What the product does not record yet is said, not drawn empty. */
export function OverviewPage({ title, overview, path, today, exportQuery, crumbs, instrument, kpiEmpty, showDepartment = true }: Props) {
  const { rows, counts, signals, known, total } = overview;
  const page = { from: overview.from, shown: rows.length, total };
  const here = known === null ? path : `${path}?known=${known.day}`;
  const asKnown = known === null ? "" : `&known=${known.day}`;
  return (
    <AreaPage
      title={title}
      {...(crumbs !== undefined && { crumbs })}
      {...(known !== null && {
        banner: <AsKnownBanner day={known.day} href={path} {...(overview.nothing && { nothingText: `Nothing was known here by then.` })} />,
      })}
      actions={<AsKnownControl day={known?.day ?? null} today={today} />}
      counts={counts}
      reportedText={`${counts.reported} of ${counts.total} reported`}
      asOfText={overview.asOfText}
      verdict={overview.verdict}
      signals={signals.rows}
      {...(signals.total > signals.rows.length && { signalsCaption: `${signals.rows.length} of ${signals.total}, the largest first` })}
      {...(instrument !== undefined && known === null && { instrument })}
      kpiRows={rows}
      kpiCaption={
        <span className="inline-flex items-center gap-x-3">
          {pageText(page) ?? "by need: stale and off track first, then by size of signal"}
          <CsvLink href={`/api/export/kpis?${exportQuery}${asKnown}`} of={`KPIs of ${title}`} />
        </span>
      }
      {...(total > rows.length && {
        kpiFoot: <PageNav page={page} path={here} of="KPIs" size={PAGE} />,
      })}
      {...(kpiEmpty !== undefined && { kpiEmpty })}
      showDepartment={showDepartment}
      workDue={overview.workDue}
      risks={{ empty: "No risk register is connected yet. Risks with their ranges and appetite will stand here." }}
      money={{ empty: "No budget with this breakdown is connected yet. Spending KPIs stand above." }}
      decisions={{ empty: "Decisions are not recorded here yet." }}
    />
  );
}
