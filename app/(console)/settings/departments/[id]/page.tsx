import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { AddDepartmentDialog, AddPositionDialog } from "@/components/organisation/add-dialogs";
import { ChangeDepartmentForm } from "@/components/organisation/change-forms";
import { CloseSection } from "@/components/organisation/close-section";
import { PositionTable } from "@/components/organisation/position-table";
import { Roles } from "@/components/people/roles";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { firstChoices } from "@/lib/choices/queries";
import { id as Id } from "@/lib/fields";
import { getDepartmentDetail } from "@/lib/pages/organisation/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { freeChoice, withChosen } from "@/lib/platform/entities/choice";
import { addPositionAction } from "../../positions/actions";
import { addDepartmentAction, changeDepartmentAction, closeDepartmentAction, openDepartmentAction } from "../actions";

export const metadata: Metadata = { title: "A department" };

export default async function DepartmentSettingsRoute({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer();
  const asked = Id.safeParse((await params).id);
  const department = asked.success ? await getDepartmentDetail(viewer, asked.data) : null;
  if (!department) notFound();
  const { id, name, code, groupName, parentId, parentName, held, positions, below, roles, closed, mayChange } = department;
  const changes = mayChange && !closed;
  const few = changes ? await firstChoices(viewer, "organisation-change", null) : [];
  // An administrator of only this department cannot choose its parent, so it is added and stays selected.
  const above = parentId === null ? null : freeChoice(parentId, parentName ?? "");
  const facts = [`code ${code}`, groupName, parentName !== null && `under ${parentName}`, closed && "closed"].filter(Boolean).join(" · ");
  const adding = { department: freeChoice(id, name) };
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: "Departments and positions", href: "/settings/departments" }]}
        facts={<span>{facts}</span>}
        actions={
          <>
            {changes && (
              <>
                <AddDepartmentDialog {...adding} idempotencyKey={randomUUID()} action={addDepartmentAction} />
                <AddPositionDialog {...adding} idempotencyKey={randomUUID()} action={addPositionAction} />
              </>
            )}
            {canSomewhere(viewer, "audit.read") && <ButtonLink href={`/audit?subject=${id}`}>In the audit log</ButtonLink>}
          </>
        }
      />
      <Section title="Positions" count={held.positions} caption="KPIs belong to positions and to the people who hold them">
        {positions.length === 0 ? (
          <EmptyState>{name} has no position yet. Without one, its KPIs have no owner.</EmptyState>
        ) : (
          <PositionTable label={`Positions of ${name}`} positions={positions} />
        )}
      </Section>
      <Section title="What belongs to it">
        <ul className="grid gap-x-6 gap-y-1 pt-2 text-table md:flex md:flex-wrap">
          <li>
            <Link href={`/settings/people?department=${id}`} className="underline underline-offset-2">
              {held.people === 1 ? "1 person" : `${held.people} people`}
            </Link>
          </li>
          <li>{held.kpis === 1 ? "1 open KPI" : `${held.kpis} open KPIs`}</li>
          <li>{held.initiatives === 1 ? "1 open initiative" : `${held.initiatives} open initiatives`}</li>
          <li>{held.actions === 1 ? "1 open action" : `${held.actions} open actions`}</li>
        </ul>
      </Section>
      {below.length > 0 && (
        <Section title="Departments below it" count={held.below}>
          <ul className="divide-y text-table">
            {below.map((one) => (
              <li key={one.id} className="flex min-h-8 items-center gap-2 max-md:min-h-11">
                <Link href={`/settings/departments/${one.id}`} className="underline-offset-2 hover:underline">
                  {one.name}
                </Link>
                {one.closed && <span className="text-muted">closed</span>}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {roles.length > 0 && (
        <Section title="Roles on it" count={held.roles} caption="each covers this department and all below it">
          <ul className="divide-y text-table">
            {roles.map((one) => (
              <li key={`${one.personId} ${one.role}`} className="flex min-h-8 flex-wrap items-center gap-2 max-md:min-h-11">
                <Link href={`/settings/people/${one.personId}`} className="underline-offset-2 hover:underline">
                  {one.name}
                </Link>
                <Roles roles={[{ role: one.role, departmentName: name }]} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {changes && (
        <Section title="Change">
          <ChangeDepartmentForm
            departmentId={id}
            version={department.version}
            department={{ code, name, groupName: groupName ?? "", parentId: parentId ?? "" }}
            parent={above}
            few={withChosen(few, above).filter((one) => one.value !== id)}
            company={parentId === null}
            action={changeDepartmentAction}
          />
        </Section>
      )}
      {mayChange && parentId !== null && (
        <CloseSection
          name={name}
          what="department"
          fields={{ departmentId: id }}
          closed={closed}
          blockers={department.blockers}
          does="Once closed, it cannot be selected; its history stays visible to those who read the whole company."
          close={closeDepartmentAction}
          open={openDepartmentAction}
        />
      )}
    </>
  );
}
