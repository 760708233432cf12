import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OverviewPage } from "@/components/kpis/overview-page";
import { RefusedPage } from "@/components/shell/refused-page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { areaOf } from "@/lib/areas";
import { today } from "@/lib/clock";
import { askedDay } from "@/lib/kpis/known";
import { getArea } from "@/lib/pages/queries";
import { askedFrom } from "@/lib/paging";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { orSentence } from "@/lib/platform/work/heavy";

type Props = PageProps<"/[area]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: areaOf((await params).area)?.name ?? "Not here" };
}

export default async function AreaRoute({ params, searchParams }: Props) {
  const area = areaOf((await params).area);
  if (!area) notFound();
  const viewer = await requireViewer();
  const { known, from } = await searchParams;
  const overview = await orSentence(getArea(viewer, area.slug, area.name, { known: askedDay(known), from: askedFrom(from) }));
  if (typeof overview === "string") return <RefusedPage title={area.name} sentence={overview} />;
  const connect = canSomewhere(viewer, "data.import") ? <ButtonLink href="/data">Connect a source</ButtonLink> : undefined;
  return (
    <OverviewPage
      title={area.name}
      path={`/${area.slug}`}
      today={today()}
      overview={overview}
      exportQuery={`area=${area.slug}`}
      kpiEmpty={`No measure you may see belongs to ${area.name} yet. ${area.missing}`}
      instrument={
        area.missing !== "" && (
          <Section title="Not recorded yet">
            <EmptyState {...(connect !== undefined && { action: connect })}>{area.missing}</EmptyState>
          </Section>
        )
      }
    />
  );
}
