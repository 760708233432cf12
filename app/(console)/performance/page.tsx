import type { Metadata } from "next";
import { RefusedPage } from "@/components/shell/refused-page";
import { SectionPage } from "@/components/shell/sections/section-page";
import { today } from "@/lib/clock";
import { singleParam } from "@/lib/kpis/as-of";
import { companyPlace } from "@/lib/pages/sections/places";
import { readPage } from "@/lib/pages/sections/read";
import { requireViewer } from "@/lib/platform/auth/session";
import { orSentence } from "@/lib/platform/work/heavy";
import { AREA_SECTIONS } from "../_sections/areas";

export const metadata: Metadata = { title: "Performance" };

export default async function PerformanceRoute({ searchParams }: PageProps<"/performance">) {
  const viewer = await requireViewer();
  const asked = { asOf: singleParam((await searchParams).asOf) };
  const page = await orSentence(readPage(viewer, companyPlace, AREA_SECTIONS.performance, asked));
  if (typeof page === "string") return <RefusedPage title="Performance" sentence={page} />;
  return <SectionPage page={page} today={today()} />;
}
