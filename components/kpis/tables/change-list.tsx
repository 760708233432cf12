import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";

type Line = { id: string; day: string; whenText: string; subject: string; before: string | null; after: string; rest: string };
type Props = {
  lines: Line[];
  /** the page as known at the end of that day; null if that is the current page */
  hrefOf: (day: string) => string | null;
  /** the day the page looks back to; null is now */
  asOf: string | null;
};

/** Who changed what, newest first; each day links to the page as it was known then. */
export function ChangeList({ lines, hrefOf, asOf }: Props) {
  return (
    <Section title="As known on" count="who changed what">
      {lines.length === 0 ? (
        <EmptyState>Nothing has been recorded yet.</EmptyState>
      ) : (
        <ul className="text-table">
          {lines.map((line) => {
            const href = hrefOf(line.day);
            const later = asOf !== null && line.day > asOf;
            return (
              <li key={line.id} className={`border-b py-1.5 ${later ? "text-muted" : ""}`}>
                <span className="text-caption text-muted">
                  {href === null ? (
                    line.whenText
                  ) : (
                    <Link href={href} className="underline underline-offset-2">
                      {line.whenText}
                    </Link>
                  )}
                  {later && ", later"}
                </span>{" "}
                <span className="break-words">
                  {line.subject}{" "}
                  {line.before !== null && (
                    <>
                      {line.before} <span aria-hidden="true">→</span>
                      <span className="sr-only">became</span>{" "}
                    </>
                  )}
                  <strong>{line.after}</strong>
                </span>
                <span className="block text-caption text-muted">{line.rest}</span>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
