"use client";

import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { Section } from "@/components/ui/section";
import { Th } from "@/components/ui/table";
import type { FormState } from "@/lib/form-state";
import type { NumberRow } from "@/lib/kpis/number-row";
import { NumberGridRow } from "./number-grid-row";
import { QueryProvider } from "./query-provider";
import type { Saved } from "./use-number-cell";

type Props = {
  rows: NumberRow[];
  today: string;
  action: (previous: FormState<Saved>, form: FormData) => Promise<FormState<Saved>>;
};

/**
 * Every value that is due as one grid. Enter saves and goes down, arrows move, "n" in an empty cell says that there is none. A cell
 * tells what it holds in words: to be typed, saving, saved, unusual, refused, changed by somebody else.
 */
export function NumberGrid(props: Props) {
  return (
    <QueryProvider>
      <Grid {...props} />
    </QueryProvider>
  );
}

async function fetchRows(): Promise<NumberRow[]> {
  const answer = await fetch("/api/my-numbers");
  if (!answer.ok) throw new Error("the grid could not be read again"); // what is on the screen stays
  return answer.json();
}

function Grid({ rows: firstRows, today, action }: Props) {
  // Somebody else may save while this lies open: seen again every half minute and when the window comes back.
  const { data: rows } = useQuery({ queryKey: ["my-numbers"], queryFn: fetchRows, initialData: firstRows, refetchInterval: 30_000 });
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const body = useRef<HTMLTableSectionElement>(null);
  const open = rows.filter((row) => row.due.saved === null && !settled.has(row.id)).length;

  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !(event.target instanceof HTMLInputElement) || event.target.dataset.cell === undefined) return;
    event.preventDefault();
    move(body.current, event.target, step);
  };

  return (
    <>
      <p className="mt-1.5 flex items-baseline gap-3 text-verdict" aria-live="polite">
        <span className="text-headline font-semibold">{open}</span>
        <span>
          {open === 0 ? "Nothing is left to enter." : `of ${rows.length} still to settle.`}{" "}
          <span className="text-muted">Each is saved as you leave it with Enter.</span>
        </span>
      </p>
      <Section
        title="Due"
        count={`${rows.length} ${rows.length === 1 ? "measure" : "measures"}`}
        caption="earlier periods are closed; open the measure to correct one with a reason"
      >
        <div className="relative md:overflow-x-auto">
          <table className="w-full border-collapse text-table leading-4 max-md:block">
            <caption className="sr-only">Values due, with the usual range and the periods before</caption>
            <thead className="max-md:hidden">
              <tr>
                <Th>Measure</Th>
                <Th numeric>Usual range</Th>
                <Th numeric colSpan={3}>
                  The three periods before
                </Th>
                <Th numeric className="font-semibold text-fg">
                  Due now
                </Th>
                <Th>State</Th>
              </tr>
            </thead>
            <tbody ref={body} onKeyDown={onKeyDown} className="max-md:block">
              {rows.map((row) => (
                <NumberGridRow
                  key={row.id}
                  row={row}
                  today={today}
                  action={action}
                  onSettled={() => setSettled((before) => new Set(before).add(row.id))}
                  onNext={(cell) => move(body.current, cell, 1)}
                />
              ))}
            </tbody>
          </table>
        </div>
        <p className="mt-3 bg-surface px-3 py-2 text-caption text-muted max-md:hidden">
          <Kbd>Enter</Kbd> saves and goes down, <Kbd>↑</Kbd> <Kbd>↓</Kbd> move, <Kbd>N</Kbd> in an empty cell: not available, with the
          reason, <Kbd>Esc</Kbd> puts back what was saved
        </p>
      </Section>
    </>
  );
}

/** To the cell above or below, with its text selected so that typing replaces it. */
function move(body: HTMLTableSectionElement | null, from: HTMLInputElement, step: number) {
  const cells = [...(body?.querySelectorAll<HTMLInputElement>("input[data-cell]") ?? [])];
  const to = cells[cells.indexOf(from) + step];
  to?.focus();
  to?.select();
}
