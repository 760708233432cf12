import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { defineSection } from "@/lib/pages/sections/section";
import { canSomewhere } from "@/lib/platform/authz/policy";

/** What belongs to the area and is not recorded yet, with a link to connect it for people who may. */
export const notRecorded = defineSection({
  title: "Not recorded yet",
  lookingBack: { leftOut: null },
  read: async ({ viewer }) => ({ mayConnect: canSomewhere(viewer, "data.import") }),
  view: ({ mayConnect }, { subject, title }) =>
    subject.notRecorded === "" ? null : (
      <Section title={title}>
        <EmptyState {...(mayConnect && { action: <ButtonLink href="/data">Connect a source</ButtonLink> })}>
          {subject.notRecorded}
        </EmptyState>
      </Section>
    ),
});
