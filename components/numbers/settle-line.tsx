"use client";

import { Button } from "@/components/ui/button";
import type { Totals } from "./grid/number-store";
import { useStore } from "./grid/use-store";

/** What is left to do, in words; and input kept from before. */
export function SettleLine({ totals }: { totals: Totals }) {
  const store = useStore();
  const { rows, toType, toCheck, toAgree, unsent } = totals;
  const left = toType + toCheck + toAgree;
  const parts = [toType > 0 && `${toType} to enter`, toCheck > 0 && `${toCheck} to check`, toAgree > 0 && `${toAgree} to confirm`].filter(
    Boolean,
  );
  return (
    <>
      <p className="mt-1.5 flex items-baseline gap-3 text-verdict" aria-live="polite">
        <span className="text-headline font-semibold">{left}</span>
        <span>
          {left === 0 ? "Nothing left to enter." : `of ${rows} left to enter or confirm.`}{" "}
          <span className="text-muted">{left === 0 ? "" : `${parts.join(", ")}.`} Press Enter to save each.</span>
        </span>
      </p>
      {unsent > 0 && (
        <div role="status" className="mt-2 flex flex-wrap items-center gap-2 border-l-2 border-border pl-3 text-table">
          <strong>{unsent === 1 ? "1 value not saved yet." : `${unsent} values not saved yet.`}</strong>
          <Button onClick={() => store.sendRestored()}>Save now</Button>
          <Button onClick={() => store.dropRestored()}>Discard</Button>
        </div>
      )}
    </>
  );
}
