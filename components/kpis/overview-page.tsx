import type { ReactNode } from "react";
import { AreaPage } from "@/components/shell/area-page";
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
};

type Props = {
  title: string;
  overview: Overview;
  crumbs?: { label: string; href?: string }[];
  instrument?: ReactNode;
  kpiEmpty?: ReactNode;
  showDepartment?: boolean;
};

/** An area or a department out of one overview. What the product does not record yet is said, not drawn empty. */
export function OverviewPage({ title, overview, crumbs, instrument, kpiEmpty, showDepartment = true }: Props) {
  const { rows, counts, signals } = overview;
  const listed = counts.total > rows.length ? `${rows.length} of ${counts.total}, by need` : undefined;
  return (
    <AreaPage
      title={title}
      {...(crumbs !== undefined && { crumbs })}
      counts={counts}
      reportedText={`${counts.reported} of ${counts.total} reported`}
      asOfText={overview.asOfText}
      verdict={overview.verdict}
      signals={signals.rows}
      {...(signals.total > signals.rows.length && { signalsCaption: `${signals.rows.length} of ${signals.total}, the largest first` })}
      {...(instrument !== undefined && { instrument })}
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
