import { ErrorPanel } from "@/components/ui/error-panel";
import { Section } from "@/components/ui/section";

/** In the place of a section that failed, while the others stand. `reference`: under which the log has it. */
export function FailedSection({ title, reference }: { title: string; reference: string | undefined }) {
  return (
    <Section title={title}>
      <ErrorPanel title="This section could not be loaded." reference={reference}>
        The rest of the page is complete.
      </ErrorPanel>
    </Section>
  );
}
