import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";

type Line = { id: string; boundText: string; fromText: string; rest: string; reason: string; replaced: boolean };

/** The targets: from when, by whom and why; replaced versions stay, struck through. */
export function TargetHistory({ lines }: { lines: Line[] }) {
  return (
    <Section title="Targets" count={lines.filter((line) => !line.replaced).length}>
      {lines.length === 0 ? (
        <EmptyState>No target has been set.</EmptyState>
      ) : (
        <ul className="text-table">
          {lines.map((line) => (
            <li key={line.id} className="border-b py-2">
              {line.replaced ? (
                <s className="text-muted">
                  {line.boundText} {line.fromText}
                </s>
              ) : (
                <>
                  <strong>{line.boundText}</strong> {line.fromText}
                </>
              )}
              <p className="break-words text-caption text-muted">{line.reason}</p>
              <p className="text-caption text-muted">{line.rest}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
