import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Frame } from "@/components/charts/frame";
import { ProcessChart } from "@/components/charts/process/process-chart";
import { VerbLink, WatchButton } from "@/components/kpis/forms/kpi-verbs";
import { FormulaTree } from "@/components/kpis/formula-tree";
import { KpiFacts } from "@/components/kpis/kpi-facts";
import { KpiHeadline } from "@/components/kpis/kpi-headline";
import { DrillDownRecords, InsidePeriod } from "@/components/kpis/tables/drill-down";
import { PointDetails } from "@/components/kpis/tables/point-details";
import { ValuesTable } from "@/components/kpis/tables/values-table";
import { AsOfBanner, AsOfControl } from "@/components/shell/as-of/as-of";
import { PageHeader } from "@/components/shell/page-header";
import { PageKeys } from "@/components/shell/page-keys";
import { RefusedPage } from "@/components/shell/refused-page";
import { ButtonLink } from "@/components/ui/button";
import { CopyTable } from "@/components/ui/copy-table";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { areaOf } from "@/lib/areas";
import { today } from "@/lib/clock";
import { isId } from "@/lib/fields";
import { asOfHref, singleParam } from "@/lib/kpis/as-of";
import { formulaTree } from "@/lib/kpis/formula/formula-view";
import { headlineOf, kpiChartOf, notesAfter } from "@/lib/kpis/kpi-page";
import { SHOWN } from "@/lib/kpis/queries/periods";
import { getKpi } from "@/lib/pages/kpi/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import { can, type Verb } from "@/lib/platform/authz/policy";
import { orSentence } from "@/lib/platform/work/heavy";
import { OffersAbout } from "../../_sections/about";
import { watchKpiAction } from "../actions";
import { factsOf } from "./facts";
import { KpiFoot } from "./foot";
import { KpiForms } from "./forms";
import { KpiSignals } from "./signals";

type Props = PageProps<"/kpis/[id]">;

export const metadata: Metadata = { title: "KPI" };

const VALUES = 12;

export default async function KpiRoute({ params, searchParams }: Props) {
  const { id } = await params;
  const query = await searchParams;
  const viewer = await requireViewer();
  const point = singleParam(query.point);
  const asked = { period: point ?? singleParam(query.period), asOf: singleParam(query.asOf) };
  const kpi = isId(id) ? await orSentence(getKpi(viewer, id, asked)) : null;
  if (!kpi) notFound();
  if (typeof kpi === "string") return <RefusedPage title="KPI" sentence={kpi} />;
  const { definition, summary, asOf } = kpi;
  const now = today();
  const day = asOf?.day ?? now;
  const prepared = kpiChartOf(kpi, day, SHOWN[definition.frequency]);
  const later = notesAfter(kpi, prepared.rows[0]?.period);
  const area = areaOf(definition.areas[0] ?? "");
  const may = (verb: Verb) => asOf === null && can(viewer, verb, definition);
  const path = `/kpis/${definition.id}`;
  const here = (more = "") => asOfHref(`${path}${more}`, asOf);
  const picked = prepared.rows.find((row) => row.period === point) ?? null;
  const values = prepared.rows.slice(0, VALUES);
  const explains =
    asOf === null &&
    can(viewer, "signal.explain", { departmentId: definition.departmentId, ownerId: definition.ownerId }) &&
    kpi.signals.some((signal) => ["open", "acknowledged"].includes(signal.state));
  return (
    <>
      {asOf !== null && (
        <AsOfBanner
          day={asOf.day}
          href={path}
          {...(kpi.nothingKnown && {
            nothingText: "Nothing was known about this KPI on that day: no value, target or import had been recorded.",
          })}
        />
      )}
      <div className="grid md:grid-cols-[minmax(0,1fr)_auto] md:items-end md:gap-x-4">
        <PageHeader
          title={definition.name}
          crumbs={[
            ...(area ? [{ label: area.name, href: asOfHref(`/${area.slug}`, asOf) }] : []),
            { label: definition.departmentName, href: asOfHref(`/departments/${definition.departmentId}`, asOf) },
            { label: definition.code },
          ]}
        />
        <div className="flex flex-wrap gap-2 max-md:order-last max-md:mt-3">
          {explains && (
            <VerbLink to="signals" press="X">
              Explain
            </VerbLink>
          )}
          {may("annotation.add") && (
            <VerbLink to="annotate" keyHint="N">
              Annotate
            </VerbLink>
          )}
          {may("initiative.assign") && <ButtonLink href={`/initiatives/new?kpi=${definition.id}`}>Assign an initiative</ButtonLink>}
          <OffersAbout of={{ type: "kpi", id: definition.id }} may={may} />
          {may("kpi.define") && <ButtonLink href={`/kpis/${definition.id}/edit`}>Change the definition</ButtonLink>}
          {may("kpi.watch") && <WatchButton kpiId={definition.id} watched={kpi.watched} action={watchKpiAction} />}
          <AsOfControl day={asOf?.day ?? null} today={now} />
        </div>
        <div className="min-w-0 md:col-span-2">
          <KpiHeadline headline={headlineOf(kpi, day)} row={summary} />
        </div>
      </div>
      {kpi.singleKeys && <PageKeys />}
      <div className="mt-4 gap-8 lg:grid lg:grid-cols-[minmax(0,1fr)_280px]">
        <div className="min-w-0">
          {prepared.rows.length === 0 ? (
            <EmptyState>
              {asOf === null ? (summary.missingText ?? "No period of it has ended yet.") : "No value was known on that day."}
            </EmptyState>
          ) : (
            <Frame title={prepared.finding} caption={`${definition.unit}, ${prepared.rows.at(-1)?.label} to ${prepared.rows[0]?.label}`}>
              <ProcessChart {...prepared.chart} picked={picked?.period ?? null} pointHref={`${here()}${asOf === null ? "?" : "&"}point=`} />
            </Frame>
          )}
          {later.length > 0 && (
            <p className="mt-2 text-caption text-muted">
              <b className="text-fg">After the last value</b> {later.join(" · ")}
            </p>
          )}
          {picked !== null && (
            <PointDetails
              point={picked}
              unit={definition.unit}
              path={here(`?point=${picked.period}`)}
              closeHref={here()}
              records={kpi.drillDown !== null}
            />
          )}
          <KpiSignals kpi={kpi} viewer={viewer} level={singleParam(query.level)} today={now} />
        </div>
        <div className="max-lg:mt-6">
          <KpiFacts facts={factsOf(kpi, prepared.notes)} />
        </div>
      </div>
      {kpi.drillDown && <InsidePeriod view={kpi.drillDown} unit={definition.unit} />}
      <div>
        <Section
          title="Values"
          count={`last ${values.length}`}
          caption={
            <span className="inline-flex items-center gap-x-3">
              <CopyTable />
              <CsvLink
                href={asOfHref(`/api/export/values?kpi=${definition.id}`, asOf)}
                of={`all values, targets and annotations of ${definition.name}`}
              />
            </span>
          }
        >
          <ValuesTable
            label={`Values of ${definition.name}`}
            rows={picked === null || values.includes(picked) ? values : [...values, picked]}
            unit={definition.unit}
            picked={picked?.period ?? null}
            hrefOf={(period) => here(`?point=${period}`)}
          />
        </Section>
        {kpi.drillDown && (
          <div id="records">
            <DrillDownRecords
              view={kpi.drillDown}
              csv={
                asOf === null && (
                  <CsvLink
                    href={`/api/export/records?kpi=${definition.id}&period=${kpi.drillDown.start}`}
                    of={`records of ${kpi.drillDown.label}`}
                  />
                )
              }
            />
          </div>
        )}
      </div>
      {(kpi.formula !== null || kpi.usedBy.length > 0) && (
        <FormulaTree
          code={definition.code}
          tree={kpi.formula && formulaTree(kpi.formula, definition, kpi.company.calendar)}
          usedBy={kpi.usedBy}
          hrefOf={(other) => asOfHref(`/kpis/${other}`, asOf)}
        />
      )}
      <KpiFoot kpi={kpi} viewer={viewer} today={now} />
      {asOf === null && <KpiForms kpi={kpi} viewer={viewer} today={now} />}
    </>
  );
}
