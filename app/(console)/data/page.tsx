import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { DropZone } from "@/components/imports/drop-zone";
import { ImportTable } from "@/components/imports/import-table";
import { SetUpChecklist } from "@/components/imports/set-up-checklist";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import { businessZone } from "@/lib/clock";
import { formatInstant, formatNumber } from "@/lib/format";
import { getData, type MappingRow, type SourceRow } from "@/lib/imports/queries";
import { getUploads, type UploadRow } from "@/lib/imports/uploads/queries";
import { STATE_WORDS } from "@/lib/imports/uploads/state";
import { requireViewer } from "@/lib/platform/auth/session";
import { can, canSomewhere } from "@/lib/platform/authz/policy";
import { undoImportAction } from "./actions";

export const metadata: Metadata = { title: "Data" };

const number = (n: number) => formatNumber(n, "full");

export default async function DataRoute() {
  const viewer = await requireViewer();
  const [data, uploads] = await Promise.all([getData(viewer), getUploads(viewer)]);
  if (!data) notFound();
  const { sources, imports, total, mappings, setUp } = data;
  const mayImport = can(viewer, "data.import", { departmentId: null });
  const mayDefine = canSomewhere(viewer, "kpi.define");
  const complete = setUp.departments > 0 && setUp.people > 1 && setUp.kinds > 0 && setUp.kpis > 0 && setUp.targets > 0;
  return (
    <>
      <PageHeader
        title="Data"
        verdict="Where the figures come from. You describe a file once, check it and import it as a whole; you can undo an import."
        actions={mayDefine && <ButtonLink href="/data/kpis/new">Define a KPI</ButtonLink>}
      />
      {!complete && (
        <Section title="Setting up the company" caption="in this order">
          <SetUpChecklist setUp={setUp} mayImport={mayImport} mayDefine={mayDefine} />
        </Section>
      )}
      {mayImport && (
        <Section title="Import files" id="bring-in">
          <DropZone />
          {uploads.length > 0 && <UploadTable uploads={uploads} />}
        </Section>
      )}
      <Section title="Records" count={`${sources.length} ${sources.length === 1 ? "kind" : "kinds"}`} caption="what KPIs are computed from">
        {sources.length === 0 ? (
          <EmptyState>No records have been imported yet. Until then, KPIs can be entered by hand.</EmptyState>
        ) : (
          <SourceTable sources={sources} mayDefine={mayDefine} />
        )}
      </Section>
      <Section title="Imports" count={total} {...(total > imports.length && { caption: `the last ${imports.length} of ${total}` })}>
        {imports.length === 0 ? (
          <EmptyState>Nothing has been imported yet.</EmptyState>
        ) : (
          <ImportTable imports={imports} timeZone={businessZone()} undo={mayImport ? undoImportAction : null} />
        )}
      </Section>
      <Section title="Saved mappings" count={mappings.length} caption="offered for files with the same headings">
        {mappings.length === 0 ? (
          <EmptyState>A mapping is saved under its name when you import a file with it.</EmptyState>
        ) : (
          <MappingTable mappings={mappings} />
        )}
      </Section>
    </>
  );
}

function UploadTable({ uploads }: { uploads: readonly UploadRow[] }) {
  return (
    <Table label="Uploaded files, newest first">
      <thead>
        <tr>
          <Th>File</Th>
          <Th numeric unit="kB">
            Size
          </Th>
          <Th>State</Th>
          <Th>By</Th>
          <Th>When</Th>
        </tr>
      </thead>
      <tbody>
        {uploads.map((u) => (
          <tr key={u.id}>
            <RowHeader>
              {u.mine ? (
                <Link href={`/data/uploads/${u.id}`} className="underline-offset-2 hover:underline">
                  {u.fileName}
                </Link>
              ) : (
                u.fileName
              )}
            </RowHeader>
            <Td numeric>{number(Math.ceil(u.size / 1024))}</Td>
            <Td>
              {STATE_WORDS[u.state]}
              {u.importId !== null && ` as import ${u.importId}`}
            </Td>
            <Td>{u.by ?? "–"}</Td>
            <Td className="whitespace-nowrap">{formatInstant(u.at, businessZone())}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function SourceTable({ sources, mayDefine }: { sources: readonly SourceRow[]; mayDefine: boolean }) {
  return (
    <Table label="Kinds of records">
      <thead>
        <tr>
          <Th>Kind</Th>
          <Th className="max-md:hidden">What it is</Th>
          <Th numeric>Rows imported</Th>
          <Th numeric>Fields</Th>
          <Th numeric>KPIs</Th>
          <Th>Last import</Th>
          {mayDefine && (
            <Th>
              <span className="sr-only">Define a KPI</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {sources.map((s) => (
          <tr key={s.code}>
            <RowHeader>{s.name}</RowHeader>
            <Td className="text-muted max-md:hidden">{s.description}</Td>
            <Td numeric>{number(s.rows)}</Td>
            <Td numeric>{s.fields}</Td>
            <Td numeric>{s.kpis === 0 ? "–" : s.kpis}</Td>
            <Td className="whitespace-nowrap">{s.lastAt === null ? "–" : formatInstant(s.lastAt, businessZone())}</Td>
            {mayDefine && (
              <Td className="whitespace-nowrap">
                <Link href={`/data/kpis/new?kind=${s.code}`} className="text-caption underline underline-offset-2">
                  Define a KPI<span className="sr-only"> from {s.name}</span>
                </Link>
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function MappingTable({ mappings }: { mappings: readonly MappingRow[] }) {
  return (
    <Table label="Saved mappings">
      <thead>
        <tr>
          <Th>Mapping</Th>
          <Th>Target</Th>
          <Th numeric>Imports</Th>
          <Th>Last used</Th>
        </tr>
      </thead>
      <tbody>
        {mappings.map((m) => (
          <tr key={m.id}>
            <RowHeader>{m.name}</RowHeader>
            <Td>{m.target}</Td>
            <Td numeric>{m.imports}</Td>
            <Td className="whitespace-nowrap">{m.lastAt === null ? "–" : formatInstant(m.lastAt, businessZone())}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
