import type { Metadata } from "next";
import Link from "next/link";
import { StatusMark } from "@/components/charts/status-mark";
import { StatusShape } from "@/components/charts/status-shape";
import { FootPanel } from "@/components/shell/foot-panel";
import { MarkCounts } from "@/components/shell/mark-counts";
import { PageHeader } from "@/components/shell/page-header";
import { SignalRow } from "@/components/shell/signal-row";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import { AREAS } from "@/lib/areas";
import { requireViewer } from "@/lib/auth/session";
import { getToday } from "@/lib/kpis/queries/today";

export const metadata: Metadata = { title: "Today" };

export default async function TodayRoute() {
  const page = await getToday(await requireViewer());
  const { signals, counts } = page;
  return (
    <>
      <PageHeader
        title="Today"
        verdict={page.verdict}
        facts={
          <>
            <MarkCounts counts={counts} />
            <span>{page.asOfText}</span>
          </>
        }
      />
      <div className="gap-8 lg:grid lg:grid-cols-[minmax(0,1fr)_380px]">
        <div>
          <Section
            title="Signals"
            count={signals.total}
            {...(signals.total > signals.rows.length && { caption: `${signals.rows.length} of ${signals.total}, the largest first` })}
          >
            {signals.rows.length === 0 ? (
              <EmptyState>No signal is open: every measure with limits is inside its usual range.</EmptyState>
            ) : (
              <ul>
                {signals.rows.map((signal) => (
                  <SignalRow key={signal.id} signal={signal} verbs={<ButtonLink href={signal.href}>Open</ButtonLink>} />
                ))}
              </ul>
            )}
          </Section>
          <FootPanel title="Your work due" content={page.workDue} />
          {page.numbersDue > 0 && (
            <Section title="Your numbers" count={page.numbersDue}>
              <EmptyState action={<ButtonLink href="/my-numbers">Enter them</ButtonLink>}>
                {page.numbersDue === 1 ? "One value is waiting to be entered." : `${page.numbersDue} values are waiting to be entered.`}
              </EmptyState>
            </Section>
          )}
        </div>
        <Section title="State of the company" count={`${counts.total} KPIs`}>
          <Table label="Areas by mark">
            <thead>
              <tr>
                <Th>Area</Th>
                {(["off-track", "watch", "on-track", "stale"] as const).map((kind) => (
                  <Th key={kind} numeric>
                    <span className="inline-flex items-center gap-1">
                      <StatusShape kind={kind} size={10} />
                      <span className="sr-only">{kind}</span>
                    </span>
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {AREAS.map((area) => {
                const found = page.areas.find((a) => a.area === area.slug);
                return (
                  <tr key={area.slug}>
                    <RowHeader>
                      <Link href={`/${area.slug}`} className="underline-offset-2 hover:underline">
                        {area.name}
                      </Link>
                    </RowHeader>
                    {found === undefined ? (
                      <Td colSpan={4}>
                        <StatusMark status="no-data" label="no measure yet" />
                      </Td>
                    ) : (
                      [found.offTrack, found.watch, found.onTrack, found.stale].map((n, i) => (
                        <Td key={["off", "watch", "on", "stale"][i]} numeric>
                          {n === 0 ? "–" : n}
                        </Td>
                      ))
                    )}
                  </tr>
                );
              })}
            </tbody>
          </Table>
        </Section>
      </div>
    </>
  );
}
