import { clsx } from "clsx";
import type { ReactNode } from "react";

/** Scrolls sideways if its content is wider; it takes focus so that arrow keys scroll it, and has a name without being a landmark. */
export function ScrollRegion({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this is a named group of a page
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1)
    <div role="group" aria-label={label} tabIndex={0} className={clsx("relative focus-visible:-outline-offset-2", className)}>
      {children}
    </div>
  );
}
