import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { SignalRow, type SignalRowView } from "./signal-row";

/** Open signals, the largest first, each with its link; `total`: how many there are, listed or not. */
export function SignalList({ title, rows, total }: { title: string; rows: SignalRowView[]; total: number }) {
  return (
    <Section title={title} count={rows.length} {...(total > rows.length && { caption: `${rows.length} of ${total}, the largest first` })}>
      {rows.length === 0 ? (
        <EmptyState>No signal is open.</EmptyState>
      ) : (
        <ul>
          {rows.map((signal) => (
            <SignalRow key={signal.id} signal={signal} verbs={<ButtonLink href={signal.href}>Open</ButtonLink>} />
          ))}
        </ul>
      )}
    </Section>
  );
}
