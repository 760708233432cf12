import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AccountSection } from "@/components/people/account-section";
import { ChangePersonForm } from "@/components/people/forms/change-person-form";
import { GrantForm } from "@/components/people/forms/grant-form";
import { GrantTable } from "@/components/people/grant-table";
import { LeavingSection } from "@/components/people/leaving-section";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { firstChoices } from "@/lib/choices/queries";
import { businessZone } from "@/lib/clock";
import { id as Id } from "@/lib/fields";
import { getPersonAccess } from "@/lib/people/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import {
  changePersonAction,
  disableAccountAction,
  enableAccountAction,
  endGrantAction,
  endSessionsAction,
  giveGrantAction,
  makeSignInLinkAction,
  recordLeavingAction,
  revertLeavingAction,
} from "../actions";

export const metadata: Metadata = { title: "Access of a person" };

export default async function PersonAccessRoute({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer();
  const asked = Id.safeParse((await params).id);
  const person = asked.success ? await getPersonAccess(viewer, asked.data) : null;
  if (!person) notFound();
  const { verbs } = person;
  const grantable = verbs.grant ? await firstChoices(viewer, "access-change", null) : [];
  const manageable = verbs.manage ? await firstChoices(viewer, "people-manage", person.departmentId) : [];
  const facts = [person.jobTitle, person.departmentName, `number ${person.code}`, person.email].filter(Boolean).join(" · ");
  return (
    <>
      <PageHeader
        title={person.name}
        crumbs={[{ label: "People and access", href: "/settings/people" }]}
        facts={<span>{facts}</span>}
        actions={canSomewhere(viewer, "audit.read") && <ButtonLink href={`/audit?subject=${person.id}`}>In the audit log</ButtonLink>}
      />
      <Section title="Roles" count={person.grants.length} caption="each over its department and all below it">
        <GrantTable grants={person.grants} personName={person.name} timeZone={businessZone()} endGrantAction={endGrantAction} />
        {verbs.grant && <GrantForm personId={person.id} few={grantable} action={giveGrantAction} />}
      </Section>
      <Section title="Account">
        <AccountSection
          person={person}
          makeSignInLinkAction={makeSignInLinkAction}
          disableAccountAction={disableAccountAction}
          enableAccountAction={enableAccountAction}
          endSessionsAction={endSessionsAction}
        />
      </Section>
      {verbs.manage && (
        <Section title="Person">
          <ChangePersonForm
            personId={person.id}
            version={person.version}
            person={{
              name: person.name,
              email: person.email ?? "",
              jobTitle: person.jobTitle ?? "",
              departmentId: person.departmentId ?? "",
            }}
            department={manageable.find(({ value }) => value === person.departmentId) ?? null}
            few={manageable}
            action={changePersonAction}
          />
        </Section>
      )}
      {verbs.manage && !person.self && (
        <LeavingSection person={person} recordLeaving={recordLeavingAction} revertLeaving={revertLeavingAction} />
      )}
    </>
  );
}
