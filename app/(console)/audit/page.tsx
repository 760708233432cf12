import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { AuditFilter } from "@/components/audit/audit-filter";
import { AuditTable } from "@/components/audit/audit-table";
import { ChainState } from "@/components/audit/chain-state";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { auditQuery, readAuditFilter } from "@/lib/audit-log/filter";
import { getChainState, listAudit } from "@/lib/audit-log/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import type { Viewer } from "@/lib/platform/authz/viewer";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditRoute({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const viewer = await requireViewer();
  const filter = readAuditFilter(await searchParams);
  const page = await listAudit(viewer, filter);
  if (!page) notFound();
  return (
    <>
      <PageHeader
        title="Audit log"
        facts={
          <Suspense fallback={<span>checking the chain…</span>}>
            <Chain viewer={viewer} />
          </Suspense>
        }
      />
      <AuditFilter filter={filter} />
      <Section
        title="Entries"
        caption={
          <span className="inline-flex flex-wrap items-center gap-x-3">
            newest first; any change to the log or removal from it is detected
            <CsvLink
              href={auditQuery({ ...filter, before: null }, null).replace("/audit", "/api/export/audit")}
              of="the audit log, as filtered"
            />
          </span>
        }
      >
        {page.rows.length === 0 ? <EmptyState>No entry matches.</EmptyState> : <AuditTable rows={page.rows} />}
        <nav aria-label="Pages of the log" className="mt-3 flex gap-2">
          {filter.before !== null && <ButtonLink href={auditQuery(filter, null)}>Newest</ButtonLink>}
          {page.next !== null && <ButtonLink href={auditQuery(filter, page.next)}>Older</ButtonLink>}
        </nav>
      </Section>
    </>
  );
}

/** Separate from the list, so that reading the whole chain does not delay it. */
async function Chain({ viewer }: { viewer: Viewer }) {
  const state = await getChainState(viewer);
  return state && <ChainState state={state} />;
}
