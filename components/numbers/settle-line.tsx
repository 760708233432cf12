"use client";

import { Button } from "@/components/ui/button";
import type { Totals } from "./grid/number-store";
import { useStore } from "./grid/use-store";

/** What is left, in words; and what was typed before and is still here. */
export function SettleLine({ totals }: { totals: Totals }) {
  const store = useStore();
  const { rows, toType, toCheck, toAgree, unsent } = totals;
  const left = toType + toCheck + toAgree;
  const parts = [toType > 0 && `${toType} to type`, toCheck > 0 && `${toCheck} to check`, toAgree > 0 && `${toAgree} to agree`].filter(
    Boolean,
  );
  return (
    <>
      <p className="mt-1.5 flex items-baseline gap-3 text-verdict" aria-live="polite">
        <span className="text-headline font-semibold">{left}</span>
        <span>
          {left === 0 ? "Nothing is left to enter." : `of ${rows} still to settle.`}{" "}
          <span className="text-muted">{left === 0 ? "" : `${parts.join(", ")}.`} Each is saved as you leave it with Enter.</span>
        </span>
      </p>
      {unsent > 0 && (
        <div role="status" className="mt-2 flex flex-wrap items-center gap-2 border-l-2 border-border pl-3 text-table">
          <strong>{unsent === 1 ? "1 value typed and not yet sent." : `${unsent} values typed and not yet sent.`}</strong>
          <Button onClick={() => store.sendRestored()}>Send now</Button>
          <Button onClick={() => store.dropRestored()}>Throw away</Button>
        </div>
      )}
    </>
  );
}
