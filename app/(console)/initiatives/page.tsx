import type { Metadata } from "next";
import { InitiativeFilter } from "@/components/initiatives/initiative-filter";
import { InitiativeTable } from "@/components/initiatives/initiative-table";
import { PageHeader } from "@/components/shell/page-header";
import { PageNav } from "@/components/shell/page-nav";
import { ButtonLink } from "@/components/ui/button";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { areaOf } from "@/lib/areas";
import { firstChoices } from "@/lib/choices/queries";
import { today as businessToday } from "@/lib/clock";
import { LIST_LIMIT, listInitiatives } from "@/lib/initiatives/queries";
import { groupInitiatives, listSentence } from "@/lib/initiatives/words/list-view";
import { pageOffset, pageText } from "@/lib/paging";
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
  const from = pageOffset(asked.from);
  const { rows, counts } = await listInitiatives(
    viewer,
    {
      state,
      ...(area !== undefined && { area }),
      ...(department !== "" && { departmentIds: [department] }),
      ...(owner !== "" && { ownerId: owner }),
    },
    today,
    from,
  );
  const departments = await firstChoices(viewer, "initiative-departments", department);
  const owners = await firstChoices(viewer, "initiative-owners", owner);
  const narrowed = area !== undefined || department !== "" || owner !== "";
  const page = { from, shown: rows.length, total: counts.total };
  const assign = canSomewhere(viewer, "initiative.assign") && (
    <ButtonLink href="/initiatives/new" tone="primary">
      Assign an initiative
    </ButtonLink>
  );
  const query = new URLSearchParams({
    state,
    ...(area !== undefined && { area }),
    ...(department !== "" && { department }),
    ...(owner !== "" && { owner }),
  });
  return (
    <>
      <PageHeader
        title="Initiatives"
        facts={<CsvLink href={`/api/export/initiatives?${query}`} of="initiatives" />}
        actions={assign}
        verdict={listSentence(counts)}
      />
      <InitiativeFilter area={area ?? ""} department={department} owner={owner} state={state} departments={departments} owners={owners} />
      {groupInitiatives(rows, viewer.personId, counts.groups).map((group) => (
        <Section
          key={group.title}
          title={group.title}
          count={group.total > group.rows.length ? `${group.rows.length} of ${group.total}` : group.total}
        >
          <InitiativeTable label={group.title} rows={group.rows} today={today} />
        </Section>
      ))}
      {rows.length === 0 && (
        <div className="mt-5 border-t">
          <EmptyState action={narrowed ? <ButtonLink href="/initiatives">Show all open</ButtonLink> : assign}>
            {narrowed
              ? "No initiative that you can see matches this filter."
              : state === "closed"
                ? "No initiative that you can see is closed yet."
                : "There are no open initiatives that you can see. An initiative has an owner, a due date and the KPI it should move."}
          </EmptyState>
        </div>
      )}
      {pageText(page) !== null && <p className="mt-3 text-caption text-muted">{pageText(page)}</p>}
      <PageNav page={page} path={`/initiatives?${query}`} of="initiatives" size={LIST_LIMIT} />
    </>
  );
}
