import Link from "next/link";
import { Section } from "@/components/ui/section";
import type { AskedAgain, DecisionList, Legend } from "@/lib/decisions/queries";
import { askedAgainText, legendOf, loadMarks, loadText, monthText, namedApart } from "@/lib/decisions/view";
import { type AsOf, asOfHref } from "@/lib/kpis/as-of";
import { DecisionShape } from "./decision-mark";

type On = Pick<AsOf, "day"> | null;
const addressOf = (query: URLSearchParams, more: Record<string, string>, asOf: On) => {
  const asked = new URLSearchParams([...query].filter(([name]) => !(name in more)).concat(Object.entries(more)));
  return asOfHref(asked.size === 0 ? "/decisions" : `/decisions?${asked}`, asOf);
};

/** How many there are of each mark; each leads to these. `query`: what the list is narrowed by. */
export function DecisionLegend({ legend, query, asOf }: { legend: Legend; query: URLSearchParams; asOf: On }) {
  if (legend.since === null) return null;
  return (
    <ul aria-label="How many" className="flex flex-wrap items-center gap-x-3">
      {legendOf(legend).map(({ mark, state, count, said }) => (
        <li key={state}>
          <Link
            href={addressOf(query, { state }, asOf)}
            className="inline-flex items-center gap-1 underline-offset-2 hover:underline max-md:min-h-11"
          >
            <DecisionShape mark={mark} small />
            {count} {said}
          </Link>
        </li>
      ))}
      <li>
        {legend.all} since {monthText(legend.since)}
      </li>
    </ul>
  );
}

/** The amount above which a decision is a large one. */
export const LARGE = "50000";

type SavedProps = { query: URLSearchParams; personId: string; largeText: string; asOf: On };

/** Filters that are often wanted, as addresses. */
export function SavedFilters({ query, personId, largeText, asOf }: SavedProps) {
  const saved: [string, Record<string, string>][] = [
    ["everything", {}],
    ["mine", { owner: personId }],
    [`at stake over ${largeText}`, { stake: LARGE }],
  ];
  return (
    <nav aria-label="Saved filters" className="mt-2 text-caption text-muted md:mt-3 print:hidden">
      <ul className="flex flex-wrap items-center gap-x-2">
        <li aria-hidden="true">saved:</li>
        {saved.map(([said, asked], n) => {
          const here = query.toString() === new URLSearchParams(asked).toString();
          return (
            <li key={said} className="flex items-center gap-x-2">
              {n > 0 && <span aria-hidden="true">·</span>}
              <Link
                href={addressOf(new URLSearchParams(), asked, asOf)}
                aria-current={here ? "page" : undefined}
                className="inline-flex items-center underline-offset-2 hover:underline aria-[current=page]:font-semibold aria-[current=page]:text-fg max-md:min-h-11"
              >
                {said}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** More marks than this in a line say no more than their number. */
const MARKS = 8;

/** Those with most to do, by person; each leads to their decisions. */
export function WhoDecides({ people: { rows, total }, personId, asOf }: Pick<DecisionList, "people"> & { personId: string; asOf: On }) {
  if (total === 0) return null;
  return (
    <Section title="Who decides" count="open and awaiting outcome">
      <ul>
        {namedApart(rows).map((person) => {
          const marks = loadMarks(person);
          return (
            <li
              key={person.id}
              className="grid grid-cols-[minmax(0,1fr)_minmax(0,120px)_32px] items-center gap-3 border-b py-1.5 text-table"
            >
              <Link
                href={asOfHref(`/decisions?owner=${person.id}`, asOf)}
                className="min-w-0 underline-offset-2 hover:underline max-md:min-h-6"
              >
                {person.id === personId ? "You" : person.said}
              </Link>
              <span aria-hidden="true" className="flex items-center gap-1.5">
                {marks.slice(0, MARKS).map((mark, n) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: marks of a kind are alike
                  <DecisionShape key={n} mark={mark} small />
                ))}
                {marks.length > MARKS && "…"}
              </span>
              <strong className="text-right">
                <span aria-hidden="true">{marks.length}</span>
                <span className="sr-only">{loadText(person)}</span>
              </strong>
            </li>
          );
        })}
      </ul>
      <p className="mt-2 text-caption text-muted">
        Dashed: late. Box: open. Ring: awaiting outcome.
        {total > rows.length && ` The ${rows.length} with most of ${total} people.`}
      </p>
    </Section>
  );
}

/** Scored as held, and overtaken by a later value. */
export function AskedAgainList({ rows, today, asOf }: { rows: readonly AskedAgain[]; today: string; asOf: On }) {
  if (rows.length === 0) return null;
  return (
    <Section title="Asked again" count={rows.length} caption="held, and a later value breaks the criterion">
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-2 border-b py-2 text-table">
            <span className="flex justify-center pt-1">
              <DecisionShape mark="not-held" />
            </span>
            <div className="min-w-0">
              <Link href={asOfHref(`/decisions/${row.id}`, asOf)} className="font-medium underline-offset-2 hover:underline max-md:min-h-6">
                {row.question}
              </Link>
              <Link
                href={asOfHref(`/kpis/${row.kpiId}`, asOf)}
                className="block text-caption text-muted underline-offset-2 hover:underline max-md:min-h-6"
              >
                {askedAgainText(row, today)}
              </Link>
            </div>
            <span className="text-caption text-muted">{row.code}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
