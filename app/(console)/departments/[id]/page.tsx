import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RefusedPage } from "@/components/shell/refused-page";
import { SectionPage } from "@/components/shell/sections/section-page";
import { today } from "@/lib/clock";
import { isId } from "@/lib/fields";
import { singleParam } from "@/lib/kpis/as-of";
import { departmentPlace } from "@/lib/pages/sections/places";
import { readPage } from "@/lib/pages/sections/read";
import { pageOffset } from "@/lib/paging";
import { requireViewer } from "@/lib/platform/auth/session";
import { orSentence } from "@/lib/platform/work/heavy";
import { DEPARTMENT_SECTIONS } from "../../_sections/areas";

export const metadata: Metadata = { title: "Department" };

export default async function DepartmentRoute({ params, searchParams }: PageProps<"/departments/[id]">) {
  const { id } = await params;
  const viewer = await requireViewer();
  const { asOf, from } = await searchParams;
  const asked = { asOf: singleParam(asOf), from: pageOffset(from) };
  const page = isId(id) ? await orSentence(readPage(viewer, departmentPlace(id), DEPARTMENT_SECTIONS, asked)) : null;
  if (page === null) notFound();
  if (typeof page === "string") return <RefusedPage title="Department" sentence={page} />;
  return <SectionPage page={page} today={today()} />;
}
