import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { InvitationTable } from "@/components/settings/invitation-table";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { realNow } from "@/lib/clock";
import { listInvitations } from "@/lib/people/invitations";
import { requireViewer } from "@/lib/platform/auth/session";
import { makeSignInLinkAction } from "../people/actions";

export const metadata: Metadata = { title: "Invitations" };

export default async function InvitationsRoute() {
  const viewer = await requireViewer();
  const invitations = await listInvitations(viewer);
  if (!invitations) notFound();
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs viewer={viewer} current="/settings/invitations" />
      <Section title="Links to set a password" count={invitations.length} caption="used links stay here for a day">
        {invitations.length === 0 ? (
          <EmptyState>No open links. Create one on a person's page, under People and access.</EmptyState>
        ) : (
          <InvitationTable invitations={invitations} now={realNow().toISOString()} action={makeSignInLinkAction} />
        )}
      </Section>
    </>
  );
}
