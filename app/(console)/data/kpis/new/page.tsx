import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DefinitionForm } from "@/components/kpi-definition/definition-form";
import { PageHeader } from "@/components/shell/page-header";
import { newDraft } from "@/lib/kpis/definition/draft";
import { definitionOptions } from "@/lib/kpis/definition/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { defineKpiAction, previewKpiAction } from "../actions";

export const metadata: Metadata = { title: "Define a KPI" };

/** ?kind=CODE: over records of that kind; otherwise the most recently imported kind. */
export default async function NewKpiPage({ searchParams }: PageProps<"/data/kpis/new">) {
  const viewer = await requireViewer();
  const options = await definitionOptions(viewer);
  if (!options || options.departments.length === 0) notFound();
  const { kind: asked } = await searchParams;
  const kind = options.kinds.find((k) => k.code === asked) ?? options.kinds.find((k) => k.code === options.latestKind) ?? options.kinds[0];
  return (
    <>
      <PageHeader
        title="Define a KPI"
        crumbs={[canSomewhere(viewer, "data.read") ? { label: "Data", href: "/data" } : { label: "KPIs" }, { label: "New KPI" }]}
        verdict="You see a preview before anything is saved."
      />
      <DefinitionForm
        first={newDraft(kind, options.departments[0]?.id ?? "")}
        options={options}
        idempotencyKey={randomUUID()}
        preview={previewKpiAction}
        save={defineKpiAction}
      />
    </>
  );
}
