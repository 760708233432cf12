import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { DelegationSection } from "@/components/people/delegation-section";
import { ChangePasswordForm } from "@/components/people/forms/change-password-form";
import { VerbForm } from "@/components/people/forms/verb-form";
import { Roles } from "@/components/people/roles";
import { SessionTable } from "@/components/people/session-table";
import { OwnSettingsForm } from "@/components/settings/own-settings-form";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { Section } from "@/components/ui/section";
import { firstChoices } from "@/lib/choices/queries";
import { realNow, today } from "@/lib/clock";
import { companyTimeZone } from "@/lib/company/time-zone";
import { getOwnDelegations } from "@/lib/delegations/queries";
import { getOwnAccount } from "@/lib/people/queries";
import { currentSid, requireViewer } from "@/lib/platform/auth/session";
import { listOwnSessions } from "@/lib/platform/auth/sessions";
import { mailState } from "@/lib/platform/mail/send";
import { getOwnSettings } from "@/lib/settings/own";
import { changeOwnSettingsAction, changePasswordAction, endDelegationAction, endOwnSessionsAction, giveDelegationAction } from "./actions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountRoute() {
  const viewer = await requireViewer();
  const account = await getOwnAccount(viewer);
  const sessions = await listOwnSessions(viewer, await currentSid());
  const own = await getOwnSettings(viewer);
  const zone = await companyTimeZone();
  return (
    <>
      <PageHeader
        title={account.name}
        facts={<span>{[account.jobTitle, account.departmentName, account.email].filter(Boolean).join(" · ")}</span>}
      />
      <SettingsTabs viewer={viewer} current="/settings/account" />
      <Section title="Your roles" count={account.roles.length}>
        <p className="py-2 text-table">
          <Roles roles={account.roles} />
        </p>
      </Section>
      <Section id="digest" title="Digest and keys">
        {!mailState().configured && (
          <p className="pt-2 text-table">This installation does not send mail yet. Your choice applies once it does.</p>
        )}
        <OwnSettingsForm
          own={{
            digest: own.digest,
            digestHour: String(own.digestHour),
            quietFrom: own.quietFrom === null ? "" : String(own.quietFrom),
            quietTo: own.quietTo === null ? "" : String(own.quietTo),
            singleKeys: own.singleKeys,
          }}
          zone={zone}
          action={changeOwnSettingsAction}
        />
      </Section>
      <DelegationSection
        personId={viewer.personId}
        delegations={await getOwnDelegations(viewer)}
        few={await firstChoices(viewer, "deputies", null)}
        idempotencyKey={randomUUID()}
        today={today()}
        give={giveDelegationAction}
        end={endDelegationAction}
      />
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
