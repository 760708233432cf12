import { type Fact, KpiLinks } from "@/components/kpis/kpi-facts";
import { areaOf } from "@/lib/areas";
import { asOfHref } from "@/lib/kpis/as-of";
import { fieldLabels } from "@/lib/kpis/compute/record-fields";
import { readableFormula } from "@/lib/kpis/formula/formula-view";
import { dueText, formulaText } from "@/lib/kpis/kpi-page";
import type { KpiDetail } from "@/lib/pages/kpi/queries";

/** A KPI's definition, source and owner: the column next to its chart. */
export function factsOf({ definition, inputs, usedBy, summary, asOf }: KpiDetail, notes: readonly string[]): Fact[] {
  const areas = definition.areas.map((slug) => areaOf(slug)?.name).filter((name) => name !== undefined);
  const links = (own: typeof inputs) => <KpiLinks links={own.map((link) => ({ ...link, href: asOfHref(`/kpis/${link.id}`, asOf) }))} />;
  const visible = inputs.map((input) => input.code);
  const formula = definition.formula === null ? null : readableFormula(definition.formula, visible);
  return [
    { term: "What it is", text: definition.description || "Not described yet." },
    { term: "How it is computed", text: formulaText({ ...definition, formula }, fieldLabels(definition.recordFields)) },
    { term: "Comes from", text: sourceOf(definition, inputs.length > 0 ? links(inputs) : "Computed from KPIs you do not have access to") },
    {
      term: "Owner",
      text:
        summary.ownerName === null
          ? "The seat is vacant."
          : `${summary.ownerName}${definition.positionTitle === null ? "" : `, ${definition.positionTitle}`}`,
    },
    { term: "Due", text: dueText(definition) },
    ...(notes.length > 0 ? [{ term: "Limits", text: notes.join(" "), help: "limits" }] : []),
    { term: "Areas", text: areas.join(", ") },
    ...(usedBy.length > 0 ? [{ term: "Drives", text: links(usedBy) }] : []),
    ...(definition.companyWide ? [{ term: "Who can see it", text: "Everybody with a role in the company." }] : []),
  ];
}

function sourceOf({ recordKind, source }: KpiDetail["definition"], inputs: Fact["text"]): Fact["text"] {
  if (recordKind !== null) return `${recordKind} records`;
  return source === "manual" ? "Entered by hand" : source === "formula" ? inputs : "Imported";
}
