import Link from "next/link";
import { StatusMark } from "@/components/charts/status-mark";
import { Section } from "@/components/ui/section";
import { dayText } from "@/lib/decisions/view";
import type { Evidence } from "@/lib/pages/decision/evidence";
import type { Heard } from "@/lib/pages/decision/heard";

/** The figures of what a decision is about; each opens its record. */
export function EvidenceSection({ rows, askedOn, today }: { rows: readonly Evidence[]; askedOn: string; today: string }) {
  if (rows.length === 0) return null;
  return (
    <Section title="Evidence" count={rows.length} caption={`as known on ${dayText(askedOn, today)}, when it was asked`}>
      <ul>
        {rows.map(({ type, id, name, href, value, status, note }) => (
          <li key={`${type}:${id}`} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b py-2 text-table">
            <div className="min-w-0">
              <Link
                href={href}
                className="inline-block font-medium underline-offset-2 first-letter:uppercase hover:underline max-md:min-h-6"
              >
                {name}
              </Link>
              <span className="block text-caption text-muted">{note}</span>
            </div>
            <div className="text-right">
              {value !== null && <strong className="block">{value}</strong>}
              {status !== null && <StatusMark status={status.mark} staleDays={status.staleDays} />}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Whom the asker named, and whether they have answered. */
export function HeardSection({ rows, today }: { rows: readonly Heard[]; today: string }) {
  if (rows.length === 0) return null;
  const answered = rows.filter(({ answeredOn }) => answeredOn !== null).length;
  return (
    <Section title="Heard" count={`${answered} of ${rows.length}`} caption="named in a comment by who asks">
      <ul className="grid gap-x-8 md:grid-cols-2">
        {rows.map(({ id, name, answeredOn }) => (
          <li key={id} className="flex items-baseline justify-between gap-3 border-b py-1.5 text-table">
            <span className="min-w-0">{name}</span>
            <span className="text-caption whitespace-nowrap text-muted">
              {answeredOn === null ? "has not answered yet" : `answered ${dayText(answeredOn, today)}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
