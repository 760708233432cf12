import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import { requireViewer } from "@/lib/auth/session";
import { formatInstant, formatNumber } from "@/lib/format";
import { getData } from "@/lib/imports/queries";

export const metadata: Metadata = { title: "Data" };

const number = (n: number) => formatNumber(n, "full");

export default async function DataRoute() {
  const data = await getData(await requireViewer());
  if (!data) notFound();
  const { sources, imports, total } = data;
  return (
    <>
      <PageHeader
        title="Data"
        verdict="Where the figures come from. Files are brought in on the machine this runs on; every import can be undone there."
      />
      <Section title="How to bring in a file">
        <p className="max-w-[76ch] py-2 text-table">
          Describe the file once as a mapping, look at what would change, then run it:
          <code className="mt-1 block overflow-x-auto bg-surface px-2 py-1">npm run import -- --mapping FILE.json --dry-run FILE.csv</code>
          Without <code>--dry-run</code> it is written, all of it or nothing. The README describes mappings with an example of each kind.
        </p>
      </Section>
      <Section title="Records" count={`${sources.length} kinds`} caption="what KPIs are computed from">
        {sources.length === 0 ? (
          <EmptyState>No operational record is in yet. KPIs can be entered by hand until then.</EmptyState>
        ) : (
          <Table label="Kinds of records">
            <thead>
              <tr>
                <Th>Kind</Th>
                <Th>What it is</Th>
                <Th numeric>Rows brought in</Th>
                <Th numeric>Fields</Th>
                <Th numeric>KPIs</Th>
                <Th>Last import</Th>
              </tr>
            </thead>
            <tbody>
              {sources.map((s) => (
                <tr key={s.code}>
                  <RowHeader>{s.name}</RowHeader>
                  <Td className="text-muted">{s.description}</Td>
                  <Td numeric>{number(s.rows)}</Td>
                  <Td numeric>{s.fields}</Td>
                  <Td numeric>{s.kpis === 0 ? "–" : s.kpis}</Td>
                  <Td className="whitespace-nowrap">{s.lastAt === null ? "–" : formatInstant(s.lastAt)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
      <Section title="Imports" count={total} {...(total > imports.length && { caption: `the last ${imports.length} of ${total}` })}>
        {imports.length === 0 ? (
          <EmptyState>Nothing has been imported yet.</EmptyState>
        ) : (
          <Table label="Imports, newest first">
            <thead>
              <tr>
                <Th>File</Th>
                <Th>Into</Th>
                <Th numeric>New</Th>
                <Th numeric>Changed</Th>
                <Th numeric>Same</Th>
                <Th numeric>Rejected</Th>
                <Th>By</Th>
                <Th>When</Th>
                <Th>Number</Th>
              </tr>
            </thead>
            <tbody>
              {imports.map((i) => (
                <tr key={i.id}>
                  <RowHeader>
                    {i.fileName}
                    {i.state === "undone" && <span className="font-normal text-muted"> (undone)</span>}
                  </RowHeader>
                  <Td>{i.target.replace("records:", "")}</Td>
                  <Td numeric>{number(i.newRows)}</Td>
                  <Td numeric>{number(i.changedRows)}</Td>
                  <Td numeric>{number(i.sameRows)}</Td>
                  <Td numeric>{number(i.rejectedRows)}</Td>
                  <Td>{i.by ?? "the operator"}</Td>
                  <Td className="whitespace-nowrap">{formatInstant(i.at)}</Td>
                  <Td>{i.id}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </>
  );
}
