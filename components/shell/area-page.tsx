import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { KpiRow } from "@/lib/charts/view";
import { PageHeader } from "./page-header";
import { FootPanel, type PanelContent } from "./tables/foot-panel";
import { tableRow } from "./tables/kpi-row-marks";
import { KpiTable } from "./tables/kpi-table";
import { type Counts, MarkCounts } from "./tables/mark-counts";
import { SignalRow, type SignalRowView } from "./tables/signal-row";

type Props = {
  title: string;
  crumbs?: { label: string; href?: string }[];
  counts: Counts;
  /** "8 of 9 reported" */
  reportedText: string;
  /** "as of Mon 2 June, 06:00" */
  asOfText: string;
  verdict: ReactNode;
  signals: SignalRowView[];
  /** "1 new, 1 already acted on" */
  signalsCaption?: string;
  /** buttons per signal id, as far as the viewer may use them; without any a row has "Open" */
  signalVerbs?: Record<string, ReactNode>;
  /** what makes the area worth opening; its own sections */
  instrument?: ReactNode;
  kpiRows: KpiRow[];
  kpiCaption?: ReactNode;
  /** under the rows: the way to the others */
  kpiFoot?: ReactNode;
  /** shown in place of the KPI rows when there are none */
  kpiEmpty?: ReactNode;
  showDepartment?: boolean;
  workDue: PanelContent;
  risks: PanelContent;
  money: PanelContent;
  decisions: PanelContent;
  /** over the title: which day the page shows, where that is not today */
  banner?: ReactNode;
  /** beside the title: the way to another day */
  actions?: ReactNode;
};

/** The one template of the ten areas and of every department: verdict, signals, instrument, KPIs, then work, risks, money, decisions. */
export function AreaPage(props: Props) {
  const { title, signals, kpiRows, showDepartment = false } = props;
  return (
    <>
      {props.banner}
      <PageHeader
        title={title}
        {...(props.crumbs !== undefined && { crumbs: props.crumbs })}
        facts={
          <>
            <MarkCounts counts={props.counts} />
            <span>{props.reportedText}</span>
            <span>{props.asOfText}</span>
          </>
        }
        {...(props.actions !== undefined && { actions: props.actions })}
        verdict={props.verdict}
      />
      <Section title="Signals" count={signals.length} {...(props.signalsCaption !== undefined && { caption: props.signalsCaption })}>
        {signals.length === 0 ? (
          <EmptyState>No signal is open.</EmptyState>
        ) : (
          <ul>
            {signals.map((signal) => (
              <SignalRow
                key={signal.id}
                signal={signal}
                verbs={props.signalVerbs?.[signal.id] ?? <ButtonLink href={signal.href}>Open</ButtonLink>}
              />
            ))}
          </ul>
        )}
      </Section>
      {props.instrument}
      <Section
        title="KPIs"
        count={kpiRows.length}
        caption={props.kpiCaption ?? "by need: stale and off track first, then by size of signal"}
      >
        {kpiRows.length === 0 ? (
          <EmptyState>{props.kpiEmpty ?? `No measure belongs to ${title} yet.`}</EmptyState>
        ) : (
          <KpiTable
            label={`KPIs of ${title}`}
            rows={kpiRows.map((row) => tableRow(row, showDepartment ? 152 : 216))}
            showDepartment={showDepartment}
          />
        )}
        {props.kpiFoot}
      </Section>
      <div className="grid gap-x-6 md:grid-cols-2 lg:grid-cols-4">
        <FootPanel title="Work due" content={props.workDue} />
        <FootPanel title="Risks outside appetite" content={props.risks} />
        <FootPanel title="Money against plan" content={props.money} />
        <FootPanel title="Decisions awaiting" content={props.decisions} />
      </div>
    </>
  );
}
