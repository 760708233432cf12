import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { formatDate, formatValueText } from "@/lib/format";

type Props = {
  /** first day of the previewed level */
  from: string;
  /** the start proposed by the rules; null if there is none */
  proposed: string | null;
  path: string;
  /** the new limits, in words */
  preview: string;
  /** means before and after the proposed start */
  change: { before: number; after: number; unit: string } | null;
  /** the form to accept it */
  children?: ReactNode;
};

/** A sustained change, proposed as a new level: its start, the two means, and a preview of the limits before anything is saved. */
export function LevelPanel({ from, proposed, path, preview, change, children }: Props) {
  return (
    <div id="new-level" className="mt-3 grid gap-2 border-l-4 border-border bg-surface px-3 py-2 text-table print:hidden">
      <p>
        <strong>A new level?</strong>{" "}
        {proposed !== null && change !== null
          ? `Since ${formatDate(proposed, "medium")} the mean is ${formatValueText(change.after, change.unit)}; before it was ${formatValueText(change.before, change.unit)}.`
          : "The rules suggest no start date."}
      </p>
      <form method="get" action={`${path}#new-level`} className="flex flex-wrap items-end gap-2">
        <label className="grid gap-1 text-caption text-muted">
          Starts on
          <input
            type="date"
            name="level"
            required
            defaultValue={from}
            className="h-11 rounded border border-border bg-bg px-2 text-table text-fg md:h-8"
          />
        </label>
        <Button type="submit">Preview limits</Button>
      </form>
      <p aria-live="polite">{preview}</p>
      {children}
    </div>
  );
}
