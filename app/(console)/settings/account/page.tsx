import type { Metadata } from "next";
import { ChangePasswordForm } from "@/components/people/change-password-form";
import { Roles } from "@/components/people/roles";
import { SessionTable } from "@/components/people/session-table";
import { VerbForm } from "@/components/people/verb-form";
import { PageHeader } from "@/components/shell/page-header";
import { Section } from "@/components/ui/section";
import { currentSid, requireViewer } from "@/lib/auth/session";
import { listOwnSessions } from "@/lib/auth/sessions";
import { realNow } from "@/lib/clock";
import { getOwnAccount } from "@/lib/people/queries";
import { changePasswordAction, endOwnSessionsAction } from "./actions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountRoute() {
  const viewer = await requireViewer();
  const account = await getOwnAccount(viewer);
  const sessions = await listOwnSessions(viewer, await currentSid());
  return (
    <>
      <PageHeader
        title={account.name}
        facts={<span>{[account.jobTitle, account.departmentName, account.email].filter(Boolean).join(" · ")}</span>}
      />
      <Section title="Your roles" count={account.roles.length}>
        <p className="py-2 text-table">
          <Roles roles={account.roles} />
        </p>
      </Section>
      <Section title="Where you are signed in" count={sessions.length}>
        <SessionTable sessions={sessions} now={realNow().toISOString()} />
        <div className="mt-3">
          <VerbForm
            action={endOwnSessionsAction}
            fields={{}}
            label="Sign out everywhere"
            confirm="Every browser is signed out, this one too."
          />
        </div>
      </Section>
      <Section title="Password">
        <ChangePasswordForm email={account.email} action={changePasswordAction} />
      </Section>
    </>
  );
}
