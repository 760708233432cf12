import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RefusedPage } from "@/components/shell/refused-page";
import { SectionPage } from "@/components/shell/sections/section-page";
import { areaOf } from "@/lib/areas";
import { today } from "@/lib/clock";
import { singleParam } from "@/lib/kpis/as-of";
import { areaPlace } from "@/lib/pages/sections/places";
import { readPage } from "@/lib/pages/sections/read";
import { pageOffset } from "@/lib/paging";
import { requireViewer } from "@/lib/platform/auth/session";
import { orSentence } from "@/lib/platform/work/heavy";
import { AREA_SECTIONS } from "../_sections/areas";

type Props = PageProps<"/[area]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: areaOf((await params).area)?.name ?? "Page not found" };
}

export default async function AreaRoute({ params, searchParams }: Props) {
  const area = areaOf((await params).area);
  if (!area) notFound();
  const viewer = await requireViewer();
  const { asOf, from } = await searchParams;
  const asked = { asOf: singleParam(asOf), from: pageOffset(from) };
  const page = await orSentence(readPage(viewer, areaPlace(area), AREA_SECTIONS[area.slug], asked));
  if (typeof page === "string") return <RefusedPage title={area.name} sentence={page} />;
  return <SectionPage page={page} today={today()} />;
}
