import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Frame } from "@/components/charts/frame";
import { ProcessChart } from "@/components/charts/process-chart";
import { AnnotationForm } from "@/components/kpis/annotation-form";
import { CorrectionForm } from "@/components/kpis/correction-form";
import { type Fact, KpiFacts, KpiLinks } from "@/components/kpis/kpi-facts";
import { KpiHeadline } from "@/components/kpis/kpi-headline";
import { TargetForm } from "@/components/kpis/target-form";
import { InsidePeriod, RecordsUnderneath } from "@/components/kpis/underneath";
import { ValuesTable } from "@/components/kpis/values-table";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { areaOf } from "@/lib/areas";
import { requireViewer } from "@/lib/auth/session";
import { can } from "@/lib/authz/policy";
import { periodOf } from "@/lib/calendar/periods";
import { today } from "@/lib/clock";
import { isId } from "@/lib/fields";
import { formatDate, formatDelta, formatInstant } from "@/lib/format";
import { changeText, correctablePeriods, dueText, formulaText, headlineOf, kpiChartOf, targetSince } from "@/lib/kpis/kpi-page";
import { getKpi, type KpiDetail, SHOWN } from "@/lib/kpis/queries/detail";
import { fieldLabels } from "@/lib/kpis/record-fields";
import { targetText } from "@/lib/kpis/row";
import { addAnnotationAction, recordMeasurementAction, setTargetAction } from "../actions";

type Props = PageProps<"/kpis/[id]">;

export const metadata: Metadata = { title: "KPI" };

export default async function KpiRoute({ params, searchParams }: Props) {
  const { id } = await params;
  const { period } = await searchParams;
  const viewer = await requireViewer();
  const kpi = isId(id) ? await getKpi(viewer, id, typeof period === "string" ? period : null) : null;
  if (!kpi) notFound();
  const { definition, summary } = kpi;
  const day = today();
  const prepared = kpiChartOf(kpi, day, SHOWN[definition.frequency]);
  const area = areaOf(definition.areas[0] ?? "");
  const may = (verb: Parameters<typeof can>[1]) => can(viewer, verb, definition);
  const entering = definition.source === "manual" && may("measurement.record");
  return (
    <>
      <PageHeader
        title={definition.name}
        crumbs={[
          ...(area ? [{ label: area.name, href: `/${area.slug}` }] : []),
          { label: definition.departmentName, href: `/departments/${definition.departmentId}` },
          { label: definition.code },
        ]}
        actions={may("initiative.assign") && <ButtonLink href={`/initiatives/new?kpi=${definition.id}`}>Assign an initiative</ButtonLink>}
      />
      <KpiHeadline headline={headlineOf(kpi)} row={summary} />
      <div className="mt-4 gap-8 lg:grid lg:grid-cols-[minmax(0,1fr)_280px]">
        <div className="min-w-0">
          {prepared.rows.length === 0 ? (
            <EmptyState>{summary.missingText ?? "No period of it has ended yet."}</EmptyState>
          ) : (
            <Frame title={prepared.finding} caption={`${definition.unit}, ${prepared.rows.at(-1)?.label} to ${prepared.rows[0]?.label}`}>
              <ProcessChart {...prepared.chart} />
            </Frame>
          )}
        </div>
        <KpiFacts facts={factsOf(kpi, prepared.notes)} />
      </div>
      {kpi.underneath && <InsidePeriod view={kpi.underneath} unit={definition.unit} />}
      <div>
        <Section title="Values" count={`last ${Math.min(12, prepared.rows.length)}`} caption="each against the target that held then">
          <ValuesTable label={`Values of ${definition.name}`} rows={prepared.rows.slice(0, 12)} unit={definition.unit} />
        </Section>
        {kpi.underneath && <RecordsUnderneath view={kpi.underneath} />}
      </div>
      <div className="gap-8 md:grid md:grid-cols-2 lg:grid-cols-3">
        <Section title="Work that should move it" count={kpi.initiatives.length}>
          {kpi.initiatives.length === 0 ? (
            <EmptyState>No initiative you may see names this KPI.</EmptyState>
          ) : (
            <ul className="text-table">
              {kpi.initiatives.map((i) => (
                <li key={i.id} className="border-b py-2">
                  <Link href={`/initiatives/${i.id}`} className="font-medium underline-offset-2 hover:underline">
                    {i.code} {i.title}
                  </Link>
                  <p className="text-caption text-muted">{`${i.owner} · ${formatDelta(Number(i.likely), definition.unit)} likely, from ${formatDate(i.fromOn, "medium")} · ${i.stage}`}</p>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Section title="Targets" count={kpi.targets.length}>
          {kpi.targets.length === 0 ? (
            <EmptyState>No target has been agreed.</EmptyState>
          ) : (
            <ul className="text-table">
              {kpi.targets.toReversed().map((t) => (
                <li key={t.fromOn} className="border-b py-2">
                  <strong>{targetText({ floor: numberOf(t.floor), ceiling: numberOf(t.ceiling) }, definition.unit)}</strong>{" "}
                  {targetSince(t.fromOn, day)}
                  <p className="text-caption text-muted">{t.reason}</p>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Section title="Who changed what" count={`last ${kpi.changes.length}`}>
          {kpi.changes.length === 0 ? (
            <EmptyState>Nothing has been recorded yet.</EmptyState>
          ) : (
            <ul className="text-table">
              {kpi.changes.map((change) => (
                <li key={`${change.period} ${change.version}`} className="border-b py-1.5">
                  <span className="text-caption text-muted">{formatInstant(change.at, "UTC", "medium")}</span>{" "}
                  {changeText(change, definition)}
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
      <div className="gap-8 md:grid md:grid-cols-2 lg:grid-cols-3 print:hidden">
        {entering && (
          <Section id="enter" title="Enter or correct a value">
            <CorrectionForm
              kpiId={definition.id}
              unit={definition.unit}
              periods={correctablePeriods(kpi, day, 12)}
              action={recordMeasurementAction}
            />
          </Section>
        )}
        {may("target.set") && definition.direction !== "informational" && (
          <Section title="Set a target">
            <TargetForm
              kpiId={definition.id}
              unit={definition.unit}
              direction={definition.direction}
              fromOn={periodOf(day, definition.frequency, kpi.company.calendar).start}
              action={setTargetAction}
            />
          </Section>
        )}
        {may("annotation.add") && (
          <Section title="Annotate">
            <AnnotationForm kpiId={definition.id} today={day} action={addAnnotationAction} />
          </Section>
        )}
      </div>
    </>
  );
}

const numberOf = (decimal: string | null) => (decimal === null ? null : Number(decimal));

function factsOf({ definition, inputs, usedBy, summary }: KpiDetail, notes: readonly string[]): Fact[] {
  const areas = definition.areas.map((slug) => areaOf(slug)?.name).filter((name) => name !== undefined);
  return [
    { term: "What it is", text: definition.description || "Not described yet." },
    { term: "How it is computed", text: formulaText(definition, fieldLabels(definition.recordFields)) },
    {
      term: "Comes from",
      text:
        definition.recordKind === null ? (
          definition.source === "manual" ? (
            "Entered by hand"
          ) : definition.source === "formula" ? (
            <KpiLinks links={inputs} />
          ) : (
            "Imported"
          )
        ) : (
          `${definition.recordKind} records`
        ),
    },
    {
      term: "Owner",
      text:
        summary.ownerName === null
          ? "The seat is vacant."
          : `${summary.ownerName}${definition.positionTitle === null ? "" : `, ${definition.positionTitle}`}`,
    },
    { term: "Due", text: dueText(definition) },
    ...(notes.length > 0 ? [{ term: "Limits", text: notes.join(" ") }] : []),
    { term: "Areas", text: areas.join(", ") },
    ...(usedBy.length > 0 ? [{ term: "Drives", text: <KpiLinks links={usedBy} /> }] : []),
    ...(definition.companyWide ? [{ term: "Who may see it", text: "Everybody with a grant in the company." }] : []),
  ];
}
