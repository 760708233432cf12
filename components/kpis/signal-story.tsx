import Link from "next/link";
import type { ReactNode } from "react";

type Line = { id: string; whenText: string; what: string; text: string; initiative: { id: string; code: string } | null };
type Props = {
  /** the finding of the rules: "May 2014 outside its usual range, for the worse" */
  finding: string;
  /** state and dates */
  meta: string;
  lines: Line[];
  open: boolean;
  /** the viewer's actions */
  verbs?: ReactNode;
};

/** A signal and its history. A closed one is collapsed. */
export function SignalStory({ finding, meta, lines, open, verbs }: Props) {
  const steps = (
    <ol className="mt-1 border-l border-border pl-3">
      {lines.map((line) => (
        <li key={line.id} className="py-1">
          <span className="text-caption text-muted">{line.whenText}</span> {line.what}
          {line.initiative !== null && (
            <>
              {": "}
              <Link href={`/initiatives/${line.initiative.id}`} className="underline underline-offset-2">
                {line.initiative.code}
              </Link>
            </>
          )}
          {line.text !== "" && <p className="whitespace-pre-line break-words">{line.text}</p>}
        </li>
      ))}
    </ol>
  );
  return (
    <li className="border-b py-2 text-table">
      <strong>{finding}</strong>
      <span className="block text-caption text-muted">{meta}</span>
      {lines.length > 0 &&
        (open ? (
          steps
        ) : (
          <details className="print-open">
            <summary className="inline-flex min-h-11 cursor-pointer items-center text-caption text-muted underline underline-offset-2 md:min-h-6">
              History, {lines.length} {lines.length === 1 ? "step" : "steps"}
            </summary>
            {steps}
          </details>
        ))}
      {verbs !== undefined && <div className="mt-2 flex flex-wrap gap-2 print:hidden">{verbs}</div>}
    </li>
  );
}
