import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { AddDepartmentDialog, AddPositionDialog } from "@/components/organisation/add-dialogs";
import { OrganisationTree } from "@/components/organisation/organisation-tree";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { Section } from "@/components/ui/section";
import { getOrganisation } from "@/lib/pages/organisation/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import { can } from "@/lib/platform/authz/policy";
import { freeChoice } from "@/lib/platform/entities/choice";
import { addPositionAction } from "../positions/actions";
import { addDepartmentAction } from "./actions";

export const metadata: Metadata = { title: "Departments and positions" };

export default async function OrganisationRoute() {
  const viewer = await requireViewer();
  const organisation = await getOrganisation(viewer);
  if (!organisation) notFound();
  const { departments, closed } = organisation;
  const first = departments.find(({ id }) => can(viewer, "organisation.change", { departmentId: id }));
  const adding = first && { department: freeChoice(first.id, first.name) };
  return (
    <>
      <PageHeader
        title="Departments and positions"
        actions={
          adding && (
            <>
              <AddDepartmentDialog {...adding} idempotencyKey={randomUUID()} action={addDepartmentAction} />
              <AddPositionDialog {...adding} idempotencyKey={randomUUID()} action={addPositionAction} />
            </>
          )
        }
      />
      <SettingsTabs viewer={viewer} current="/settings/departments" />
      <Section title="In use" count={departments.length} caption="people and KPIs of each department, without those below it">
        <OrganisationTree departments={departments} />
      </Section>
      {closed.length > 0 && (
        <Section title="Closed" count={closed.length} caption="kept, but cannot be selected">
          <ul className="divide-y text-table">
            {closed.map(({ id, name, code }) => (
              <li key={id} className="flex min-h-8 items-center gap-3 max-md:min-h-11">
                <Link href={`/settings/departments/${id}`} className="underline-offset-2 hover:underline">
                  {name}
                </Link>
                <span className="text-muted">{code}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
