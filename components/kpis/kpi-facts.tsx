import Link from "next/link";
import type { ReactNode } from "react";

export type Fact = { term: string; text: ReactNode /** the help topic that explains it */; help?: string };

/** A figure's definition, source and owner: the column next to its chart. */
export function KpiFacts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="text-table">
      {facts.map(({ term, text, help }) => (
        <div key={term} className="mb-3">
          <dt className="text-caption text-muted">{term}</dt>
          <dd>
            {text}
            {help !== undefined && (
              <>
                {" "}
                <Link href={`/help#${help}`} className="whitespace-nowrap underline underline-offset-2 print:hidden">
                  How to read this
                </Link>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** KPIs it is computed from, or that are computed from it. */
export function KpiLinks({ links }: { links: { id: string; name: string; href: string }[] }) {
  return links.map((link, i) => (
    <span key={link.id}>
      {i > 0 && ", "}
      <Link href={link.href} className="underline underline-offset-2">
        {link.name}
      </Link>
    </span>
  ));
}
