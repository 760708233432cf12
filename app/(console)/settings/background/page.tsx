import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { VerbForm } from "@/components/people/forms/verb-form";
import { BackgroundTable, backgroundState } from "@/components/settings/background-table";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { Section } from "@/components/ui/section";
import { realNow } from "@/lib/clock";
import { requireViewer } from "@/lib/platform/auth/session";
import { getBackgroundWork } from "@/lib/platform/jobs/queries";
import { type MailState, mailState } from "@/lib/platform/mail/send";
import { askTestMailAction } from "./actions";

export const metadata: Metadata = { title: "Mail and background work" };

export default async function BackgroundRoute() {
  const viewer = await requireViewer();
  const work = await getBackgroundWork(viewer);
  if (!work) notFound();
  const now = realNow().toISOString();
  const state = backgroundState(work, now);
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs viewer={viewer} current="/settings/background" />
      <Section title="Mail">
        <Mail state={mailState()} to={viewer.email} />
      </Section>
      <Section title="Background work">
        <p className={`py-2 text-table ${state.wrong ? "font-medium text-bad" : ""}`}>{state.text}</p>
        <BackgroundTable work={work} now={now} />
        <p className="mt-2 text-caption text-muted">
          A failing job is tried five times, then marked as failed and kept for 90 days; the log shows the reason.
        </p>
      </Section>
    </>
  );
}

function Mail({ state, to }: { state: MailState; to: string }) {
  if (!state.configured)
    return (
      <p className="py-2 text-table">
        No mail is sent: no digest, no link for a forgotten password. Set {state.missing.join(" and ")} in the environment of the
        installation and restart it.
      </p>
    );
  return (
    <div className="grid justify-items-start gap-3 py-2 text-table">
      <p>
        Mail goes out by {state.server} as {state.from}.
      </p>
      <VerbForm action={askTestMailAction} fields={{}} label="Send me a test mail" done={`It is on its way to ${to}.`} />
    </div>
  );
}
