import type { Metadata } from "next";
import { AsKnownBanner, AsKnownControl } from "@/components/shell/as-known/as-known";
import { PageHeader } from "@/components/shell/page-header";
import { RefusedPage } from "@/components/shell/refused-page";
import { MarkCounts } from "@/components/shell/tables/mark-counts";
import { Scorecard } from "@/components/shell/tables/scorecard";
import { WhereToLook } from "@/components/shell/tables/where-to-look";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { today } from "@/lib/clock";
import { askedDay } from "@/lib/kpis/known";
import { PERSPECTIVES } from "@/lib/kpis/summary/scorecard";
import { getPerformance } from "@/lib/pages/performance";
import { requireViewer } from "@/lib/platform/auth/session";
import { orSentence } from "@/lib/platform/work/heavy";

export const metadata: Metadata = { title: "Performance" };

export default async function PerformanceRoute({ searchParams }: PageProps<"/performance">) {
  const page = await orSentence(getPerformance(await requireViewer(), askedDay((await searchParams).known)));
  if (typeof page === "string") return <RefusedPage title="Performance" sentence={page} />;
  const { rows, counts, unmeasured } = page;
  const groups = PERSPECTIVES.filter((group) => page.scorecard.some((row) => (row.cells[group] ?? []).length > 0));
  return (
    <>
      {page.known !== null && (
        <AsKnownBanner
          day={page.known.day}
          href="/performance"
          {...(page.nothing && { nothingText: "Nothing was known of any measure by then." })}
        />
      )}
      <PageHeader
        title="Performance"
        actions={<AsKnownControl day={page.known?.day ?? null} today={today()} />}
        verdict={page.verdict}
        facts={
          <>
            <MarkCounts counts={counts} />
            <span>{`${counts.reported} of ${counts.total} reported`}</span>
            <span>{page.asOfText}</span>
          </>
        }
      />
      {rows.length === 0 ? (
        <EmptyState>No measure of yours has a value yet.</EmptyState>
      ) : (
        <WhereToLook rows={rows} {...(page.falseSignalsText !== null && { falseSignalsText: page.falseSignalsText })} />
      )}
      <Section title="Departments" count={`${page.scorecard.length} with measures`} caption="latest value; worst first">
        <Scorecard
          label="Departments by group of measures"
          groups={groups}
          rows={page.scorecard}
          {...(unmeasured.length > 0 && { rest: `No measures yet: ${unmeasured.map((d) => `${d.name} (${d.people})`).join(", ")}.` })}
        />
      </Section>
    </>
  );
}
