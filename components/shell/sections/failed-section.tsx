import { ErrorPanel } from "@/components/ui/error-panel";
import { Section } from "@/components/ui/section";

/** Replaces a section that failed; the others are shown. `reference`: its reference in the log. */
export function FailedSection({ title, reference }: { title: string; reference: string | undefined }) {
  return (
    <Section title={title}>
      <ErrorPanel title="This section could not be loaded." reference={reference}>
        The rest of the page is complete.
      </ErrorPanel>
    </Section>
  );
}
