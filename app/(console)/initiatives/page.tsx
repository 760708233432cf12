import type { Metadata } from "next";
import { InitiativeFilter } from "@/components/initiatives/initiative-filter";
import { InitiativeTable } from "@/components/initiatives/initiative-table";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { areaOf } from "@/lib/areas";
import { today as businessToday } from "@/lib/clock";
import { LIST_LIMIT, listInitiatives } from "@/lib/initiatives/queries";
import { groupInitiatives, listSentence } from "@/lib/initiatives/words/list-view";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";

export const metadata: Metadata = { title: "Initiatives" };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const STATES = ["open", "closed", "all"] as const;

export default async function InitiativesPage({ searchParams }: PageProps<"/initiatives">) {
  const viewer = await requireViewer();
  const asked = await searchParams;
  const one = (name: string) => (typeof asked[name] === "string" ? asked[name] : "");
  const area = areaOf(one("area"))?.slug;
  const department = UUID.test(one("department")) ? one("department") : "";
  const owner = UUID.test(one("owner")) ? one("owner") : "";
  const state = STATES.find((s) => s === one("state")) ?? "open";
  const today = businessToday();
  // The whole list in that state is read once: it also fills the choices of the filter.
  const all = await listInitiatives(viewer, { state }, today);
  const rows = all.filter(
    (i) =>
      (area === undefined || i.area === area) &&
      (department === "" || i.departmentId === department) &&
      (owner === "" || i.ownerId === owner),
  );
  const assign = canSomewhere(viewer, "initiative.assign") && (
    <ButtonLink href="/initiatives/new" tone="primary">
      Assign an initiative
    </ButtonLink>
  );
  const exportQuery = new URLSearchParams({
    state,
    ...(area !== undefined && { area }),
    ...(department !== "" && { department }),
    ...(owner !== "" && { owner }),
  });
  return (
    <>
      <PageHeader
        title="Initiatives"
        facts={<CsvLink href={`/api/export/initiatives?${exportQuery}`} of="initiatives" />}
        actions={assign}
        verdict={listSentence(rows)}
      />
      <InitiativeFilter
        area={area ?? ""}
        department={department}
        owner={owner}
        state={state}
        departments={choices(all.map((i) => [i.departmentId, i.departmentName]))}
        owners={choices(all.map((i) => [i.ownerId, i.ownerName]))}
      />
      {groupInitiatives(rows, viewer.personId).map((group) => (
        <Section key={group.title} title={group.title} count={group.rows.length}>
          <InitiativeTable label={group.title} rows={group.rows} today={today} />
        </Section>
      ))}
      {rows.length === 0 && (
        <div className="mt-5 border-t">
          <EmptyState action={all.length > 0 ? <ButtonLink href="/initiatives">Show all open</ButtonLink> : assign}>
            {all.length > 0
              ? "No initiative you may see meets this choice."
              : state === "closed"
                ? "No initiative you may see is closed yet."
                : "No initiative you may see is under way. An initiative names an owner, a due date and the KPI it should move."}
          </EmptyState>
        </div>
      )}
      {all.length === LIST_LIMIT && (
        <p className="mt-3 text-caption text-muted">The first {LIST_LIMIT} by code. Narrow the choice to see others.</p>
      )}
    </>
  );
}

/** Value and name once each, by name. */
function choices(pairs: [string, string][]) {
  return [...new Map(pairs)].map(([value, label]) => ({ value, label })).toSorted((a, b) => (a.label < b.label ? -1 : 1));
}
