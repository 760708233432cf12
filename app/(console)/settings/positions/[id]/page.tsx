import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ChangePositionForm } from "@/components/organisation/change-forms";
import { CloseSection } from "@/components/organisation/close-section";
import { PositionTable } from "@/components/organisation/position-table";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { firstChoices } from "@/lib/choices/queries";
import { id as Id } from "@/lib/fields";
import { getPositionDetail } from "@/lib/pages/organisation/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { freeChoice, withChosen } from "@/lib/platform/entities/choice";
import { changePositionAction, closePositionAction, openPositionAction } from "../actions";

export const metadata: Metadata = { title: "A position" };

export default async function PositionRoute({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer();
  const asked = Id.safeParse((await params).id);
  const position = asked.success ? await getPositionDetail(viewer, asked.data) : null;
  if (!position) notFound();
  const { id, title, code, departmentId, departmentName, holderId, holderName, reportsToId, reportsToTitle, closed, mayChange } = position;
  const changes = mayChange && !closed;
  // The current values stay selected, even if they are out of the viewer's reach or closed.
  const picked = {
    department: freeChoice(departmentId, departmentName),
    holder: holderId === null ? null : freeChoice(holderId, holderName ?? ""),
    superior: reportsToId === null ? null : freeChoice(reportsToId, reportsToTitle ?? ""),
  };
  const few = changes
    ? {
        departments: withChosen(await firstChoices(viewer, "organisation-change", null), picked.department),
        holders: withChosen(await firstChoices(viewer, "holders", null), picked.holder),
        superiors: withChosen(await firstChoices(viewer, "superiors", null), picked.superior).filter((one) => one.value !== id),
      }
    : null;
  const owns = position.held.kpis === 1 ? "owns 1 open KPI" : `owns ${position.held.kpis} open KPIs`;
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[
          { label: "Departments and positions", href: "/settings/departments" },
          { label: departmentName, href: `/settings/departments/${departmentId}` },
        ]}
        facts={<span>{[`code ${code}`, closed ? "closed" : owns].join(" · ")}</span>}
        actions={canSomewhere(viewer, "audit.read") && <ButtonLink href={`/audit?subject=${id}`}>In the audit log</ButtonLink>}
      />
      <Section title="Held by">
        <p className="pt-2 text-table">
          {holderId === null ? (
            "Nobody: vacant."
          ) : (
            <>
              <Link href={`/settings/people/${holderId}`} className="underline underline-offset-2">
                {holderName}
              </Link>
              .
            </>
          )}
          {reportsToId !== null && (
            <>
              {" "}
              Reports to{" "}
              <Link href={`/settings/positions/${reportsToId}`} className="underline underline-offset-2">
                {reportsToTitle}
              </Link>
              .
            </>
          )}
        </p>
      </Section>
      {position.reports.length > 0 && (
        <Section title="Report to it" count={position.reports.length}>
          <PositionTable label={`Positions that report to ${title}`} positions={position.reports} />
        </Section>
      )}
      {few && (
        <Section title="Change">
          <ChangePositionForm
            positionId={id}
            version={position.version}
            position={{ title, departmentId, holderId: holderId ?? "", reportsToId: reportsToId ?? "" }}
            picked={picked}
            few={few}
            action={changePositionAction}
          />
        </Section>
      )}
      {mayChange && (
        <CloseSection
          name={title}
          what="position"
          fields={{ positionId: id }}
          closed={closed}
          blockers={position.blockers}
          does="Once closed, nobody holds it and it cannot be selected."
          close={closePositionAction}
          open={openPositionAction}
        />
      )}
    </>
  );
}
