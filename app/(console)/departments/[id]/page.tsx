import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OverviewPage } from "@/components/kpis/overview-page";
import { RefusedPage } from "@/components/shell/refused-page";
import { today } from "@/lib/clock";
import { isId } from "@/lib/fields";
import { askedDay } from "@/lib/kpis/known";
import { getDepartment } from "@/lib/pages/queries";
import { askedFrom } from "@/lib/paging";
import { requireViewer } from "@/lib/platform/auth/session";
import { orSentence } from "@/lib/platform/work/heavy";

export const metadata: Metadata = { title: "Department" };

export default async function DepartmentRoute({ params, searchParams }: PageProps<"/departments/[id]">) {
  const { id } = await params;
  const viewer = await requireViewer();
  const { known, from } = await searchParams;
  const found = isId(id) ? await orSentence(getDepartment(viewer, id, { known: askedDay(known), from: askedFrom(from) })) : null;
  if (!found) notFound();
  if (typeof found === "string") return <RefusedPage title="Department" sentence={found} />;
  const { department, overview } = found;
  const crumbs = [
    { label: "Departments", href: "/departments" },
    ...(department.parent && viewer.readable.includes(department.parent.id)
      ? [{ label: department.parent.name, href: `/departments/${department.parent.id}` }]
      : []),
  ];
  return (
    <OverviewPage
      title={department.name}
      path={`/departments/${department.id}`}
      today={today()}
      overview={overview}
      exportQuery={`department=${department.id}`}
      crumbs={crumbs}
      showDepartment={department.children.length > 0}
      kpiEmpty={`${department.name} has no measure yet. It has ${department.people} people.`}
    />
  );
}
