import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DefinitionForm } from "@/components/kpi-definition/definition-form";
import { PageHeader } from "@/components/shell/page-header";
import { isId } from "@/lib/fields";
import { draftOfDefinition } from "@/lib/kpis/definition/draft";
import { definitionOf } from "@/lib/kpis/definition/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import { changeKpiAction, previewKpiAction } from "../../../data/kpis/actions";

export const metadata: Metadata = { title: "Change a KPI" };

export default async function EditKpiPage({ params }: PageProps<"/kpis/[id]/edit">) {
  const { id } = await params;
  const viewer = await requireViewer();
  const found = isId(id) ? await definitionOf(viewer, id) : null;
  if (!found) notFound();
  const { definition, version, options } = found;
  const kind = options.kinds.find((k) => k.code === definition.recordKind);
  return (
    <>
      <PageHeader
        title={`Definition of ${definition.name}`}
        crumbs={[{ label: definition.code, href: `/kpis/${id}` }, { label: "Definition" }]}
        verdict="Values computed from records or by formula are recomputed when you save; earlier values stay in the history."
      />
      <DefinitionForm
        key={version}
        first={draftOfDefinition(definition, kind)}
        options={options}
        existing={{ id, version }}
        preview={previewKpiAction}
        save={changeKpiAction}
      />
    </>
  );
}
