import type { ReactNode } from "react";
import { AreaPage } from "@/components/shell/area-page";
import { AsKnownBanner, AsKnownControl } from "@/components/shell/as-known";
import type { PanelContent } from "@/components/shell/foot-panel";
import type { SignalRowView } from "@/components/shell/signal-row";
import type { KpiRow } from "@/lib/kpis/view";

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
  crumbs?: { label: string; href?: string }[];
  instrument?: ReactNode;
  kpiEmpty?: ReactNode;
  showDepartment?: boolean;
};

/** An area or a department out of one overview. What the product does not record yet is said, not drawn empty. */
export function OverviewPage({ title, overview, path, today, crumbs, instrument, kpiEmpty, showDepartment = true }: Props) {
  const { rows, counts, signals, known, total } = overview;
  const listed = total > rows.length ? `${rows.length} of ${total}, by need` : undefined;
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
      {...(listed !== undefined && { kpiCaption: listed })}
      {...(kpiEmpty !== undefined && { kpiEmpty })}
      showDepartment={showDepartment}
      workDue={overview.workDue}
      risks={{ empty: "No risk register is connected yet. Risks with their ranges and appetite will stand here." }}
      money={{ empty: "No budget with this breakdown is connected yet. Spending KPIs stand above." }}
      decisions={{ empty: "Decisions are not recorded here yet." }}
    />
  );
}
