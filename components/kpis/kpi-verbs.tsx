"use client";

import { Button } from "@/components/ui/button";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

/** A verb whose form stands further down the page: goes there and into its first field. Without script it only goes there. */
export function VerbLink({ to, keyHint, children }: { to: string; keyHint: string; children: string }) {
  return (
    <a
      href={`#${to}`}
      aria-keyshortcuts={keyHint}
      onClick={() => {
        const field = document.getElementById(to)?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select");
        setTimeout(() => field?.focus(), 0);
      }}
      className="inline-flex h-11 items-center gap-1.5 whitespace-nowrap rounded border border-border/50 bg-bg px-3 text-table font-medium hover:border-border hover:bg-surface md:h-7 md:px-2 md:text-caption print:hidden"
    >
      {children}
      <kbd className="rounded border border-border/50 px-1 text-tick text-muted max-md:hidden">{keyHint}</kbd>
    </a>
  );
}

type WatchProps = { kpiId: string; watched: boolean; action: FormActionProp<{ watched: boolean }> };

/** One's own list of KPIs to hear of. */
export function WatchButton({ kpiId, watched, action }: WatchProps) {
  const form = useActionForm(action);
  return (
    <form action={form.submit}>
      <input type="hidden" name="kpiId" value={kpiId} />
      <input type="hidden" name="watch" value={watched ? "no" : "yes"} />
      <Button type="submit" aria-pressed={watched} disabled={form.pending}>
        {watched ? "Watching" : "Watch"}
      </Button>
      <span role="status" className="sr-only">
        {form.failed ? form.message : ""}
      </span>
    </form>
  );
}
