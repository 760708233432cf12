"use client";

import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

type LinkProps = {
  /** id of the target section */
  to: string;
  children: string;
  /** the letter with the same effect */
  keyHint?: string;
  /** letter of the button to press there, which opens its dialog */
  press?: string;
};

/** A button for an action further down the page: goes there, and into its first field or its dialog. Without script it only goes there. */
export function VerbLink({ to, keyHint, press, children }: LinkProps) {
  return (
    <a
      href={`#${to}`}
      aria-keyshortcuts={keyHint}
      onClick={(event) => {
        const place = document.getElementById(to);
        if (press !== undefined) {
          event.preventDefault();
          place?.scrollIntoView({ block: "nearest" });
          place?.querySelector<HTMLElement>(`[aria-keyshortcuts="${press}"]`)?.click();
          return;
        }
        const field = place?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select");
        setTimeout(() => field?.focus(), 0);
      }}
      className="inline-flex h-11 items-center gap-1.5 whitespace-nowrap rounded border border-border/50 bg-bg px-3 text-table font-medium hover:border-border hover:bg-surface md:h-7 md:px-2 md:text-caption print:hidden"
    >
      {children}
      {(keyHint ?? press) !== undefined && <Kbd>{keyHint ?? press}</Kbd>}
    </a>
  );
}

type WatchProps = { kpiId: string; watched: boolean; action: FormActionProp<{ watched: boolean }> };

/** Adds the KPI to the viewer's watch list, or removes it. */
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
