import Link from "next/link";
import { Section } from "@/components/ui/section";
import { today } from "@/lib/clock";
import { listDecisionsAbout } from "@/lib/decisions/about";
import { dayText, dueText } from "@/lib/decisions/view";
import { OUTCOMES } from "@/lib/decisions/words";
import { asOfHref } from "@/lib/kpis/as-of";
import type { AboutProps } from "../_sections/about";

/** Decisions about what the page shows; nothing where there are none. */
export default async function DecisionsAbout({ viewer, of, asOf }: AboutProps) {
  const rows = await listDecisionsAbout(viewer, of, asOf);
  const day = asOf?.day ?? today();
  if (rows.length === 0) return null;
  return (
    <Section title="Decisions about it" count={rows.length}>
      <ul className="text-table">
        {rows.map((row) => (
          <li key={row.id} className="border-b py-2">
            <Link href={asOfHref(`/decisions/${row.id}`, asOf)} className="font-medium underline-offset-2 hover:underline">
              {row.code} {row.question}
            </Link>
            <p className="text-caption text-muted">
              {row.decidedOn === null
                ? `${row.ownerName} decides, due ${dueText(row.decideBy, day)}`
                : `${row.chosen ?? "An option that was removed since"}, decided ${dayText(row.decidedOn, day)}`}
              {row.outcome !== null && ` · ${OUTCOMES.find(([key]) => key === row.outcome)?.[1] ?? ""}`}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
